import { css } from 'lit';

export const runStyles = css`
  :host {
    padding: 12px 16px 16px 10px;
  }
  section {
    container-type: inline-size;
  }
  header {
    display: grid;
    grid-template: 'fold prompt actions' auto 'fold meta actions' auto / 24px minmax(0, 1fr) auto;
    column-gap: 4px;
    align-items: start;
    margin-bottom: 8px;
  }
  .fold {
    grid-area: fold;
  }
  .prompt {
    grid-area: prompt;
    padding-top: 2px;
  }
  h3 {
    font-weight: 600;
    line-height: 20px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
    overflow: hidden;
    overflow-wrap: anywhere;
    cursor: default;
  }
  :host([open]) h3 {
    -webkit-line-clamp: 3;
  }
  h3 span {
    white-space: pre-line;
  }
  h3.whole {
    display: block;
  }
  .link {
    font-size: 11px;
  }
  .meta {
    grid-area: meta;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    font-size: 12px;
    line-height: 18px;
    color: var(--ia-dim);
    font-variant-numeric: tabular-nums;
  }
  .ref {
    width: 18px;
    height: 18px;
    border-radius: 3px;
    overflow: hidden;
  }
  .ref img {
    width: 100%;
    height: 100%;
    object-fit: cover;
    display: block;
  }
  .actions {
    grid-area: actions;
    display: flex;
    gap: 4px;
    align-items: center;
    padding-inline-start: 8px;
  }
  @container (max-width: 520px) {
    header {
      grid-template: 'fold prompt prompt' auto '. meta actions' auto / 24px minmax(0, 1fr) auto;
      row-gap: 2px;
    }
    .again {
      display: none;
    }
  }
  :host(:not([open])) .quiet {
    opacity: 0;
  }
  :host(:hover) .quiet,
  :host(:focus-within) .quiet {
    opacity: 1;
  }
  @media (hover: none) {
    :host(:not([open])) .quiet {
      opacity: 1;
    }
  }
  #outputs {
    padding-inline-start: 28px;
  }
  @media (max-width: 699px) {
    :host {
      padding: 10px 12px 14px 6px;
    }
    #outputs {
      padding-inline-start: 6px;
    }
  }
  .blind {
    display: flex;
    align-items: start;
    gap: 8px;
    max-width: 640px;
    margin-bottom: 10px;
    font-size: 12px;
    line-height: 17px;
    color: var(--ia-dim);
  }
  .meta .shown {
    min-height: 18px;
    font-size: inherit;
  }
  .grid {
    display: grid;
    gap: 14px 12px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 160px), 1fr));
    max-width: calc(var(--n) * 620px);
  }
  /* Variations stand side by side across the models, however high their captions are. */
  .column {
    display: grid;
    grid-row: span var(--rows);
    grid-template-rows: subgrid;
    min-width: 0;
  }
  h4 {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    margin-bottom: 6px;
    font-size: 12px;
    line-height: 18px;
  }
  .column h4 {
    margin-bottom: -6px;
  }
  h4 span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dim {
    color: var(--ia-dim);
    white-space: nowrap;
  }
  .strip {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
`;
