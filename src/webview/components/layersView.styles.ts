import { css } from 'lit';

export const layersViewStyles = css`
  dialog {
    --aside: 300px;
  }
  ia-progress {
    position: absolute;
    inset: 0 0 auto;
    z-index: 1;
  }
  .loading {
    display: grid;
    place-items: center;
    height: 100%;
    color: var(--ia-dim);
  }
  .problem {
    position: absolute;
    inset: auto 16px 16px;
    display: flex;
    gap: 8px;
    align-items: start;
    padding: 8px 12px;
    line-height: 18px;
    background: var(--ia-widget);
    border: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
    border-radius: var(--ia-radius);
  }
  aside {
    padding-bottom: 0;
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
    position: sticky;
    bottom: 0;
    margin: 14px -14px 0;
    padding: 10px 14px 12px;
    background: var(--ia-side);
    border-top: 1px solid var(--ia-line);
    font-size: 12px;
    line-height: 17px;
    max-height: 40%;
    overflow: auto;
  }
  .came p {
    margin: 0 0 4px;
    display: flex;
    gap: 6px;
  }
  .came .icon {
    flex: none;
  }
  .bottom {
    flex-wrap: wrap;
  }
  .path {
    flex: 0 1 380px;
    min-width: 180px;
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .path label,
  .keep {
    font-size: 12px;
    white-space: nowrap;
  }
  .keep {
    display: flex;
    align-items: center;
    gap: 5px;
    margin-inline: 4px;
  }
  .keep input {
    width: auto;
    min-height: 0;
  }
  @media (max-width: 699px) {
    .path {
      flex-basis: 100%;
    }
  }
`;
