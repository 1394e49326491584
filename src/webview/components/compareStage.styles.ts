import { css } from 'lit';

export const compareStageStyles = css`
  :host {
    position: relative;
    overflow: hidden;
    min-height: 0;
    background: var(--ia-page);
  }
  .panes {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    grid-auto-rows: minmax(0, 1fr);
    gap: 1px;
  }
  /* What moves in it changes nothing outside. */
  .pane {
    position: relative;
    overflow: hidden;
    contain: strict;
    box-shadow: 0 0 0 1px var(--ia-line);
    touch-action: none;
    cursor: grab;
    background: var(--ia-page);
  }
  .pane:active {
    cursor: grabbing;
  }
  :host([backdrop='light']) .pane,
  :host([backdrop='light']) .cut {
    background: #fff;
  }
  :host([backdrop='dark']) .pane,
  :host([backdrop='dark']) .cut {
    background: #000;
  }
  :host([backdrop='colour']) .pane,
  :host([backdrop='colour']) .cut {
    background: var(--chosen);
  }
  .ground {
    position: absolute;
    inset: 0;
  }
  :host([backdrop='checker']) .see-through {
    background: repeating-conic-gradient(var(--ia-square) 0 25%, transparent 0 50%) 50% / 16px 16px
      var(--ia-page);
  }
  /* A layer of its own, with the pixels as they are: moving and scaling it draws nothing. */
  .picture {
    position: absolute;
    top: 0;
    left: 0;
    max-width: none;
    max-height: none;
    transform-origin: 0 0;
    will-change: transform;
    user-select: none;
    pointer-events: none;
  }
  .picture.pixels {
    image-rendering: pixelated;
  }
  .over {
    position: absolute;
    inset: 0;
  }
  .cut {
    background: var(--ia-page);
    clip-path: inset(0 calc(100% - var(--split)) 0 0);
  }
  /* The first one is to be seen through it. */
  .faded .ground {
    display: none;
  }
  .tag {
    position: absolute;
    top: 8px;
    max-width: calc(100% - 16px);
  }
  /* Two beside each other. */
  .tag:has(~ .tag),
  .tag.end {
    max-width: 45%;
  }
  .tag.start {
    left: 8px;
  }
  .tag.end {
    right: 8px;
  }
  .tag b {
    font-weight: 600;
  }
  /* Over what is in it, which has layers of its own. */
  .pane::after {
    content: '';
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .pane.active::after {
    border: 1px solid var(--ia-focus);
  }
  .pane:focus-visible {
    outline: none;
  }
  .pane:focus-visible::after {
    border: 2px solid var(--ia-focus);
  }
  .gone {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 40px 24px;
    line-height: 18px;
    text-wrap: balance;
  }
  .slider {
    left: var(--split);
  }
`;
