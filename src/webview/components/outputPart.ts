import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { t } from '@vscode/l10n';
import type { OutputSettings } from '../../core/model/output';
import type { ImageFormat } from '../../core/model/run';
import type { SavePreview, SaveView } from '../../protocol/views';
import { FieldsPart } from './fieldsPart';

type NumberPart = 'width' | 'height' | 'quality' | 'colours' | 'maxKilobytes';
type FlagPart = 'lossless' | 'optimise' | 'srgb' | 'strip' | 'keepOriginal';

const ranges: Readonly<Record<NumberPart, readonly [number, number]>> = {
  width: [1, 20_000],
  height: [1, 20_000],
  quality: [1, 100],
  colours: [2, 256],
  maxKilobytes: [1, 1_000_000],
};

/** Some of the fields of the Save view. Fires `settings` with all settings whenever one changes. */
export class OutputPart extends FieldsPart {
  @property({ attribute: false }) view!: SaveView;
  @property({ attribute: false }) settings!: OutputSettings;
  @property({ attribute: false }) preview: SavePreview | undefined;

  protected get format(): ImageFormat {
    return this.settings.format === 'keep' ? this.view.facts.format : this.settings.format;
  }

  /** The asked size has another shape than the image. */
  protected get otherRatio(): boolean {
    const { width, height } = this.settings;
    const { facts } = this.view;
    if (width === null || height === null) return false;
    return Math.abs(width / height / (facts.width / facts.height) - 1) >= 0.005;
  }

  protected get padded(): boolean {
    return this.otherRatio && this.settings.fit === 'pad';
  }

  protected set(change: Partial<OutputSettings>): void {
    this.dispatchEvent(
      new CustomEvent('settings', { detail: { ...this.settings, ...change }, bubbles: true, composed: true }),
    );
  }

  protected renderBackground(mayBeTransparent: boolean): TemplateResult {
    const { background } = this.settings;
    return html`<div class="line">
      <label for="background">${t('Fill with')}</label>
      <span class="background">
        <input
          id="background"
          type="color"
          .value=${live(background ?? '#ffffff')}
          @input=${(event: Event) => this.set({ background: (event.target as HTMLInputElement).value })}
        />
        <span>${background ?? (mayBeTransparent ? t('transparent') : t('white'))}</span>
        ${
          background === null
            ? nothing
            : html`<button class="link" @click=${() => this.set({ background: null })}>${t('Reset')}</button>`
        }
      </span>
    </div>`;
  }

  /** `id` where a label stands for it. */
  protected number(part: NumberPart, label: string, empty: string, id?: string): TemplateResult {
    return this.numberField({
      part,
      range: ranges[part],
      value: this.settings[part],
      ...{ label, labelled: id !== undefined, empty },
      set: value =>
        this.set({ [part]: value, ...(part === 'width' || part === 'height' ? { focus: null } : {}) }),
    });
  }

  protected flag(part: FlagPart, label: string): TemplateResult {
    return this.check(label, this.settings[part], on => this.set({ [part]: on }));
  }
}
