import { css } from 'lit';

export const menuStyles = css`
  :host {
    display: inline-block;
    min-width: 0;
  }
  :host([kind='field']),
  :host([kind='plain']) {
    display: block;
  }
  .field {
    display: flex;
    align-items: center;
    gap: 6px;
    width: 100%;
    min-height: 26px;
    padding: 2px 6px 2px 8px;
    color: var(--vscode-dropdown-foreground, var(--vscode-input-foreground));
    background: var(--vscode-dropdown-background, var(--vscode-input-background));
    border-color: var(--vscode-contrastBorder, var(--vscode-dropdown-border, transparent));
    text-align: start;
  }
  .field > .icon {
    margin-inline-start: auto;
  }
  ::slotted(*) {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .plain {
    display: block;
    width: 100%;
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 4px;
    width: max-content;
    max-width: min(380px, 100vw - 16px);
    overflow: auto;
    overscroll-behavior: contain;
    color: var(--vscode-menu-foreground, var(--vscode-foreground));
    background: var(--vscode-menu-background, var(--ia-widget));
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-menu-border, var(--ia-line)));
    border-radius: 5px;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
    font-size: 13px;
  }
  .item {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 26px;
    padding: 3px 8px;
    text-align: start;
    line-height: 18px;
  }
  .item:focus {
    color: var(--vscode-menu-selectionForeground, inherit);
    background: var(--vscode-menu-selectionBackground, var(--ia-hover));
    outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
    outline-offset: -1px;
  }
  .item[aria-disabled='true'] {
    opacity: 1;
  }
  .item[aria-disabled='true'] .name {
    color: var(--vscode-disabledForeground, var(--ia-dim));
  }
  .tick {
    width: 14px;
    flex: none;
    display: inline-grid;
  }
  .text {
    flex: 1;
    min-width: 0;
  }
  .name,
  .note {
    display: block;
  }
  .note,
  .detail,
  .head {
    font-size: 11px;
    color: var(--ia-dim);
  }
  .item:focus :is(.note, .detail) {
    color: inherit;
  }
  .note {
    line-height: 15px;
    max-width: 300px;
    text-wrap: pretty;
  }
  .detail {
    white-space: nowrap;
    align-self: start;
    font-variant-numeric: tabular-nums;
  }
  .badge {
    margin-inline-start: 6px;
    padding: 0 4px;
    border: 1px solid currentcolor;
    border-radius: 3px;
    font-size: 10px;
    line-height: 14px;
    display: inline-block;
    vertical-align: 1px;
  }
  .head {
    padding: 6px 8px 2px;
  }
  .line {
    margin: 4px 8px;
    border-top: 1px solid var(--vscode-menu-separatorBackground, var(--ia-line));
  }
`;
