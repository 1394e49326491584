import { css } from 'lit';

export const panelStyles = css`
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
    scrollbar-width: thin;
  }
  .wide {
    display: grid;
    grid-template-columns: clamp(320px, 27vw, 360px) minmax(0, 1fr);
  }
  .wide > :not(h1) {
    overflow: hidden auto;
    min-height: 0;
    scrollbar-width: thin;
  }
  .wide ia-composer {
    border-inline-end: 1px solid var(--ia-line);
  }
  .narrow {
    overflow: hidden auto;
  }
  .narrow ia-composer {
    border-bottom: 1px solid var(--ia-line);
  }
  .narrow ia-composer[folded] {
    position: sticky;
    top: 0;
    z-index: 3;
    border-bottom: 0;
  }
  .status {
    position: fixed;
    right: 14px;
    bottom: 14px;
    z-index: 5;
    display: flex;
    gap: 8px;
    align-items: center;
    max-width: min(420px, 100vw - 28px);
    padding: 8px 12px;
    line-height: 18px;
    color: var(--vscode-notifications-foreground, var(--vscode-foreground));
    background: var(--vscode-notifications-background, var(--ia-widget));
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-notifications-border, var(--ia-line)));
    border-radius: var(--ia-radius);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
`;
