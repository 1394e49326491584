import { css } from 'lit';

export const outputFieldsStyles = css`
  input[aria-invalid='true'],
  input[aria-invalid='true']:focus {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-editorError-foreground));
    outline-color: var(--vscode-inputValidation-errorBorder, var(--vscode-editorError-foreground));
  }
  :host {
    display: grid;
    gap: 8px;
    font-size: 12px;
  }
  fieldset {
    display: grid;
    gap: 8px;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 6px;
    font-size: 11px;
    font-weight: 600;
    line-height: 16px;
  }
  .problem {
    margin: 0;
    color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground));
    border-inline-start: 3px solid var(--vscode-editorWarning-foreground);
    padding-inline-start: 8px;
  }
  .line {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 58%);
    align-items: center;
    gap: 8px;
  }
  .pixels,
  .background,
  .quality {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .pixels input {
    min-width: 0;
    text-align: end;
    padding-inline: 6px;
  }
  .quality output {
    min-width: 24px;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  input[type='range'] {
    flex: 1;
  }
  input[type='color'] {
    width: 36px;
    min-height: 24px;
    padding: 2px;
  }
`;
