import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelView } from '../../protocol/views';
import { icon } from '../icons';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';

/** What stands where results will be: what to do next. */
@customElement('ia-empty')
export class IaEmpty extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property({ type: Boolean }) noKey = false;
  @property() search = '';
  @property({ type: Boolean }) favourites = false;
  @property({ type: Boolean }) restricted = false;

  @property() failed: string | undefined;

  override render(): TemplateResult {
    if (this.failed !== undefined) return this.renderFailed(this.failed);
    if (this.favourites) return this.renderNoFavourites();
    if (this.search !== '') return this.renderNoHits();
    if (this.restricted) return this.renderRestricted();
    return html`<div class="box">
      ${icon('sparkle', 'big')}
      <h3>${t('Your images appear here')}</h3>
      <p>
        ${t('Write what you need and press Generate. Choose several models to see their outputs side by side, then save the best one into your project.')}
      </p>
      ${this.noKey ? this.renderNoKey() : nothing}
      <div class="actions">
        <button class="button ${this.noKey ? 'primary' : ''}" @click=${this.fillExample}>
          ${t('Fill in an example')}
        </button>
        ${
          this.noKey
            ? html`<button class="button" @click=${() => void this.store.ask('setKey', {})}>
                ${icon('key', 'small')}${t('Set API key…')}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  private renderFailed(why: string): TemplateResult {
    return html`<div class="box">
      ${icon('error', 'big')}
      <h3>${t('Your images could not be loaded')}</h3>
      <p>${why}</p>
      <div class="actions">
        <button class="button primary" @click=${() => void this.store.start()}>${t('Try again')}</button>
      </div>
    </div>`;
  }

  private renderNoKey(): TemplateResult {
    const local = this.models.filter(model => model.local).map(model => model.label);
    const names = new Intl.ListFormat(document.documentElement.lang || 'en').format(local);
    return html`<p>
      ${
        local.length > 0
          ? t('{0} work right now: no key, no account, no cost.', names)
          : t('Set an API key to begin.')
      }
    </p>`;
  }

  private renderRestricted(): TemplateResult {
    return html`<div class="box">
      ${icon('shield', 'big')}
      <h3>${t('No images yet')}</h3>
      <p>${t('Trust this workspace to generate images in it.')}</p>
      <div class="actions">
        <button class="button" @click=${() => void this.store.ask('manageTrust', {})}>
          ${t('Manage trust')}
        </button>
      </div>
    </div>`;
  }

  private renderNoFavourites(): TemplateResult {
    const { search } = this;
    return html`<div class="box">
      ${icon('star', 'big')}
      <h3>
        ${search === '' ? t('No favorites yet') : t('No prompt with a favorite contains “{0}”', search)}
      </h3>
      <p>${t('“Favorite” in the menu of an image keeps it here.')}</p>
      <div class="actions">
        <button class="button" @click=${() => this.store.showFavourites(false)}>
          ${t('Show all results')}
        </button>
      </div>
    </div>`;
  }

  private renderNoHits(): TemplateResult {
    return html`<div class="box">
      ${icon('search', 'big')}
      <h3>${t('No prompt contains “{0}”', this.search)}</h3>
      <div class="actions">
        <button class="button" @click=${() => this.store.search('')}>${t('Show all runs')}</button>
      </div>
    </div>`;
  }

  /** With a key the user's own models stay; without one, the first that runs on this machine from a prompt alone. */
  private fillExample = (): void => {
    const free = this.models.find(model => model.local && model.unavailable === undefined);
    const ratios = this.store.state.composer.derived.aspectRatios;
    this.store.compose({
      prompt: t('Hero banner: a quiet lake at dawn, mist over the water, room for a headline on the left'),
      ...(this.noKey && free && { models: [free.id] }),
      ...(ratios.includes('16:9') && { aspectRatio: '16:9' }),
    });
    this.store.focusPrompt();
  };

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: 32px 24px;
      }
      .box {
        display: grid;
        justify-items: center;
        gap: 10px;
        max-width: 420px;
        text-align: center;
        line-height: 20px;
        text-wrap: balance;
        overflow-wrap: anywhere;
      }
      h3 {
        font-size: 15px;
        font-weight: 600;
      }
      p {
        color: var(--ia-dim);
      }
      .icon.big {
        font-size: 36px;
        color: var(--ia-dim);
        margin-bottom: 4px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        margin-top: 8px;
      }
    `,
  ];
}
