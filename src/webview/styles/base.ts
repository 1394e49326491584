import { css } from 'lit';

/** In every component: box model, focus ring, icons, text that only screen readers get. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 1px solid var(--ia-focus);
    outline-offset: 1px;
  }
  .icon {
    font: normal 16px/1 codicon;
    display: inline-block;
    flex: none;
    text-align: center;
    user-select: none;
    -webkit-font-smoothing: antialiased;
  }
  .icon.small {
    font-size: 14px;
  }
  .icon.error {
    color: var(--vscode-errorForeground);
  }
  .icon.warning {
    color: var(--vscode-editorWarning-foreground, var(--vscode-notificationsWarningIcon-foreground));
  }
  .icon.good {
    color: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .checker {
    background: repeating-conic-gradient(var(--ia-square) 0 25%, transparent 0 50%) 50% / 16px 16px
      var(--ia-page);
  }
  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  figure,
  dl,
  dd {
    margin: 0;
    padding: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  ul,
  ol {
    list-style: none;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
