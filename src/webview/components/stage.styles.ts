import { css } from 'lit';

export const stageStyles = css`
  :host {
    position: relative;
    overflow: hidden;
    min-height: 0;
    background: var(--ia-page);
  }
  .window {
    position: absolute;
    inset: 0;
    overflow: hidden;
    touch-action: none;
  }
  .window:focus-visible {
    outline-offset: -1px;
  }
  .movable {
    cursor: grab;
  }
  .movable:active {
    cursor: grabbing;
  }
  .box {
    position: absolute;
    background: repeating-conic-gradient(var(--ia-square) 0 25%, transparent 0 50%) 50% / 16px 16px
      var(--ia-page);
  }
  :host([backdrop='light']) :is(.window, .box) {
    background: #fff;
  }
  :host([backdrop='page']) :is(.window, .box) {
    background: var(--ia-page);
  }
  :host([backdrop='dark']) :is(.window, .box) {
    background: #000;
  }
  img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    max-width: none;
    max-height: none;
    object-fit: contain;
    user-select: none;
  }
  .pixels img {
    image-rendering: pixelated;
  }
  .marks,
  .mark {
    position: absolute;
  }
  .marks {
    inset: 0;
    pointer-events: none;
  }
  /* Two colours, because one of them is always lost on some picture. */
  .mark {
    border: 1px solid #fff;
    outline: 1px solid #000;
    outline-offset: 0;
  }
  .mark b {
    position: absolute;
    inset: 0 auto auto 0;
    max-width: 100%;
    padding: 0 4px;
    font-size: 10px;
    font-weight: 400;
    line-height: 14px;
    color: #fff;
    background: #000c;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Light and dark at once, so that it is seen on every picture. */
  .zone {
    position: absolute;
    inset: 0;
    margin: auto;
    border: 1px dashed #fff;
    outline: 1px solid #000a;
    outline-offset: 0;
    pointer-events: none;
  }
  .zone.circle {
    border-radius: 50%;
  }
  .zone.rounded {
    border-radius: 22.5%;
  }
  .tag {
    position: absolute;
    top: 10px;
    max-width: 45%;
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
  .tag.start {
    left: 10px;
  }
  .tag.end {
    right: 10px;
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
