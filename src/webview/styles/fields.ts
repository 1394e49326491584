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
  /* Drawn here: with an accent color the browser takes a track that is white in dark themes. */
  input[type='range'] {
    appearance: none;
    min-width: 0;
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 28%, transparent));
  }
  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 14px;
    height: 14px;
    margin-top: -5px;
    border-radius: 50%;
    background: var(--vscode-contrastActiveBorder, var(--vscode-button-background));
  }
  input[type='range']:focus-visible {
    outline: 1px solid var(--ia-focus);
  }
  input[type='range']:disabled {
    opacity: 0.4;
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
