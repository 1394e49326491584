import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatBytes, formatPixels } from '../../../core/model/format';
import type { GalleryDetails } from '../../../protocol/galleryViews';
import { icon } from '../../icons';
import { base } from '../../styles/base';
import { buttons } from '../../styles/buttons';
import { kindOf } from '../arrange';
import { type GalleryImage, mayBeTransparent, pathOf } from '../image';
import { countText, flagIcons, folderText, formatLabel } from '../labels';
import type { GalleryStore } from '../store';
import { detailsStyles } from './details.styles';

/** One image: as large as there is room, what is known of it, and the places that name it. Fires `show` with an image's id. */
@customElement('ia-gallery-details')
export class IaGalleryDetails extends LitElement {
  static override styles = [base, buttons, detailsStyles];

  @property({ attribute: false }) store!: GalleryStore;
  @property({ attribute: false }) image: GalleryImage | undefined;
  /** So many are selected. */
  @property({ type: Number }) selected = 0;
  @property({ type: Number }) version = 0;
  @property({ type: Number }) knowledge = 0;
  @state() private details: GalleryDetails | undefined;
  @state() private preview: string | undefined;
  private asking = 0;
  private asked = '';
  private previewOf: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { image } = this;
    const key = image ? `${image.id} ${image.bytes} ${image.mtimeMs} ${this.knowledge}` : '';
    if (key === this.asked && !changed.has('store')) return;
    this.asked = key;
    if (image?.id !== this.details?.id) this.details = undefined;
    if (image?.id !== this.previewOf) this.preview = undefined;
    this.previewOf = image?.id;
    if (image) void this.load(image.id);
  }

  private async load(id: number): Promise<void> {
    const asking = ++this.asking;
    const isWanted = (): boolean => asking === this.asking && this.isConnected;
    // A large picture takes a while to be made; what is known of it does not.
    void this.store.ask('preview', { id }).then(preview => {
      if (isWanted()) this.preview = preview ?? undefined;
    });
    const details = await this.store.ask('details', { id });
    if (isWanted()) this.details = details ?? undefined;
  }

  override render(): TemplateResult {
    const { image, details } = this;
    if (!image)
      return html`<p class="nothing">
        ${
          this.selected > 1
            ? t('{0} selected', countText(this.selected))
            : t('Select an image to see where it is used.')
        }
      </p>`;
    const shown = this.preview ?? image.thumbnail;
    return html`<div class="preview">
        ${
          image.failed !== undefined && this.preview === undefined
            ? html`<p class="reason">${icon('error', 'error')}<span>${image.failed}</span></p>`
            : shown === undefined
              ? nothing
              : html`<img
                  class=${mayBeTransparent(image) ? 'checker' : ''}
                  src=${shown}
                  alt=${t('Preview of {0}', image.name)}
                  decoding="async"
                />`
        }
      </div>
      <div class="body">
        <h2 title=${pathOf(image)}>${image.name}</h2>
        <p class="path">${folderText(image.folder)}</p>
        ${this.renderFacts(image)} ${this.renderActions(image)} ${this.renderProblems(image, details)}
        ${this.renderUses(image, details)}
      </div>`;
  }

  private renderFacts(image: GalleryImage): TemplateResult {
    const language = document.documentElement.lang || 'en';
    const changed = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    const facts: [string, string][] = [
      ...(image.width > 0 ? [[t('Pixels'), formatPixels(image)] as [string, string]] : []),
      ...(image.bytes >= 0 ? [[t('File size'), formatBytes(image.bytes)] as [string, string]] : []),
      [t('Format'), formatLabel(kindOf(image))],
      ...(image.mtimeMs > 0 ? [[t('Modified'), changed.format(image.mtimeMs)] as [string, string]] : []),
    ];
    return html`<dl>
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  private renderActions({ id }: GalleryImage): TemplateResult {
    return html`<div class="actions">
      <button class="button small" @click=${() => this.store.act('open', [id])}>${t('Open')}</button>
      <button class="button small" @click=${() => this.store.act('reveal', [id])}>
        ${t('Reveal in Explorer')}
      </button>
    </div>`;
  }

  private renderProblems(
    { failed }: GalleryImage,
    details: GalleryDetails | undefined,
  ): TemplateResult | typeof nothing {
    if (!details || details.problems.length + details.duplicates.length === 0) return nothing;
    return html`<section aria-label=${t('Problems')}>
      <ul class="problems">
        ${details.problems.map(
          ({ flag, title, explanation }) =>
            html`<li>
              ${icon(flagIcons[flag], flag === 'broken' ? 'error small' : 'small')}
              <div><b>${title}</b> <span>${(flag === 'broken' && failed) || explanation}</span></div>
            </li>`,
        )}
      </ul>
      ${
        details.duplicates.length === 0
          ? nothing
          : html`<ul class="list" aria-label=${t('Files with the same bytes')}>
              ${details.duplicates.map(
                ({ id, path }) =>
                  html`<li>
                    <button
                      class="link"
                      title=${path}
                      @click=${() => this.dispatchEvent(new CustomEvent('show', { detail: id }))}
                    >
                      ${path}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
    </section>`;
  }

  private renderUses(image: GalleryImage, details: GalleryDetails | undefined): TemplateResult {
    const uses = details?.uses;
    return html`<section aria-label=${t('Where it is used')}>
      <h3>
        ${t('Where it is used')}
        ${uses === undefined ? nothing : html`<span class="count">${uses.length + (details?.moreUses ?? 0)}</span>`}
      </h3>
      ${
        details === undefined
          ? nothing
          : uses === undefined
            ? html`<p class="dim">${t('The workspace is being read…')}</p>`
            : uses.length === 0
              ? html`<p class="dim">${t('No document that can be read here names it.')}</p>`
              : html`<ul class="list">
                  ${uses.map(
                    (use, index) =>
                      html`<li>
                        <button
                          class="use"
                          title=${`${use.document}:${use.line}`}
                          @click=${() => void this.store.ask('openUse', { id: image.id, use: index })}
                        >
                          <span class="where">${use.document}:${use.line}</span>
                          <code>${use.text}</code>
                        </button>
                      </li>`,
                  )}
                </ul>`
      }
      ${details && details.moreUses > 0 ? html`<p class="dim">${t('and {0} more', details.moreUses)}</p>` : nothing}
    </section>`;
  }
}
