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
  }
  .tag.start {
    left: 10px;
  }
  .tag.end {
    right: 10px;
  }
`;
