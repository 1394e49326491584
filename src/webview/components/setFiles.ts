import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatBytes, formatPixels } from '../../core/model/format';
import type { SetFateView, SetFileView } from '../../protocol/setViews';
import { icon } from '../icons';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { setFilesStyles } from './setView.styles';

/** What happens to it is that it is written. */
export function isWritten({ fate }: SetFileView): boolean {
  return fate === 'new' || fate === 'replaced' || fate === 'merged';
}

function fateText(fate: SetFateView): string {
  return {
    new: t('new'),
    replaced: t('replaces a file'),
    merged: t('added to the file'),
    same: t('there already'),
    kept: t('left as it is'),
    'left-out': t('left out'),
  }[fate];
}

/** Every file of a set, one of them chosen. Fires `file` with the id of the one that is to be shown. */
@customElement('ia-set-files')
export class IaSetFiles extends LitElement {
  static override styles = [base, buttons, setFilesStyles];

  @property({ attribute: false }) files: readonly SetFileView[] = [];
  @property() chosen = '';
  /** The set is in its place. */
  @property({ type: Boolean }) written = false;

  override render(): TemplateResult {
    return html`<ul role="listbox" aria-label=${t('Files of the set')} @keydown=${this.onKey}>
      ${this.files.map(file => this.renderFile(file))}
    </ul>`;
  }

  private renderFile(file: SetFileView): TemplateResult {
    const { id, path, about, fate, bytes, width, height, url } = file;
    const chosen = id === this.chosen;
    const size = width === undefined || height === undefined ? '' : formatPixels({ width, height });
    return html`<li
      role="option"
      id=${id}
      aria-selected=${chosen}
      tabindex=${chosen ? 0 : -1}
      title=${about ?? nothing}
      @click=${() => this.choose(id)}
    >
      <span class="picture ${url === undefined ? '' : 'checker'}" aria-hidden="true"
        >${url === undefined ? icon(file.text === undefined ? 'image' : 'file', 'small') : html`<img src=${url} alt="" />`}</span
      >
      <span class="path"><bdi>${path}</bdi></span>
      <span class="size">${[size, formatBytes(bytes)].filter(Boolean).join(' · ')}</span>
      <span class="fate ${fate}">${this.written && isWritten(file) ? t('written') : fateText(fate)}</span>
    </li>`;
  }

  private choose(id: string): void {
    this.dispatchEvent(new CustomEvent('file', { detail: id }));
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.files.findIndex(({ id }) => id === this.chosen);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.files.length - 1 }[event.key];
    if (to === undefined) return;
    const next = Math.min(this.files.length - 1, Math.max(0, to));
    const file = this.files[next];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(file.id);
    this.renderRoot.querySelectorAll('li')[next]?.focus();
  };
}
