import { css } from 'lit';

export const referenceStyles = css`
  .field-head {
    padding-inline-end: var(--ia-head-end, 0);
  }
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .one {
    position: relative;
    width: 68px;
  }
  .thumb,
  .more {
    width: 68px;
    height: 68px;
    border: 1px solid var(--ia-line);
    border-radius: var(--ia-radius);
    overflow: hidden;
    display: grid;
    place-items: center;
    color: var(--ia-dim);
  }
  .thumb.bad {
    border-color: var(--vscode-errorForeground);
  }
  .one.target .thumb {
    outline: 2px solid var(--ia-focus);
  }
  img {
    width: 100%;
    height: 100%;
    object-fit: cover;
    display: block;
  }
  .file {
    margin-top: 2px;
    font-size: 11px;
    line-height: 15px;
    text-align: center;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .role {
    font-size: 10px;
    line-height: 14px;
    color: var(--ia-dim);
    text-align: center;
  }
  .role .icon {
    font-size: 11px;
    vertical-align: -1px;
    margin-inline-start: 2px;
  }
  .remove {
    position: absolute;
    top: 2px;
    right: 2px;
    width: 20px;
    height: 20px;
    display: grid;
    place-items: center;
    color: var(--vscode-foreground);
    background: var(--ia-widget);
    border-color: var(--ia-line);
    opacity: 0;
  }
  .one:hover .remove,
  .one:focus-within .remove {
    opacity: 1;
  }
  .more {
    border: 1px dashed var(--vscode-contrastBorder, var(--vscode-input-placeholderForeground, currentcolor));
  }
  .more:hover,
  .zone:hover {
    background: var(--ia-hover);
    color: var(--vscode-foreground);
  }
  .zone {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    padding: 10px 12px;
    border: 1px dashed var(--vscode-contrastBorder, var(--vscode-input-placeholderForeground, currentcolor));
    color: var(--ia-dim);
    text-align: start;
    line-height: 17px;
  }
  .zone .add {
    display: block;
    color: var(--vscode-foreground);
  }
  .zone .hint {
    font-size: 11px;
  }
  .over {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  .problem {
    display: flex;
    gap: 6px;
    margin-top: 6px;
    font-size: 12px;
    line-height: 16px;
  }
`;
