import { css } from 'lit';

export const gridStyles = css`
  :host {
    min-width: 0;
    min-height: 0;
    height: 100%;
  }
  .scroller {
    height: 100%;
    overflow: hidden auto;
    scrollbar-gutter: stable;
    contain: strict;
  }
  .canvas {
    position: relative;
    height: var(--height);
    margin-inline: 12px;
  }
  .group {
    position: absolute;
    inset-inline: 0;
    top: var(--top);
    height: var(--group);
  }
  .heading {
    position: sticky;
    top: 0;
    z-index: 2;
    height: 32px;
    margin-inline: -12px;
    padding-inline: 8px;
    background: var(--ia-page);
  }
  .fold {
    display: flex;
    align-items: center;
    gap: 4px;
    width: 100%;
    height: 32px;
    padding-inline: 2px 6px;
    text-align: start;
    font-weight: 600;
  }
  .fold:hover {
    background: var(--vscode-list-hoverBackground, transparent);
  }
  .fold:focus-visible {
    outline-offset: -2px;
  }
  .folder {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .count {
    flex: none;
    margin-inline-start: 4px;
    padding: 0 6px;
    border-radius: 9px;
    font-size: 11px;
    line-height: 18px;
    font-weight: normal;
    font-variant-numeric: tabular-nums;
    color: var(--vscode-badge-foreground, var(--vscode-foreground));
    background: var(--vscode-badge-background, var(--ia-widget));
    border: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .row {
    position: absolute;
    inset-inline: 0;
    top: var(--top);
    height: var(--row);
    padding-top: 4px;
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    gap: 10px;
    align-items: start;
  }
  .cell {
    position: relative;
    display: flex;
    flex-direction: column;
    min-width: 0;
    border-radius: 5px;
    cursor: default;
    user-select: none;
  }
  .picture {
    order: -1;
    height: var(--cell);
    border-radius: var(--ia-radius);
    overflow: hidden;
    border: 1px solid var(--ia-line);
    background-color: var(--ia-widget);
  }
  .picture {
    display: grid;
    place-items: center;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  /* As large as it is, at most as the tile: an icon is not blown up. */
  img {
    display: block;
    max-width: 100%;
    max-height: 100%;
  }
  .cell:hover .picture {
    border-color: var(--vscode-contrastActiveBorder, var(--ia-dim));
  }
  .cell[aria-selected='true'] .picture {
    outline: 2px solid var(--ia-focus);
    outline-offset: -1px;
  }
  .cell[aria-selected='true'] {
    background: var(--vscode-list-inactiveSelectionBackground, transparent);
    box-shadow: 0 0 0 4px var(--vscode-list-inactiveSelectionBackground, transparent);
  }
  .canvas:focus-within .cell[aria-selected='true'] {
    color: var(--vscode-list-activeSelectionForeground, inherit);
    background: var(--vscode-list-activeSelectionBackground, transparent);
    box-shadow: 0 0 0 4px var(--vscode-list-activeSelectionBackground, transparent);
  }
  .canvas:focus-within .cell[aria-selected='true'] .meta {
    color: inherit;
  }
  .cell:focus-visible {
    outline: 1px solid var(--vscode-contrastActiveBorder, var(--ia-focus));
    /* Above the first row there is no more room than this. */
    outline-offset: 3px;
  }
  .name {
    margin-top: 3px;
    padding-inline: 2px;
    font-size: 12px;
    line-height: 18px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .meta {
    padding-inline: 2px;
    height: 16px;
    font-size: 11px;
    line-height: 16px;
    color: var(--ia-dim);
    font-variant-numeric: tabular-nums;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .format {
    position: absolute;
    inset-block-start: calc(var(--cell) - 21px);
    inset-inline-start: 5px;
    padding: 0 4px;
    border-radius: 3px;
    font-size: 10px;
    line-height: 15px;
    color: var(--vscode-foreground);
    background: var(--ia-widget);
    border: 1px solid var(--ia-line);
  }
  .marks {
    position: absolute;
    inset-block-start: 5px;
    inset-inline-end: 5px;
    display: flex;
    gap: 3px;
  }
  .mark {
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    border-radius: 4px;
    color: var(--vscode-foreground);
    background: var(--ia-widget);
    border: 1px solid var(--ia-line);
  }
  .mark.too-big,
  .mark.wrong-extension {
    color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  }
  .failed {
    width: 100%;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 6px;
    height: 100%;
    padding: 8px;
    overflow: hidden;
    text-align: center;
    font-size: 11px;
    line-height: 15px;
    color: var(--ia-dim);
  }
  .failed span:last-child {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .failed .icon {
    font-size: 18px;
  }
`;
