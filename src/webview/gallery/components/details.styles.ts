import { css } from 'lit';

export const detailsStyles = css`
  :host {
    overflow: hidden auto;
    scrollbar-width: thin;
    background: var(--ia-side);
  }
  .nothing {
    padding: 32px 20px;
    text-align: center;
    color: var(--ia-dim);
    text-wrap: balance;
  }
  .preview {
    display: grid;
    place-items: center;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    height: min(280px, 36vh);
    padding: 12px;
    border-bottom: 1px solid var(--ia-line);
    background-color: var(--ia-page);
  }
  .preview img {
    display: block;
    max-width: 100%;
    max-height: 100%;
  }
  .reason {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 8px;
    height: 100%;
    padding: 20px;
    text-align: center;
    text-wrap: balance;
    color: var(--ia-dim);
  }
  .body {
    display: grid;
    gap: 12px;
    padding: 12px 14px 20px;
  }
  h2 {
    font-size: 14px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .path {
    margin-top: -10px;
    font-size: 12px;
    color: var(--ia-dim);
    overflow-wrap: anywhere;
  }
  dl {
    display: grid;
    gap: 3px;
    font-size: 12px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  dl div {
    display: flex;
    justify-content: space-between;
    gap: 12px;
  }
  dt {
    color: var(--ia-dim);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  section {
    min-width: 0;
  }
  h3 {
    margin-bottom: 4px;
    font-weight: 600;
  }
  .count,
  .dim {
    font-weight: normal;
    font-size: 12px;
    color: var(--ia-dim);
  }
  .problems {
    display: grid;
    gap: 8px;
    font-size: 12px;
    line-height: 17px;
  }
  .problems li {
    display: flex;
    gap: 8px;
  }
  .problems .icon {
    margin-top: 1px;
    color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  }
  .problems b {
    display: block;
    font-weight: 600;
  }
  .problems span {
    overflow-wrap: anywhere;
  }
  .list {
    margin-inline: -6px;
  }
  .list .link,
  .use {
    display: block;
    width: 100%;
    padding: 3px 6px;
    font-size: 12px;
    line-height: 17px;
    text-align: start;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .use:hover {
    background: var(--vscode-list-hoverBackground, var(--ia-hover));
  }
  .where {
    display: block;
    color: var(--vscode-textLink-foreground);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  code {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 11px;
    color: var(--ia-dim);
  }
  /* Below the grid there is more room beside the picture than under it. */
  @media (max-width: 699px) {
    :host {
      display: grid;
      grid-template-columns: minmax(80px, 32%) minmax(0, 1fr);
      align-items: start;
    }
    .nothing {
      grid-column: 1 / -1;
    }
    .preview {
      position: sticky;
      top: 0;
      height: auto;
      max-height: 100%;
      border: 0;
      background: none;
    }
    .body {
      gap: 10px;
      padding-inline-start: 0;
    }
  }
`;
