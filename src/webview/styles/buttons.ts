import { css } from 'lit';

/** Native buttons that look like the workbench's: real focus, disabling and keyboard for nothing. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    border: 1px solid transparent;
    background: none;
    border-radius: var(--ia-radius);
    padding: 0;
    margin: 0;
    cursor: pointer;
  }
  button:disabled,
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.55;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 26px;
    padding: 2px 10px;
    line-height: 18px;
    white-space: nowrap;
    color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
    background: var(--vscode-button-secondaryBackground, transparent);
    border-color: var(
      --vscode-contrastBorder,
      var(--vscode-button-secondaryBorder, var(--vscode-button-border, transparent))
    );
  }
  .button:hover:not(:disabled) {
    background: var(--vscode-button-secondaryHoverBackground, var(--ia-hover));
  }
  .button.primary {
    color: var(--vscode-button-foreground);
    background: var(--vscode-button-background);
    border-color: var(--vscode-contrastBorder, var(--vscode-button-border, transparent));
  }
  .button.primary:hover:not(:disabled) {
    background: var(--vscode-button-hoverBackground, var(--vscode-button-background));
  }
  .button.small {
    min-height: 24px;
    padding: 1px 8px;
    font-size: 12px;
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    width: 24px;
    height: 24px;
    flex: none;
    color: var(--vscode-icon-foreground, var(--vscode-foreground));
  }
  .icon-button:hover:not(:disabled),
  .icon-button[aria-haspopup][aria-expanded='true'],
  .icon-button[aria-pressed='true'] {
    background: var(--ia-hover);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .icon-button[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground, var(--ia-hover));
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    border-color: var(--vscode-inputOption-activeBorder, transparent);
  }
  .icon-button:focus-visible {
    outline: 1px solid var(--ia-focus);
    outline-offset: -1px;
  }
  .link {
    color: var(--vscode-textLink-foreground);
    text-align: start;
    border-radius: 2px;
    min-height: 24px;
  }
  .link:hover {
    color: var(--vscode-textLink-activeForeground, var(--vscode-textLink-foreground));
    text-decoration: underline;
  }
`;
