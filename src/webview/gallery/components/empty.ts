import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon } from '../../icons';
import { base } from '../../styles/base';
import { buttons } from '../../styles/buttons';
import type { GalleryState, GalleryStore } from '../store';

/** What stands where the pictures would be: why there are none, and what to do. */
@customElement('ia-gallery-empty')
export class IaGalleryEmpty extends LitElement {
  @property({ attribute: false }) store!: GalleryStore;
  @property({ attribute: false }) state!: GalleryState;

  override render(): TemplateResult {
    const { store, state: now } = this;
    if (now.failed !== undefined)
      return box(
        'error',
        t('The gallery could not be opened'),
        now.failed,
        t('Try again'),
        () => void store.start(),
      );
    if (now.noFolder)
      return box(
        'folder',
        t('No folder on this disk is open'),
        t('Open a folder to see its images.'),
        t('Open folder…'),
        () => void store.ask('openFolder', {}),
      );
    if (now.total > 0)
      return box('search', t('No image matches'), t('Other filters show more.'), t('Clear filters'), () =>
        store.clearFilters(),
      );
    if (now.progress.state === 'failed')
      return box(
        'error',
        t('The images could not be listed'),
        now.progress.note ?? '',
        t('Try again'),
        () => void store.ask('retry', {}),
      );
    if (now.progress.state !== 'done') return this.renderLoading();
    return box(
      'image',
      t('No images yet'),
      t('PNG, JPEG, WebP, GIF, AVIF and SVG files of this workspace are shown here.'),
      t('Generate an image…'),
      () => void store.ask('generate', {}),
    );
  }

  /** The same tiles that pictures will be in. */
  private renderLoading(): TemplateResult {
    return html`<div class="loading" role="img" aria-label=${t('Looking for images…')}>
      ${Array.from({ length: 18 }, () => html`<div class="tile"></div>`)}
    </div>`;
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        min-width: 0;
        overflow: hidden;
      }
      .box {
        place-self: center;
        display: grid;
        justify-items: center;
        gap: 10px;
        max-width: 420px;
        padding: 32px 24px;
        text-align: center;
        line-height: 20px;
        text-wrap: balance;
        overflow-wrap: anywhere;
      }
      h2 {
        font-size: 15px;
        font-weight: 600;
      }
      p {
        color: var(--ia-dim);
      }
      .icon.big {
        font-size: 36px;
        color: var(--ia-dim);
      }
      .button {
        margin-top: 6px;
      }
      .loading {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(144px, 1fr));
        align-content: start;
        gap: 52px 10px;
        padding: 36px 12px;
        overflow: hidden;
      }
      .tile {
        height: 144px;
        border: 1px solid var(--ia-line);
        border-radius: var(--ia-radius);
        background: var(--ia-widget);
      }
    `,
  ];
}

function box(
  picture: 'error' | 'folder' | 'search' | 'image',
  title: string,
  text: string,
  button: string,
  act: () => void,
): TemplateResult {
  return html`<div class="box">
    ${icon(picture, 'big')}
    <h2>${title}</h2>
    ${text === '' ? nothing : html`<p>${text}</p>`}
    <button class="button primary" @click=${act}>${button}</button>
  </div>`;
}
