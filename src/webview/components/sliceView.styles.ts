import { css } from 'lit';

export const sliceViewStyles = css`
  .middle {
    display: grid;
    grid-template-rows: minmax(140px, 1fr) auto;
  }
  .shown {
    position: relative;
    min-height: 0;
  }
  ia-slice-previews {
    border-top: 1px solid var(--ia-line);
  }
  .code {
    display: grid;
    gap: 8px;
    margin-top: 14px;
    font-size: 12px;
  }
  .code h3 {
    font-size: 11px;
    font-weight: 600;
    line-height: 16px;
  }
  pre {
    max-height: 150px;
    margin: 0;
    padding: 6px 8px;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font: 11px/16px var(--vscode-editor-font-family, monospace);
    color: var(--vscode-editor-foreground, var(--vscode-foreground));
    background: var(--vscode-editor-background, var(--ia-page));
    border: 1px solid var(--ia-line);
    border-radius: var(--ia-radius);
    tab-size: 2;
  }
  .uses {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .uses .button {
    min-width: 0;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .came .file {
    color: var(--vscode-foreground);
    overflow-wrap: anywhere;
  }
  .came .taken {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  @media (max-width: 699px) {
    .came {
      position: static;
    }
  }
`;
