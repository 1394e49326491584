import { css } from 'lit';

export const spriteViewStyles = css`
  ia-flipbook {
    margin-bottom: 12px;
  }
  .files {
    max-height: 102px;
    overflow: auto;
    margin-top: 6px;
    color: var(--vscode-foreground);
    line-height: 17px;
    overflow-wrap: anywhere;
  }
  .files:focus-visible {
    outline-offset: -1px;
  }
  .files .icon {
    vertical-align: -2px;
    margin-inline-start: 4px;
  }
  /* Where there is little room the fields come first. */
  @media (max-width: 699px), (max-height: 780px) {
    .came {
      position: static;
    }
  }
  .came .taken {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
`;
