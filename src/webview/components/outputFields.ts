import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  type Cutout,
  encodableFormats,
  type Fit,
  fits,
  isEncodable,
  type OutputSettings,
  plainCutout,
} from '../../core/model/output';
import type { ImageFormat } from '../../core/model/run';
import type { SavePreview, SaveView } from '../../protocol/views';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import type { Moved, Window } from './cropField';
import './cropField';
import './menuButton';
import { outputFieldsStyles } from './outputFields.styles';

type NumberPart = 'width' | 'height' | 'quality' | 'colours' | 'maxKilobytes';
type FlagPart = 'lossless' | 'optimise' | 'srgb';

const ranges: Readonly<Record<NumberPart, readonly [number, number]>> = {
  width: [1, 20_000],
  height: [1, 20_000],
  quality: [1, 100],
  colours: [2, 256],
  maxKilobytes: [1, 1_000_000],
};

/** What the file is to be. Fires `settings` with all of them whenever one changes. */
@customElement('ia-output')
export class IaOutput extends LitElement {
  static override styles = [base, buttons, fields, outputFieldsStyles];

  @property({ attribute: false }) view!: SaveView;
  @property({ attribute: false }) settings!: OutputSettings;
  @property({ attribute: false }) preview: SavePreview | undefined;
  private readonly typing = new Typing();
  /** The last part that was cut out; the field stays while the next one is made. */
  private window: Window | undefined;

  private get format(): ImageFormat {
    return this.settings.format === 'keep' ? this.view.facts.format : this.settings.format;
  }

  /** The asked size has another shape than the image. */
  private get otherRatio(): boolean {
    const { width, height } = this.settings;
    const { facts } = this.view;
    if (width === null || height === null) return false;
    return Math.abs(width / height / (facts.width / facts.height) - 1) >= 0.005;
  }

