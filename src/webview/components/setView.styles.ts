import { css } from 'lit';

export const setViewStyles = css`
  dialog {
    --aside: 320px;
  }
  .middle {
    display: grid;
    grid-template-rows: minmax(120px, 1fr) minmax(0, 44%);
  }
  .shown {
    position: relative;
    min-height: 0;
  }
  .caption {
    position: absolute;
    inset: auto 10px 8px;
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    pointer-events: none;
  }
  .caption span {
    padding: 1px 8px;
    max-width: 100%;
    font-size: 11px;
    line-height: 18px;
    color: var(--vscode-foreground);
    background: var(--ia-widget);
    border: 1px solid var(--ia-line);
    border-radius: var(--ia-radius);
  }
  pre {
    height: 100%;
    margin: 0;
    padding: 12px 16px;
    overflow: auto;
    font: 12px/18px var(--vscode-editor-font-family, monospace);
    color: var(--vscode-editor-foreground, var(--vscode-foreground));
    background: var(--vscode-editor-background, var(--ia-page));
    tab-size: 2;
  }
  pre:focus-visible {
    outline-offset: -1px;
  }
  ia-set-files {
    min-height: 0;
    overflow: auto;
    border-top: 1px solid var(--ia-line);
    background: var(--ia-side);
  }
  .problem {
    position: static;
    align-self: start;
    margin: 16px;
  }
  .hint {
    align-self: start;
    display: flex;
    gap: 8px;
    align-items: start;
    margin: 16px;
    line-height: 18px;
    color: var(--ia-dim);
  }
  .came {
    position: static;
    display: grid;
    gap: 6px;
    margin-inline: 0;
    padding-inline: 0;
  }
  .came p {
    margin: 0;
    color: inherit;
  }
  .note {
    display: flex;
    gap: 6px;
    align-items: start;
  }
  .note ul {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .field {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .field.folder {
    flex: 0 1 300px;
  }
  .field.name {
    flex: 0 1 190px;
  }
  .field label {
    font-size: 12px;
    white-space: nowrap;
  }
  .done {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-inline-end: 8px;
  }
  /* What the set is to be comes before its files: below them, nobody would look for it. */
  @media (max-width: 699px) {
    dialog.with-aside[open] {
      grid-template-areas: 'top' 'shown' 'aside' 'files' 'bottom';
      grid-template-rows: auto auto auto 1fr auto;
      reading-flow: grid-rows;
    }
    .middle {
      display: contents;
    }
    .shown,
    .middle > .problem,
    .middle > .hint,
    ia-progress {
      grid-area: shown;
    }
    .shown {
      height: 180px;
    }
    ia-set-files {
      grid-area: files;
      min-height: auto;
      overflow: visible;
    }
    aside {
      padding-bottom: 12px;
    }
    .field.folder,
    .field.name {
      flex: 1 1 45%;
    }
  }
  /* A file that is chosen in the list is seen at once. */
  @media (max-width: 699px) and (min-height: 700px) {
    .shown {
      position: sticky;
      top: 55px;
      z-index: 1;
      background: var(--ia-page);
    }
  }
`;

export const setFieldsStyles = css`
  .about {
    color: var(--ia-dim);
    line-height: 17px;
  }
  .source {
    color: var(--vscode-textLink-foreground);
  }
  .button.dark {
    min-width: 0;
    justify-content: start;
  }
  .button.dark span:last-child {
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;

export const setFilesStyles = css`
  ul {
    padding: 4px 0;
  }
  li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr) auto 116px;
    align-items: center;
    gap: 10px;
    min-height: 30px;
    padding: 2px 12px;
    font-size: 12px;
    cursor: pointer;
  }
  li:hover {
    background: var(--ia-hover);
  }
  li[aria-selected='true'] {
    color: var(--vscode-list-inactiveSelectionForeground, var(--vscode-foreground));
    background: var(--vscode-list-inactiveSelectionBackground, var(--ia-hover));
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  li:focus-visible {
    outline: 1px solid var(--ia-focus);
    outline-offset: -1px;
  }
  .picture {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    border-radius: 2px;
    overflow: hidden;
  }
  .picture img {
    max-width: 24px;
    max-height: 24px;
  }
  .path {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    /* The end of a path says more than its beginning. */
    direction: rtl;
    text-align: left;
  }
  .size {
    color: var(--ia-dim);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  li[aria-selected='true'] .size,
  li:hover .size {
    color: inherit;
  }
  .fate {
    text-align: end;
    white-space: nowrap;
  }
  .fate.replaced,
  .fate.kept {
    font-weight: 600;
  }
  @media (max-width: 699px) {
    li {
      grid-template-columns: 24px minmax(0, 1fr) auto;
      row-gap: 0;
    }
    .size {
      grid-row: 2;
      grid-column: 2;
    }
    .picture {
      grid-row: 1 / span 2;
    }
    .fate {
      grid-row: 1 / span 2;
      grid-column: 3;
    }
  }
`;
