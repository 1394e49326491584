import { css, html, type TemplateResult } from 'lit';
import type { LinkView } from '../../protocol/views';
import { icon } from '../icons';

/** Addresses of others, which VS Code opens in the browser after asking. */
export function linkList(label: string, links: readonly LinkView[]): TemplateResult {
  return html`<div class="links">
    <span class="dim">${label}</span>
    <ul aria-label=${label}>
      ${links.map(
        ({ title, url, search }) =>
          html`<li>
            <a href=${url} title=${url} rel="noreferrer">${search ? icon('search', 'small') : ''}${title}</a>
          </li>`,
      )}
    </ul>
  </div>`;
}

export const linkListStyles = css`
  .links {
    font-size: 11px;
    line-height: 16px;
    min-width: 0;
  }
  .links a {
    display: block;
    color: var(--vscode-textLink-foreground);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .links a:hover {
    color: var(--vscode-textLink-activeForeground);
  }
  .links a .icon {
    margin-inline-end: 3px;
    vertical-align: text-bottom;
  }
`;
