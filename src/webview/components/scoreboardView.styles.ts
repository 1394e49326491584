import { css } from 'lit';
import { stageViewStyles } from './stageView.styles';

export const scoreboardStyles = [
  stageViewStyles,
  css`
    dialog.with-aside[open] {
      grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
      grid-template-areas: 'top' 'middle' 'bottom';
    }
    .middle {
      grid-area: middle;
      display: block;
      background: none;
      overflow: auto;
      padding: 8px 16px 16px;
    }
    table {
      width: 100%;
      max-width: 960px;
      border-collapse: collapse;
      font-variant-numeric: tabular-nums;
    }
    th,
    td {
      padding: 7px 10px 7px 0;
      text-align: end;
      font-weight: 400;
      font-size: 12px;
      line-height: 18px;
      border-bottom: 1px solid var(--ia-line);
    }
    th:first-child {
      text-align: start;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    thead th {
      position: sticky;
      top: 0;
      z-index: 1;
      background: var(--ia-page);
      white-space: nowrap;
    }
    thead .link {
      font-size: 12px;
      color: inherit;
    }
    .bar {
      width: 34%;
      min-width: 130px;
      white-space: nowrap;
    }
    .bar svg {
      width: calc(100% - 48px);
      height: 12px;
      vertical-align: -2px;
      overflow: visible;
    }
    .number {
      display: inline-block;
      width: 44px;
    }
    .track {
      fill: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
    }
    .fill {
      fill: var(--vscode-charts-blue, var(--vscode-focusBorder));
    }
    .whisker {
      stroke: var(--vscode-foreground);
      stroke-width: 1.5;
      vector-effect: non-scaling-stroke;
    }
    .empty {
      display: grid;
      justify-items: center;
      gap: 8px;
      max-width: 420px;
      margin: 12vh auto 0;
      text-align: center;
      text-wrap: pretty;
    }
    .empty .icon {
      font-size: 32px;
      color: var(--ia-dim);
    }
    .dim {
      color: var(--ia-dim);
    }
    thead .link .icon {
      vertical-align: -2px;
    }
    select {
      min-height: 26px;
      padding: 3px 6px;
      font: inherit;
      color: var(--vscode-dropdown-foreground, var(--vscode-input-foreground));
      background: var(--vscode-dropdown-background, var(--vscode-input-background));
      border: 1px solid var(--ia-field-line);
      border-radius: var(--ia-radius);
    }
    select:focus-visible {
      outline: 1px solid var(--ia-focus);
      outline-offset: -1px;
    }
    .kind {
      display: flex;
      align-items: center;
      gap: 8px;
      margin-inline-end: auto;
      font-size: 12px;
    }
    @media (max-width: 699px) {
      .middle {
        padding-inline: 10px;
      }
      /* Scrolls sideways below the names, which stay. */
      table {
        min-width: 640px;
      }
      th:first-child {
        position: sticky;
        left: 0;
        z-index: 1;
        width: 120px;
        background: var(--ia-page);
      }
      thead th:first-child {
        z-index: 2;
      }
      .top .dim {
        display: none;
      }
      .kind {
        flex-basis: 100%;
      }
    }
    @media (forced-colors: active) {
      .fill {
        fill: Highlight;
      }
    }
  `,
];
