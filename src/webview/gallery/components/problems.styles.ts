import { css } from 'lit';

export const problemsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .nothing {
    margin: auto;
    padding: 24px;
    text-align: center;
    color: var(--ia-dim);
  }
  .nothing .icon {
    vertical-align: -3px;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border-bottom: 1px solid var(--ia-line);
    background: var(--ia-side);
  }
  .bar label {
    flex: 0 1 420px;
  }
  .dim {
    font-size: 12px;
    color: var(--ia-dim);
    white-space: nowrap;
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  .scroller:focus-visible {
    outline-offset: -1px;
  }
  .head,
  .row {
    display: grid;
    grid-template-columns: minmax(150px, 1fr) minmax(160px, 1.6fr) minmax(200px, 3fr);
    gap: 12px;
    padding-inline: 12px;
    align-items: center;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    height: 28px;
    background: var(--vscode-keybindingTable-headerBackground, var(--ia-page));
    background-color: var(--ia-page);
    border-bottom: 1px solid var(--ia-line);
  }
  .head button {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    font-weight: 600;
  }
  .rows {
    position: relative;
    height: var(--height);
  }
  .row {
    position: absolute;
    inset-inline: 0;
    top: var(--top);
    height: var(--row);
    font-size: 12px;
  }
  .narrow .head {
    grid-template-columns: repeat(3, auto);
    justify-content: start;
  }
  .narrow .row {
    grid-template-columns: minmax(96px, 1fr) minmax(0, 2fr);
    row-gap: 0;
    align-content: center;
  }
  .narrow .row .cell:last-child {
    grid-column: 1 / -1;
    color: var(--ia-dim);
  }
  .row:hover {
    background: var(--vscode-list-hoverBackground, transparent);
  }
  .cell {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .kind {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .kind span:last-child {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .cell .link {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: middle;
  }
  .cell .link:focus-visible {
    outline-offset: -1px;
  }
`;
