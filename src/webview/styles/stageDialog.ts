import { css } from 'lit';

/** A dialog as large as the panel: tools above, a stage in the middle, actions below. */
export const stageDialog = css`
  dialog {
    width: 100vw;
    height: 100vh;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 0;
    color: var(--vscode-foreground);
    background: var(--ia-page);
    overflow: hidden;
  }
  dialog[open] {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    grid-template-areas: 'top' 'middle' 'bottom';
  }
  dialog::backdrop {
    background: var(--ia-page);
  }
  .top,
  .bottom {
    display: flex;
    align-items: center;
    gap: 4px 12px;
    padding: 6px 10px;
    background: var(--ia-side);
  }
  .top {
    grid-area: top;
    border-bottom: 1px solid var(--ia-line);
  }
  .bottom {
    grid-area: bottom;
    gap: 6px;
    padding: 8px 12px;
    border-top: 1px solid var(--ia-line);
  }
  .question {
    flex: 1;
  }
  .top > .icon-button + .icon-button {
    margin-inline-start: -8px;
  }
  h2 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h2 b {
    font-weight: 600;
    margin-inline-end: 6px;
  }
  .dim {
    color: var(--ia-dim);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .group {
    display: flex;
    align-items: center;
  }
  .percent {
    min-width: 52px;
    min-height: 24px;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .percent:hover {
    background: var(--ia-hover);
  }
  .swatch {
    width: 14px;
    height: 14px;
    border: 1px solid var(--vscode-foreground);
    border-radius: 2px;
  }
  .swatch.checker {
    background: repeating-conic-gradient(var(--vscode-foreground) 0 25%, transparent 0 50%) 0 / 6px 6px;
  }
  .swatch.light {
    background: #fff;
  }
  .swatch.page {
    background: var(--ia-page);
  }
  .swatch.dark {
    background: #000;
  }
  .swatch.offset {
    background:
      linear-gradient(var(--vscode-foreground) 0 0) 50% / 2px 100% no-repeat,
      linear-gradient(var(--vscode-foreground) 0 0) 50% / 100% 2px no-repeat;
  }
  .swatch.repeat {
    background:
      linear-gradient(90deg, transparent 3px, var(--vscode-foreground) 3px 4px, transparent 4px) 0 / 4px 100%,
      linear-gradient(transparent 3px, var(--vscode-foreground) 3px 4px, transparent 4px) 0 / 100% 4px;
  }
  .seams {
    position: absolute;
    inset: 10px 10px auto;
    z-index: 1;
    width: fit-content;
    display: flex;
    gap: 8px;
    padding: 6px 10px;
    font-size: 12px;
    line-height: 17px;
    background: var(--ia-widget);
    border: 1px solid var(--ia-line);
    border-radius: var(--ia-radius);
    pointer-events: none;
  }
  .seams > span > span {
    display: block;
  }
  .seams:not(:has(span)) {
    display: none;
  }
  dialog.with-aside[open] {
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) var(--aside, 280px);
    grid-template-areas: 'top top' 'middle aside' 'bottom bottom';
  }
  .middle {
    grid-area: middle;
    position: relative;
    min-width: 0;
  }
  ia-stage {
    height: 100%;
  }
  aside {
    grid-area: aside;
    overflow: auto;
    padding: 12px 14px;
    border-inline-start: 1px solid var(--ia-line);
    background: var(--ia-side);
  }
  aside:focus-visible {
    outline-offset: -1px;
  }
  @media (max-width: 699px) {
    .top {
      position: relative;
      flex-wrap: wrap;
    }
    h2 {
      flex-basis: 100%;
      padding-inline-end: 28px;
    }
    /* Close stays in the corner, however many lines the tools take. */
    .top > .icon-button:last-child {
      position: absolute;
      top: 4px;
      inset-inline-end: 8px;
    }
    .top > .group:nth-of-type(2) {
      margin-inline-end: auto;
    }
    dialog.with-aside[open] {
      grid-template: auto minmax(0, 1fr) minmax(0, 40%) auto / minmax(0, 1fr);
      grid-template-areas: 'top' 'middle' 'aside' 'bottom';
    }
    aside {
      border-inline-start: 0;
      border-top: 1px solid var(--ia-line);
    }
  }
  /* All tools in one line below the name. */
  @media (max-width: 449px) {
    .top {
      gap: 4px;
    }
    .top > .icon-button + .icon-button {
      margin-inline-start: 0;
    }
  }
`;
