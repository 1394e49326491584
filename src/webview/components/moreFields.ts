import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ComposerView } from '../../protocol/views';
import { icon } from '../icons';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import './menuButton';

/** Quality, thinking, search, seed and system instruction, folded away. Absent when no chosen model takes any. */
@customElement('ia-more')
export class IaMore extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) composer!: ComposerView;
  @property({ type: Boolean }) open = false;
  private readonly typing = new Typing();

  override render(): TemplateResult | typeof nothing {
    const { thinkingLevels, qualities, seed, search, systemInstruction } = this.composer.derived;
    if (thinkingLevels.length + qualities.length === 0 && !seed && !search && !systemInstruction)
      return nothing;
    const set = this.setCount();
    return html`<button
        class="head"
        aria-expanded=${this.open}
        aria-controls="body"
        @click=${() => this.store.setUi({ more: !this.open })}
      >
        ${icon(this.open ? 'down' : 'right', 'small')}${t('More')}
        ${set > 0 && !this.open ? html`<span class="set">${t('{0} set', set)}</span>` : nothing}
      </button>
      <div id="body" ?hidden=${!this.open}>
        ${qualities.length > 0 ? this.renderLevels('quality', t('Quality'), qualities) : nothing}
        ${thinkingLevels.length > 0 ? this.renderLevels('thinking', t('Thinking'), thinkingLevels) : nothing}
        ${search ? this.renderSearch() : nothing} ${seed ? this.renderSeed() : nothing}
        ${systemInstruction ? this.renderInstruction() : nothing}
      </div>`;
  }

  private setCount(): number {
    const { thinking, quality, search, seed, systemInstruction, derived } = this.composer;
    return [
      quality !== null && derived.qualities.length > 0,
      search && derived.search,
      thinking !== null && derived.thinkingLevels.length > 0,
      seed !== null && derived.seed,
      systemInstruction.trim() !== '' && derived.systemInstruction,
    ].filter(Boolean).length;
  }

  private renderLevels(
    name: 'quality' | 'thinking',
    label: string,
    levels: readonly string[],
  ): TemplateResult {
    const chosen = this.composer[name];
    const shown = chosen ?? t('Auto');
    return html`<div class="line">
      <span aria-hidden="true">${label}</span>
      <ia-menu-button
        kind="field"
        .label=${t('{0}: {1}', label, shown)}
        .items=${() => [
          { id: '', label: t('Auto'), checked: chosen === null },
          ...levels.map(level => ({ id: level, label: level, checked: level === chosen })),
        ]}
        @choose=${(event: CustomEvent<string>) => this.store.compose({ [name]: event.detail || null })}
        ><span>${shown}</span></ia-menu-button
      >
    </div>`;
  }

  private renderSearch(): TemplateResult {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${live(this.composer.search)}
        @change=${(event: Event) =>
          this.store.compose({ search: (event.target as HTMLInputElement).checked })}
      />${t('Look it up with Google Search first')}</label
    >`;
  }

  private renderSeed(): TemplateResult {
    const { seed } = this.composer;
    return html`<div class="line">
      <label for="seed">${t('Seed')}</label>
      <input
        id="seed"
        type="number"
        inputmode="numeric"
        placeholder=${t('random')}
        .value=${live(this.typing.shown('seed', seed))}
        @input=${this.onSeed}
        @blur=${this.onBlur}
      />
    </div>`;
  }

  private onSeed = (event: Event): void => {
    const value = this.typing.input('seed', event);
    const seed = Math.trunc(Number(value));
    this.store.compose({ seed: value === '' || !Number.isSafeInteger(seed) ? null : seed });
  };

  private onBlur = (): void => {
    this.typing.left();
    this.requestUpdate();
  };

  private renderInstruction(): TemplateResult {
    return html`<label for="system">${t('System instruction')}</label>
      <textarea
        id="system"
        rows="3"
        placeholder=${t('Holds for every prompt, for example a house style')}
        .value=${live(this.composer.systemInstruction)}
        @input=${(event: Event) =>
          this.store.compose({ systemInstruction: (event.target as HTMLTextAreaElement).value })}
      ></textarea>`;
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: 24px;
        margin-inline-start: -3px;
        padding-inline-end: 6px;
        font-size: 11px;
      }
      .set {
        color: var(--ia-dim);
        margin-inline-start: 4px;
      }
      #body {
        display: grid;
        gap: 8px;
        padding-top: 4px;
        font-size: 12px;
      }
      .line {
        display: grid;
        grid-template-columns: 1fr 55%;
        align-items: center;
        gap: 8px;
      }
    `,
  ];
}
