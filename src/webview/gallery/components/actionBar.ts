import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { GalleryAction } from '../../../protocol/galleryMessages';
import { formatBytes } from '../../../core/model/format';
import '../../components/menuButton';
import type { MenuItem } from '../../components/menuItem';
import { icon } from '../../icons';
import { base } from '../../styles/base';
import { buttons } from '../../styles/buttons';
import type { GalleryImage } from '../image';
import { countText } from '../labels';
import type { GalleryStore } from '../store';

/** What can be done with what is selected. */
@customElement('ia-gallery-actions')
export class IaGalleryActions extends LitElement {
  @property({ attribute: false }) store!: GalleryStore;
  @property({ attribute: false }) images: readonly GalleryImage[] = [];

  override render(): TemplateResult | typeof nothing {
    const { images } = this;
    if (images.length === 0) return nothing;
    const bytes = images.reduce((sum, image) => sum + Math.max(0, image.bytes), 0);
    const one = images.length === 1;
    return html`<div class="bar" role="toolbar" aria-label=${t('Actions')}>
      <span class="count"
        >${t('{0} selected', countText(images.length))}${bytes > 0 ? html` <span class="dim">${formatBytes(bytes)}</span>` : nothing}</span
      >
      ${this.button('edit', t('Edit…'), true)} ${one ? nothing : this.button('combine', t('Combine…'))}
      ${this.button('optimise', t('Optimize…'))}
      ${one ? this.button('convert', t('Resize or Convert…')) : nothing}
      <ia-menu-button
        label=${t('More actions')}
        .items=${() => this.items()}
        @choose=${(event: CustomEvent<GalleryAction>) => this.act(event.detail)}
        >${icon('ellipsis')}</ia-menu-button
      >
      <button
        class="icon-button"
        aria-label=${t('Clear selection')}
        title=${t('Clear selection')}
        @click=${() => this.dispatchEvent(new CustomEvent('clear'))}
      >
        ${icon('close')}
      </button>
    </div>`;
  }

  private button(action: GalleryAction, label: string, first = false): TemplateResult {
    return html`<button class="button small ${first ? 'primary' : ''}" @click=${() => this.act(action)}>
      ${label}
    </button>`;
  }

  private items(): MenuItem[] {
    const one = this.images.length === 1;
    return [
      { id: 'open', label: t('Open') },
      ...(one ? [{ id: 'reveal', label: t('Reveal in Explorer') }] : []),
      { id: 'copy-path', label: t('Copy path'), group: ' ' },
      { id: 'copy-markdown', label: t('Copy Markdown'), group: ' ' },
      ...(one ? [{ id: 'rename', label: t('Rename…'), detail: 'F2', group: '  ' }] : []),
      { id: 'delete', label: t('Delete'), detail: t('Del'), group: '  ' },
    ];
  }

  private act(action: GalleryAction): void {
    this.store.act(
      action,
      this.images.map(({ id }) => id),
    );
  }

  static override styles = [
    base,
    buttons,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
        padding: 7px 12px;
        border-top: 1px solid var(--ia-line);
        background: var(--ia-side);
      }
      .count {
        flex: 1 1 140px;
        font-variant-numeric: tabular-nums;
        font-size: 12px;
        line-height: 18px;
      }
      .dim {
        color: var(--ia-dim);
        margin-inline-start: 6px;
      }
      @media (max-width: 479px) {
        .count {
          flex-basis: 100%;
        }
      }
    `,
  ];
}
