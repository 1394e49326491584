import { css } from 'lit';

export const layersViewStyles = css`
  .loading {
    display: grid;
    place-items: center;
    height: 100%;
    color: var(--ia-dim);
  }
  aside h3 {
    margin: 14px 0 6px;
    font-size: 11px;
    line-height: 16px;
    font-weight: 600;
  }
  .heading {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  .heading > span {
    display: flex;
    gap: 6px;
  }
  .heading h3 {
    margin: 0;
  }
  ol {
    list-style: none;
    margin: 4px -6px 0;
    padding: 0;
  }
  li {
    display: flex;
    align-items: center;
    border-radius: var(--ia-radius);
  }
  li.chosen {
    color: var(--vscode-list-activeSelectionForeground, inherit);
    background: var(--vscode-list-activeSelectionBackground, var(--ia-hover));
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
  }
  li .icon-button {
    color: inherit;
  }
  li .what {
    flex: 1;
    min-width: 0;
    min-height: 26px;
    padding: 2px 6px;
    text-align: start;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li.hidden .what {
    opacity: 0.6;
    text-decoration: line-through;
  }
  .empty {
    color: var(--ia-dim);
    font-size: 12px;
    line-height: 17px;
  }
  .came {
    max-height: 40%;
    overflow: auto;
  }
  .came p {
    margin: 0 0 4px;
    color: inherit;
    display: flex;
    gap: 6px;
  }
  .came .icon {
    flex: none;
  }
  .keep {
    font-size: 12px;
    white-space: nowrap;
    display: flex;
    align-items: center;
    gap: 5px;
    margin-inline: 4px;
  }
  .keep input {
    width: auto;
    min-height: 0;
  }
`;
