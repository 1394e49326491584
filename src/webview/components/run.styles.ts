import { css } from 'lit';

export const runStyles = css`
  :host {
    padding: 12px 16px 16px 10px;
  }
  header {
    display: flex;
    align-items: flex-start;
    gap: 4px;
    margin-bottom: 8px;
  }
  .head {
    flex: 1;
    min-width: 0;
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
    white-space: pre-line;
  }
  h3.whole {
    display: block;
  }
  .link {
    font-size: 11px;
  }
  .meta {
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
    display: flex;
    gap: 4px;
    align-items: center;
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
  .grid {
    display: grid;
    gap: 14px 12px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr));
    max-width: calc(var(--n) * 620px);
  }
  .column {
    display: grid;
    gap: 12px;
    align-content: start;
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
