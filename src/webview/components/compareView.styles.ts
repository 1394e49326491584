import { css } from 'lit';

export const compareViewStyles = css`
  ia-compare-stage {
    height: 100%;
  }
  .modes {
    gap: 2px;
  }
  aside {
    padding-bottom: 12px;
  }
  .card {
    padding: 8px 10px;
    border: 1px solid var(--ia-line);
    border-radius: var(--ia-radius);
  }
  ia-compare-card + ia-compare-card {
    margin-top: 8px;
  }
  .card.active {
    border-color: var(--ia-focus);
  }
  .card.out {
    border-style: dashed;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .letter {
    flex: none;
    min-width: 20px;
    padding: 0 5px;
    text-align: center;
    line-height: 18px;
    font-weight: 600;
    color: var(--vscode-badge-foreground);
    background: var(--vscode-badge-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: var(--ia-radius);
  }
  h3 {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .facts {
    margin-top: 4px;
    font-size: 12px;
    line-height: 17px;
    font-variant-numeric: tabular-nums;
  }
  .facts,
  .note {
    color: var(--ia-dim);
  }
  .note {
    margin-top: 6px;
    font-size: 12px;
    line-height: 17px;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 8px;
  }
  .note.pair {
    margin-block: 0 8px;
  }
  .setting {
    margin-bottom: 12px;
  }
  .setting input[type='range'] {
    padding: 0;
    accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background));
  }
  .setting [aria-live]:not(:empty) {
    margin-bottom: 10px;
  }
  .share {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .chosen {
    width: 24px;
    min-height: 24px;
    height: 24px;
    padding: 3px;
    border-color: transparent;
    background: none;
  }
  .chosen.pressed {
    border-color: var(--vscode-inputOption-activeBorder, var(--ia-focus));
  }
  .keys {
    position: absolute;
    inset: 12px 12px auto auto;
    z-index: 2;
    max-width: calc(100% - 24px);
    max-height: calc(100% - 24px);
    overflow: auto;
    padding: 12px 16px;
    background: var(--ia-widget);
    border: 1px solid var(--vscode-contrastBorder, var(--ia-line));
    border-radius: var(--ia-radius);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  .keys dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 14px;
    margin-top: 8px;
    font-size: 12px;
    line-height: 18px;
  }
  kbd {
    font: inherit;
    font-weight: 600;
    white-space: nowrap;
  }
`;