  private get padded(): boolean {
    return this.otherRatio && this.settings.fit === 'pad';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('preview') && this.preview && 'url' in this.preview) this.window = this.preview.window;
  }

  override render(): TemplateResult {
    return html`${this.renderPresets()}
      <fieldset>
        <legend>${t('Size')}</legend>
        ${this.renderSize()}
      </fieldset>
      <fieldset>
        <legend>${t('Background')}</legend>
        ${this.renderCutout()}
      </fieldset>
      <fieldset>
        <legend>${t('File')}</legend>
        ${this.renderFormat()} ${this.renderEncoding()}
      </fieldset>`;
  }

  private set(change: Partial<OutputSettings>): void {
    this.dispatchEvent(new CustomEvent('settings', { detail: { ...this.settings, ...change } }));
  }

  private renderPresets(): TemplateResult {
    const { presets } = this.view;
    const plain = (settings: OutputSettings) => JSON.stringify({ ...settings, focus: null });
    const chosen = presets.find(({ settings }) => plain(settings) === plain(this.settings));
    const shown = chosen?.name ?? t('Own settings');
    return this.line(
      t('Preset'),
      html`<ia-menu-button
        kind="field"
        .label=${t('Preset: {0}', shown)}
        .items=${() =>
          presets.map((preset, index) => ({
            id: String(index),
            label: preset.name,
            detail: presetDetail(preset.settings),
            checked: preset === chosen,
          }))}
        @choose=${(event: CustomEvent<string>) => {
          const preset = presets[Number(event.detail)];
          if (preset) this.set(preset.settings);
        }}
        ><span>${shown}</span></ia-menu-button
      >`,
    );
  }

  private renderSize(): TemplateResult {
    const { facts } = this.view;
    const { width, height, fit } = this.settings;
    const { otherRatio } = this;
    return html`<div class="line">
        <span aria-hidden="true">${t('Pixels')}</span>
        <span class="pixels">
          ${this.number('width', t('Width in pixels'), placeholder(facts.width, width, height, facts.height))}
          <span aria-hidden="true">×</span>
          ${this.number('height', t('Height in pixels'), placeholder(facts.height, height, width, facts.width))}
        </span>
      </div>
      ${otherRatio ? this.renderFit(fit) : nothing}
      ${
        otherRatio && fit === 'cover' && this.window
          ? html`<ia-crop
              .url=${this.view.image}
              .size=${facts}
              .window=${this.window}
              @moved=${this.onMoved}
            ></ia-crop>`
          : nothing
      }
      ${this.padded ? this.renderBackground(this.format !== 'jpeg') : nothing}`;
  }

  private onMoved = ({ detail: { window, focus } }: CustomEvent<Moved>): void => {
    this.window = window;
    this.set({ focus });
  };

  private renderFit(fit: Fit): TemplateResult {
    const words: Record<Fit, readonly [string, string]> = {
      cover: [t('Crop'), t('Fills the size, cuts off what is over')],
      contain: [t('Fit inside'), t('The whole picture; one side may be smaller')],
      pad: [t('Pad'), t('The whole picture with bars')],
      stretch: [t('Stretch'), t('Distorts the picture')],
    };
    return this.line(
      t('When the shape differs'),
      html`<ia-menu-button
        kind="field"
        .label=${t('When the shape differs: {0}', words[fit][0])}
        .items=${() =>
          fits.map(each => ({
            id: each,
            label: words[each][0],
            note: words[each][1],
            checked: each === fit,
          }))}
        @choose=${(event: CustomEvent<Fit>) => this.set({ fit: event.detail })}
        ><span>${words[fit][0]}</span></ia-menu-button
      >`,
    );
  }

  private renderBackground(mayBeTransparent: boolean): TemplateResult {
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

  private renderCutout(): TemplateResult {
    const { cutout } = this.settings;
    const { facts } = this.view;
    const jpeg = this.format === 'jpeg';
    const change = (part: Partial<Cutout>) => this.set({ cutout: { ...plainCutout, ...cutout, ...part } });
    return html`${this.check(t('Remove flat background'), cutout !== null, on => {
      const needsAlpha = on && jpeg;
      this.set({ cutout: on ? plainCutout : null, ...(needsAlpha && { format: 'png' as const }) });
    })}
    ${
      cutout
        ? html`<div class="line">
              <label for="tolerance">${t('Tolerance')}</label>
              <span class="quality">
                <input
                  id="tolerance"
                  type="range"
                  min="0"
                  max="30"
                  .value=${live(String(cutout.tolerance ?? 0))}
                  aria-valuetext=${cutout.tolerance ?? t('Auto')}
                  @input=${(event: Event) => {
                    const value = Number((event.target as HTMLInputElement).value);
                    change({ tolerance: value === 0 ? null : value });
                  }}
                />
                <output for="tolerance">${cutout.tolerance ?? t('Auto')}</output>
              </span>
            </div>
            <div class="line">
              <label for="feather">${t('Feather, pixels')}</label>
              <input
                id="feather"
                type="number"
                inputmode="numeric"
                min="0"
                max="20"
                .value=${live(this.typing.shown('feather', cutout.feather))}
                @input=${(event: Event) => {
                  const value = Number(this.typing.input('feather', event));
                  if (value >= 0 && value <= 20) change({ feather: value });
                }}
                @blur=${this.onBlur}
              />
            </div>
            ${this.check(t('Inside the subject, too'), cutout.everywhere, everywhere => change({ everywhere }))}`
        : nothing
    }
    ${jpeg && (facts.hasAlpha || cutout) && !this.padded ? this.renderBackground(false) : nothing}`;
  }

  private renderFormat(): TemplateResult {
    const { format } = this.settings;
    const own = this.view.facts.format;
    const keep = t('Keep ({0})', own.toUpperCase());
    const shown = format === 'keep' ? keep : format.toUpperCase();
    return this.line(
      t('Format'),
      html`<ia-menu-button
        kind="field"
        .label=${t('Format: {0}', shown)}
        .items=${() => [
          {
            id: 'keep',
            label: keep,
            checked: format === 'keep',
            note: t('The very bytes, where nothing else changes'),
          },
          ...encodableFormats.map(each => ({
            id: each,
            label: each.toUpperCase(),
            checked: each === format,
          })),
        ]}
        @choose=${(event: CustomEvent<OutputSettings['format']>) => this.set({ format: event.detail })}
        ><span>${shown}</span></ia-menu-button
      >`,
    );
  }

  /** What this format can be asked for. */
  private renderEncoding(): TemplateResult {
    const { format } = this;
    const { lossless, progressive } = this.settings;
    const kept = this.settings.format === 'keep';
    const lossy =
      format !== 'png' && isEncodable(format) && !((format === 'webp' || format === 'avif') && lossless);
    return html`${lossy && !kept ? this.renderQuality() : nothing}
      ${
        format === 'png' && !kept
          ? html`<div class="line">
                <label for="colours">${t('Colors at most')}</label>
                ${this.number('colours', t('Colors at most'), t('all'), 'colours')}
              </div>
              ${this.flag('optimise', t('Optimize without loss'))}`
          : nothing
      }
      ${(format === 'webp' || format === 'avif') && !kept ? this.flag('lossless', t('Lossless')) : nothing}
      ${
        format === 'jpeg' && !kept
          ? this.check(t('Progressive'), progressive !== false, on =>
              this.set({ progressive: on ? null : false }),
            )
          : nothing
      }
      <div class="line">
        <label for="maxKilobytes">${t('At most, KB')}</label>
        ${this.number('maxKilobytes', t('At most, KB'), t('no limit'), 'maxKilobytes')}
      </div>
      ${this.flag('srgb', t('Convert colors to sRGB'))}`;
  }

  private renderQuality(): TemplateResult {
    const found = this.preview && 'url' in this.preview ? this.preview.quality : undefined;
    const { quality, maxKilobytes } = this.settings;
    // Within a budget the one that was found is told with the file.
    const shown = quality ?? (maxKilobytes === null ? found : undefined) ?? this.view.quality;
    return html`<div class="line">
      <label for="quality">${maxKilobytes === null ? t('Quality') : t('Quality at most')}</label>
      <span class="quality">
        <input
          id="quality"
          type="range"
          min="1"
          max="100"
          .value=${live(String(shown))}
          aria-valuetext=${String(shown)}
          @input=${(event: Event) => this.set({ quality: Number((event.target as HTMLInputElement).value) })}
        />
        <output for="quality">${shown}</output>
      </span>
    </div>`;
  }

  /** `id` where a label stands for it. */
  private number(part: NumberPart, label: string, empty: string, id?: string): TemplateResult {
    const [min, max] = ranges[part];
    return html`<input
      id=${id ?? nothing}
      type="number"
      inputmode="numeric"
      min=${min}
      max=${max}
      aria-label=${id === undefined ? label : nothing}
      placeholder=${empty}
      .value=${live(this.typing.shown(part, this.settings[part]))}
      @input=${(event: Event) => {
        const text = this.typing.input(part, event);
        const value = Math.round(Number(text));
        if (text !== '' && !(value >= min)) return;
        this.set({
          [part]: text === '' ? null : Math.min(max, value),
          ...(part === 'width' || part === 'height' ? { focus: null } : {}),
        });
      }}
      @blur=${this.onBlur}
    />`;
  }

  private flag(part: FlagPart, label: string): TemplateResult {
    return this.check(label, this.settings[part], on => this.set({ [part]: on }));
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

  private onBlur = (): void => {
    this.typing.left();
    this.requestUpdate();
  };

  /** For the eye: the button's own name says it in full. */
  private line(label: string, field: TemplateResult): TemplateResult {
    return html`<div class="line"><span aria-hidden="true">${label}</span>${field}</div>`;
  }
}

/** What an empty field comes to: the image's own pixels, or what follows from the other side. */
function placeholder(own: number, value: number | null, other: number | null, otherOwn: number): string {
  return String(value ?? (other === null ? own : Math.max(1, Math.round((other * own) / otherOwn))));
}

function presetDetail({ width, height, format, maxKilobytes }: OutputSettings): string {
  return [
    ...(width !== null || height !== null ? [`${width ?? '…'} × ${height ?? '…'}`] : []),
    ...(format === 'keep' ? [] : [format.toUpperCase()]),
    ...(maxKilobytes === null ? [] : [`≤ ${maxKilobytes} KB`]),
  ].join(' ');
}
