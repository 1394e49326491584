import { css } from 'lit';

export const missingViewStyles = css`
  dialog {
    --aside: 290px;
  }
  /* A path and two counts: cut off, they say nothing. */
  h2 {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  h2 .dim {
    display: inline-block;
  }
  .middle {
    overflow: auto;
    container-type: inline-size;
  }
  .head {
    min-height: 37px;
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 6px 16px;
    font-size: 12px;
    background: var(--ia-page);
    border-bottom: 1px solid var(--ia-line);
  }
  .head .check {
    margin-inline-end: auto;
  }
  .head .check input {
    width: 16px;
  }
  /* A workspace may miss thousands. */
  .list > li {
    content-visibility: auto;
    contain-intrinsic-size: auto 106px;
  }
  .list > li + li {
    border-top: 1px solid var(--ia-line);
  }
  aside {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  aside ia-menu-button {
    display: block;
  }
  aside textarea {
    min-height: 66px;
    field-sizing: content;
    max-height: 200px;
  }
  aside p {
    font-size: 12px;
    line-height: 17px;
    color: var(--ia-dim);
  }
  aside .came {
    margin-top: auto;
    display: grid;
    gap: 4px;
  }
  .came p.over {
    display: flex;
    gap: 6px;
    align-items: start;
    color: inherit;
  }
  .halted {
    flex: 1 1 100%;
    display: flex;
    gap: 8px;
    align-items: start;
    padding-bottom: 4px;
    line-height: 18px;
  }
  .progress {
    min-width: 0;
    font-variant-numeric: tabular-nums;
  }
  .done {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  @media (max-width: 699px) {
    .top {
      flex-wrap: nowrap;
    }
    h2 {
      flex-basis: 0;
    }
    .middle {
      overflow: visible;
    }
    .head {
      position: static;
    }
    dialog.with-aside[open] {
      grid-template-areas: 'top' 'aside' 'middle' 'bottom';
      grid-template-rows: auto auto 1fr auto;
    }
    aside {
      border-top: 0;
      border-bottom: 1px solid var(--ia-line);
    }
    aside .came {
      position: static;
    }
    aside textarea {
      min-height: 44px;
    }
  }
`;

export const missingRowStyles = css`
  :host {
    container-type: inline-size;
  }
  .row {
    display: grid;
    grid-template: auto / auto 64px minmax(0, 1fr) 150px;
    gap: 12px;
    padding: 12px 16px;
  }
  /* Words stay readable: what is left out is told by its tick, and by what is quieter. */
  .left-out .picture {
    opacity: 0.4;
  }
  .left-out .name {
    font-weight: 400;
    color: var(--ia-dim);
  }
  .left-out textarea {
    background: none;
    color: var(--ia-dim);
  }
  .tick {
    width: 16px;
    height: 16px;
    min-height: 16px;
    margin: 2px 0 0;
    accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background));
  }
  .saved .tick,
  .waiting .tick,
  .making .tick {
    visibility: hidden;
  }
  .picture {
    display: grid;
    place-items: center;
    width: 64px;
    height: 64px;
    overflow: hidden;
    color: var(--ia-dim);
    border: 1px dashed var(--ia-line);
    border-radius: var(--ia-radius);
  }
  .saved .picture {
    border-style: solid;
  }
  .picture img {
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .about {
    display: grid;
    gap: 5px;
    min-width: 0;
    align-content: start;
  }
  h3 {
    display: flex;
    min-width: 0;
    line-height: 18px;
  }
  .folder {
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    /* Of a long folder the end is nearer to the name. */
    direction: rtl;
    color: var(--ia-dim);
  }
  .name {
    flex: 0 0 auto;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 600;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
    font-size: 12px;
    line-height: 18px;
    color: var(--ia-dim);
    font-variant-numeric: tabular-nums;
  }
  .facts b {
    font-weight: 400;
    color: var(--vscode-foreground);
  }
  .uses {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    min-width: 0;
  }
  .link {
    min-width: 0;
    max-width: 100%;
    min-height: 18px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  textarea {
    min-height: 32px;
    max-height: 140px;
    padding: 5px 9px;
    field-sizing: content;
  }
  .said {
    line-height: 18px;
    overflow-wrap: anywhere;
    color: var(--ia-dim);
  }
  .note {
    display: flex;
    gap: 6px;
    align-items: start;
    font-size: 12px;
    line-height: 17px;
    color: var(--ia-dim);
    overflow-wrap: anywhere;
  }
  .note > span:last-child {
    min-width: 0;
  }
  .note.failed {
    color: var(--vscode-foreground);
  }
  .end {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 4px;
    font-size: 12px;
    line-height: 18px;
    text-align: end;
  }
  .dim {
    color: var(--ia-dim);
    font-variant-numeric: tabular-nums;
  }
  .done {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .end ia-progress {
    width: 100%;
  }
  .check {
    gap: 6px;
  }
  @container (max-width: 519px) {
    .row {
      grid-template: auto auto / auto 44px minmax(0, 1fr);
      gap: 8px 10px;
      padding: 12px 14px;
    }
    .picture {
      width: 44px;
      height: 44px;
    }
    .end {
      grid-column: 3;
      flex-flow: row wrap;
      align-items: center;
      gap: 4px 12px;
    }
  }
`;
