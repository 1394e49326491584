import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { SetChoicesView, SetImageView, SetKindView, SetView } from '../../protocol/setViews';
import { positions, type Position } from '../../core/model/position';
import { icon } from '../icons';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import type { IaMenuButton } from './menuButton';
import './menuButton';
import { outputFieldsStyles } from './outputFields.styles';
import { setFieldsStyles } from './setView.styles';

const maxWidth = 8192;

/** The image for dark themes: the one that was chosen, or lies beside the image where one is needed. */
export function darkOf({ dark, proposedDark }: SetView, kind: SetKindView): SetImageView | undefined {
  return dark ?? (kind.dark === 'needed' ? proposedDark : undefined);
}

/**
 * What a set is to be. Fires `choices` with all of them when one changes, `set` with an id, `dark` to
 * choose an image, and `cutout` to remove its background first.
 */
@customElement('ia-set-fields')
export class IaSetFields extends LitElement {
  static override styles = [base, buttons, fields, outputFieldsStyles, setFieldsStyles];

  @property({ attribute: false }) view!: SetView;
  @property({ attribute: false }) kind!: SetKindView;
  @property({ attribute: false }) choices!: SetChoicesView;
  /** Why the color behind the image has to be chosen, one sentence; empty: it has not. */
  @property() needsColor = '';
  /** Why the background could be removed first; empty: nothing speaks for it. */
  @property() cutOut = '';
  @query('ia-menu-button') private chooser!: IaMenuButton;
  private readonly typing = new Typing();

  override render(): TemplateResult {
    const { kind } = this;
    return html`${this.renderSet()}
      <p class="about">${kind.about}. <a class="source" href=${kind.source}>${t('The rules')}</a></p>
      ${kind.options.map(({ id, title }) =>
        this.check(title, this.choices.options[id] === true, on =>
          this.set({ options: { ...this.choices.options, [id]: on } }),
        ),
      )}
      ${kind.dark ? this.renderDark(kind.dark === 'needed') : nothing}
      ${kind.formats ? this.renderFormat(kind.formats) : nothing}
      ${kind.scaled ? this.renderWidth() : nothing}
      ${kind.fitted ? html`${this.renderFit()} ${this.renderPosition()} ${this.renderCutOut()} ${this.renderPadding()} ${this.renderBackground()}` : nothing}`;
  }

  /** Which set it is, is asked first. */
  async focusSet(): Promise<void> {
    await this.updateComplete;
    await this.chooser.updateComplete;
    this.chooser.focus();
  }

  private set(change: Partial<SetChoicesView>): void {
    this.dispatchEvent(new CustomEvent('choices', { detail: { ...this.choices, ...change } }));
  }

  private renderSet(): TemplateResult {
    const { kind, view } = this;
    return html`<ia-menu-button
      kind="field"
      .label=${t('Set: {0}', kind.title)}
      .items=${() => [
        ...view.sets.map(each => ({
          id: each.id,
          label: each.title,
          checked: each.id === kind.id,
          note: each.own ? t('of this workspace') : each.about,
        })),
        ...view.broken.map((each, index) => ({
          id: `broken-${index}`,
          label: t('Cannot be used'),
          icon: icon('warning', 'small warning'),
          note: each,
          disabled: true,
          group: ' ',
        })),
      ]}
      @choose=${(event: CustomEvent<string>) =>
        this.dispatchEvent(new CustomEvent('set', { detail: event.detail }))}
      ><span>${kind.title}</span></ia-menu-button
    >`;
  }

  private renderDark(needed: boolean): TemplateResult {
    const dark = darkOf(this.view, this.kind);
    return html`<div class="line">
      <span aria-hidden="true">${t('For dark themes')}</span>
      <button
        class="button small dark"
        aria-label=${dark ? t('For dark themes: {0}. Choose another', dark.name) : t('Choose the image for dark themes')}
        @click=${() => this.dispatchEvent(new CustomEvent('dark'))}
      >
        ${needed && !dark ? icon('warning', 'small warning') : nothing}<span
          >${dark?.name ?? t('Choose…')}</span
        >
      </button>
    </div>`;
  }

  private renderFormat(formats: NonNullable<SetKindView['formats']>): TemplateResult {
    const { format } = this.choices;
    const name = (each: SetChoicesView['format']): string =>
      each === 'keep' ? t('Keep ({0})', this.view.facts.format.toUpperCase()) : each.toUpperCase();
    return html`<div class="line">
      <span aria-hidden="true">${t('Format')}</span
      ><ia-menu-button
        kind="field"
        .label=${t('Format: {0}', name(format))}
        .items=${() => formats.map(each => ({ id: each, label: name(each), checked: each === format }))}
        @choose=${(event: CustomEvent<SetChoicesView['format']>) => this.set({ format: event.detail })}
        ><span>${name(format)}</span></ia-menu-button
      >
    </div>`;
  }

