import { css } from 'lit';

export const pickerStyles = css`
  :host {
    display: inline-block;
    min-width: 0;
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 6px;
    width: min(400px, 100vw - 16px);
    color: var(--vscode-menu-foreground, var(--vscode-foreground));
    background: var(--vscode-menu-background, var(--ia-widget));
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-menu-border, var(--ia-line)));
    border-radius: 5px;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
    font-size: 13px;
    flex-direction: column;
    gap: 4px;
  }
  [popover]:popover-open {
    display: flex;
  }
  input,
  .foot,
  .none {
    flex: none;
  }
  #list {
    flex: 0 1 auto;
    max-height: 420px;
    min-height: 60px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .item {
    position: relative;
    display: flex;
    align-items: flex-start;
    gap: 6px;
    scroll-margin-top: 24px;
    padding: 3px 2px 3px 4px;
    line-height: 18px;
    border-radius: var(--ia-radius);
    cursor: pointer;
    border: 1px solid transparent;
  }
  .item.active {
    color: var(--vscode-menu-selectionForeground, inherit);
    background: var(--vscode-menu-selectionBackground, var(--ia-hover));
    border-color: var(--vscode-menu-selectionBorder, var(--vscode-contrastActiveBorder, transparent));
  }
  .item[aria-disabled='true'] {
    cursor: default;
  }
  .item[aria-disabled='true']:not(.active) .name {
    color: var(--vscode-disabledForeground, var(--ia-dim));
  }
  .tick {
    width: 16px;
    flex: none;
    padding-top: 2px;
  }
  .text {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .name,
  .note {
    display: block;
  }
  .note,
  .detail,
  .head,
  .none {
    font-size: 11px;
    color: var(--ia-dim);
  }
  .item.active :is(.note, .detail, .star) {
    color: inherit;
  }
  .note {
    line-height: 15px;
    text-wrap: pretty;
  }
  .detail {
    flex: none;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .comma {
    font-size: 0;
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
  .star {
    flex: none;
    display: grid;
    place-items: center;
    width: 22px;
    height: 20px;
    margin-top: -1px;
    color: var(--ia-dim);
    opacity: 0;
  }
  .star.on,
  .item.active .star,
  .star:hover {
    opacity: 1;
  }
  .head {
    padding: 6px 4px 2px;
  }
  .none {
    padding: 8px 4px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 12px;
    padding: 2px 4px 0;
    border-top: 1px solid var(--vscode-menu-separatorBackground, var(--ia-line));
    font-size: 12px;
  }
  .foot .link {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .manage {
    margin-inline-start: auto;
  }
`;
