import { css } from 'lit';

export const composerStyles = css`
  :host {
    position: relative;
    color: var(--vscode-sideBar-foreground, var(--vscode-foreground));
    background: var(--ia-side);
  }
  section {
    min-height: 100%;
    display: flex;
    flex-direction: column;
  }
  .fields {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    align-content: start;
    padding: 14px 14px 12px;
  }
  ia-generate {
    position: sticky;
    bottom: 0;
    padding: 10px 14px 12px;
    background: var(--ia-side);
    border-top: 1px solid var(--vscode-sideBarSectionHeader-border, var(--ia-line));
  }
  :host([foldable]) ia-references {
    --ia-head-end: 30px;
  }
  .fold {
    position: absolute;
    top: 10px;
    right: 10px;
    z-index: 1;
  }
  .notes {
    display: grid;
    gap: 3px;
    font-size: 11px;
    line-height: 16px;
    color: var(--ia-dim);
    text-wrap: pretty;
  }
  .parent {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-top: -6px;
    font-size: 12px;
    color: var(--ia-dim);
  }
  .parent > span:nth-child(2) {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .drop {
    position: absolute;
    inset: 6px;
    z-index: 2;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    color: var(--vscode-foreground);
    background: color-mix(in srgb, var(--ia-side) 88%, transparent);
    border: 2px dashed var(--ia-focus);
    border-radius: 6px;
    pointer-events: none;
  }
  .bar {
    flex-direction: row;
    align-items: center;
    gap: 6px;
    min-height: 0;
    padding: 6px 10px 6px 8px;
    border-bottom: 1px solid var(--ia-line);
  }
  .summary {
    flex: 1;
    min-width: 0;
    min-height: 28px;
    display: flex;
    align-items: center;
    gap: 6px;
    text-align: start;
  }
  .summary .prompt {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dim {
    flex: none;
    font-size: 11px;
    color: var(--ia-dim);
  }
`;
