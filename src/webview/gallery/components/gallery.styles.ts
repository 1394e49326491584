import { css } from 'lit';

export const galleryStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100vh;
    overflow: hidden;
    background: var(--ia-page);
  }
  main {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-inline: 12px;
    background: var(--ia-side);
  }
  .tabs {
    display: flex;
    gap: 14px;
  }
  [role='tab'] {
    min-height: 32px;
    color: var(--ia-dim);
    border-radius: 0;
    border-bottom: 2px solid transparent;
  }
  [role='tab'][aria-selected='true'] {
    color: var(--vscode-panelTitle-activeForeground, var(--vscode-foreground));
    border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--ia-focus));
  }
  [role='tab']:hover {
    color: var(--vscode-foreground);
  }
  .progress {
    flex: 1;
    min-width: 0;
    text-align: end;
    font-size: 12px;
    color: var(--ia-dim);
    font-variant-numeric: tabular-nums;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .content {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  .with-details {
    grid-template-columns: minmax(0, 1fr) clamp(240px, 26vw, 340px);
  }
  ia-gallery-details {
    border-inline-start: 1px solid var(--ia-line);
  }
  ia-gallery-details:focus-visible {
    outline-offset: -1px;
  }
  @media (max-width: 699px) {
    .with-details {
      grid-template: minmax(0, 1fr) minmax(0, 42%) / minmax(0, 1fr);
    }
    ia-gallery-details {
      border-inline-start: 0;
      border-top: 1px solid var(--ia-line);
    }
  }
`;
