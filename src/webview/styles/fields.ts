import { css } from 'lit';

/** Text fields, number fields and what stands above them. */
export const fields = css`
  input,
  textarea {
    font: inherit;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--ia-field-line);
    border-radius: var(--ia-radius);
    padding: 3px 8px;
    min-height: 26px;
    width: 100%;
    margin: 0;
  }
  textarea {
    display: block;
    padding: 7px 9px;
    resize: none;
    line-height: 1.45;
  }
  input:focus,
  textarea:focus {
    outline: 1px solid var(--ia-focus);
    outline-offset: -1px;
  }
  ::placeholder {
    color: var(--ia-dim);
    opacity: 1;
  }
  input[type='number'] {
    appearance: textfield;
  }
  input::-webkit-inner-spin-button,
  input::-webkit-search-cancel-button {
    display: none;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
  }
  .check input {
    width: 16px;
    min-height: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background));
  }
  .field-head {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 8px;
    min-height: 16px;
    margin-bottom: 5px;
    font-size: 11px;
    line-height: 16px;
    color: var(--ia-dim);
  }
  .field-head h3,
  .field-head label {
    color: var(--vscode-foreground);
  }
`;