  private renderWidth(): TemplateResult {
    return html`<div class="line">
      <label for="width">${t('Width at 1×')}</label>
      <input
        id="width"
        type="number"
        inputmode="numeric"
        min="1"
        max=${maxWidth}
        placeholder=${t('by the image')}
        .value=${live(this.typing.shown('width', this.choices.width))}
        @input=${(event: Event) => {
          const text = this.typing.input('width', event);
          const value = Math.round(Number(text));
          if (text !== '' && !(value >= 1)) return;
          this.set({ width: text === '' ? null : Math.min(maxWidth, value) });
        }}
        @blur=${() => {
          this.typing.left();
          this.requestUpdate();
        }}
      />
    </div>`;
  }

  private renderFit(): TemplateResult {
    const labels = { contain: t('Whole image'), cover: t('Fill, cut edges') };
    const { fit } = this.choices;
    return html`<div class="line">
      <span aria-hidden="true">${t('Fit')}</span
      ><ia-menu-button
        kind="field"
        .label=${t('Fit: {0}', labels[fit])}
        .items=${() => [
          {
            id: 'contain',
            label: labels.contain,
            checked: fit === 'contain',
            note: t('Inside what the platform leaves visible'),
          },
          {
            id: 'cover',
            label: labels.cover,
            checked: fit === 'cover',
            note: t('For artwork without a shape of its own'),
          },
        ]}
        @choose=${(event: CustomEvent<SetChoicesView['fit']>) => this.set({ fit: event.detail })}
        ><span>${labels[fit]}</span></ia-menu-button
      >
    </div>`;
  }

  /** Of what is cut off, where something is. */
  private renderPosition(): TemplateResult | typeof nothing {
    const { choices, kind, view } = this;
    const { width, height } = view.facts;
    const ratio = width / height;
    if (choices.fit !== 'cover' || (kind.square && Math.abs(ratio - 1) < 0.005)) return nothing;
    const labels: Readonly<Record<Position, string>> = {
      auto: t('Auto'),
      center: t('Center'),
      top: t('Top'),
      bottom: t('Bottom'),
      left: t('Left'),
      right: t('Right'),
    };
    // A square is cut from a wide picture at its sides, from a tall one above and below.
    const idle: readonly Position[] = !kind.square ? [] : ratio > 1 ? ['top', 'bottom'] : ['left', 'right'];
    const { position } = choices;
    return html`<div class="line">
      <span aria-hidden="true">${t('Position')}</span
      ><ia-menu-button
        kind="field"
        .label=${t('Position: {0}', labels[position])}
        .items=${() =>
          positions
            .filter(each => !idle.includes(each))
            .map(each => ({
              id: each,
              label: labels[each],
              checked: each === position,
              ...(each === 'auto' && { note: t('Around what seems to matter') }),
            }))}
        @choose=${(event: CustomEvent<Position>) => this.set({ position: event.detail })}
        ><span>${labels[position]}</span></ia-menu-button
      >
    </div>`;
  }

  private renderCutOut(): TemplateResult | typeof nothing {
    if (this.cutOut === '') return nothing;
    return html`<p class="about">
      ${this.cutOut}
      <button class="link" @click=${() => this.dispatchEvent(new CustomEvent('cutout'))}>
        ${t('Remove the background…')}
      </button>
    </p>`;
  }

  private renderPadding(): TemplateResult {
    const { padding } = this.choices;
    return html`<div class="line">
        <label for="padding">${t('Extra margin')}</label>
        <span class="quality">
          <input
            id="padding"
            type="range"
            min="0"
            max="40"
            .value=${live(String(padding))}
            aria-describedby="margin"
            aria-valuetext=${t('{0} percent', padding)}
            @input=${(event: Event) => this.set({ padding: Number((event.target as HTMLInputElement).value) })}
          />
          <output for="padding">${padding} %</output>
        </span>
      </div>
      <p class="about" id="margin">${t('On top of the margin that the platform asks for.')}</p>`;
  }

  private renderBackground(): TemplateResult {
    const { background } = this.choices;
    return html`<div class="line">
        <label for="color">${t('Color behind it')}</label>
        <span class="background">
          <input
            id="color"
            type="color"
            .value=${live(background ?? '#ffffff')}
            @input=${(event: Event) => this.set({ background: (event.target as HTMLInputElement).value })}
          />
          ${background === null && this.needsColor ? nothing : html`<span>${background ?? t('none')}</span>`}
          ${
            background !== null
              ? html`<button class="link" @click=${() => this.set({ background: null })}>
                  ${t('Reset')}
                </button>`
              : this.needsColor
                ? html`<button class="link" @click=${() => this.set({ background: '#ffffff' })}>
                    ${t('Take white')}
                  </button>`
                : nothing
          }
        </span>
      </div>
      ${this.needsColor ? html`<p class="problem">${this.needsColor}</p>` : nothing}`;
  }

  private check(label: string, checked: boolean, set: (on: boolean) => void): TemplateResult {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${live(checked)}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />${label}</label
    >`;
  }
}
