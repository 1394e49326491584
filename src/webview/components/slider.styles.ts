import { css } from 'lit';

/** Two pictures over each other, with a slider between them and a tag on each. */
export const sliderStyles = css`
  .tag {
    padding: 1px 8px;
    font-size: 11px;
    line-height: 18px;
    color: var(--vscode-foreground);
    background: var(--ia-widget);
    border: 1px solid var(--ia-line);
    border-radius: var(--ia-radius);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    pointer-events: none;
  }
  .slider {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 28px;
    margin-inline-start: -14px;
    cursor: ew-resize;
    touch-action: none;
  }
  .slider::before {
    content: '';
    position: absolute;
    inset: 0 13px;
    background: var(--vscode-foreground);
    box-shadow: 0 0 3px var(--vscode-widget-shadow, #0008);
  }
  .knob {
    position: absolute;
    top: 50%;
    left: 0;
    width: 28px;
    height: 28px;
    margin-top: -14px;
    display: grid;
    place-items: center;
    color: var(--vscode-foreground);
    background: var(--ia-widget);
    border: 2px solid var(--vscode-foreground);
    border-radius: 50%;
  }
  .slider:focus-visible {
    outline: none;
  }
  .slider:focus-visible .knob {
    outline: 2px solid var(--ia-focus);
    outline-offset: 2px;
  }
`;
