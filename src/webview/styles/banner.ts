import { css } from 'lit';

/** A line over a whole page: an icon, what is so, and what can be done about it. */
export const banner = css`
  .banner {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 7px 14px;
    line-height: 18px;
    color: var(--vscode-banner-foreground, var(--vscode-foreground));
    background: var(--vscode-banner-background, var(--ia-widget));
    border-bottom: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .banner span:nth-child(2) {
    flex: 1;
  }
`;
