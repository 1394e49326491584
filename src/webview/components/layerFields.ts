import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Layer, LayerOf } from '../../core/model/layers';
import type { LayersView } from '../../protocol/views';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import './menuButton';
import type { MenuItem } from './menuItem';

/** What can be said of the chosen layer. Fires `change` with `{ layer, what }`. */
@customElement('ia-layer-fields')
export class IaLayerFields extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 8px 10px;
      }
      .place {
        margin-top: 8px;
      }
      .wide {
        grid-column: 1 / -1;
      }
      label.field {
        display: block;
        font-size: 11px;
        line-height: 16px;
      }
      label.field input,
      label.field textarea {
        margin-top: 2px;
        font-size: 13px;
      }
      .named {
        font-size: 11px;
        line-height: 16px;
      }
      .named ia-menu-button {
        display: block;
        margin-top: 2px;
        font-size: 13px;
      }
      input[type='color'] {
        padding: 2px;
      }
      .check {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 24px;
      }
      .check input {
        width: auto;
        min-height: 0;
      }
    `,
  ];

  @property({ attribute: false }) layer!: Layer;
  @property({ attribute: false }) fonts: LayersView['fonts'] = [];
  private readonly typing = new Typing();

  override render(): TemplateResult {
    const { layer } = this;
    return html`<div class="grid">
        ${layer.type === 'text' ? this.renderText(layer) : nothing}
        ${layer.type === 'step' ? this.renderStep(layer) : nothing}
        ${layer.type === 'redact' ? this.renderRedact(layer) : nothing}
        ${layer.type === 'box' || layer.type === 'ellipse' ? this.renderShape(layer) : nothing}
        ${
          layer.type === 'line' || layer.type === 'arrow'
            ? html`${this.color('color', t('Color'), layer.color)}${this.number('width', t('Width'), layer.width, 1, 1000)}`
            : nothing
        }
        ${layer.type === 'highlight' ? this.color('color', t('Color'), layer.color) : nothing}
      </div>
      <div class="grid place">
        ${this.renderPlace()}
        ${
          layer.type === 'redact'
            ? nothing
            : this.number('opacity', t('Opacity, %'), Math.round((layer.opacity ?? 1) * 100), 0, 100, value =>
                this.set({ opacity: value / 100 }, 'opacity'),
              )
        }
      </div>`;
  }

  /** Of a text layer, all of it selected to be typed over. Whether it is one. */
  async focusText(select: boolean): Promise<boolean> {
    await this.updateComplete;
    const field = this.renderRoot.querySelector('textarea');
    field?.focus();
    if (select) field?.select();
    return field !== null;
  }

  private renderText(layer: LayerOf<'text'>): TemplateResult {
    const family = this.fonts.find(({ name }) => name === (layer.font ?? 'Manrope'));
    const weights = family?.weights ?? [400, 700];
    const { shadow, outline, plate, size } = layer;
    return html`<label class="field wide"
        >${t('Text')}<textarea
          rows="3"
          dir="auto"
          .value=${live(layer.text)}
          @input=${(event: Event) => this.set({ text: (event.target as HTMLTextAreaElement).value }, 'text')}
        ></textarea>
      </label>
      <label class="field wide"
        >${t('Font')}<input
          list="fonts"
          .value=${live(layer.font ?? 'Manrope')}
          @change=${(event: Event) => this.set({ font: (event.target as HTMLInputElement).value }, 'font')}
        /><datalist id="fonts">
          ${this.fonts.map(({ name }) => html`<option value=${name}></option>`)}
        </datalist></label
      >
      ${this.number('size', t('Size'), size, 1, 4000)}
      ${this.number('minSize', t('Min size'), layer.minSize ?? size, 1, 4000)}
      ${this.menu(
        t('Weight'),
        weights.map(weight => [String(weight), weightName(weight)]),
        String(layer.weight ?? 400),
        value => this.set({ weight: Number(value) }),
      )}
      ${this.number(
        'lineHeight',
        t('Line height, %'),
        Math.round((layer.lineHeight ?? 1.25) * 100),
        50,
        500,
        value => this.set({ lineHeight: value / 100 }, 'lineHeight'),
      )}
      ${this.menu(
        t('Align'),
        [
          ['start', t('Start')],
          ['center', t('Center')],
          ['end', t('End')],
        ],
        layer.align ?? 'start',
        align => this.set({ align }),
      )}
      ${this.menu(
        t('Vertical align'),
        [
          ['top', t('Top')],
          ['middle', t('Middle')],
          ['bottom', t('Bottom')],
        ],
        layer.valign ?? 'top',
        valign => this.set({ valign }),
      )}
      ${this.color('color', t('Color'), layer.color)}
      ${this.check(t('Italic'), layer.italic === true, italic => this.set({ italic }))}
      ${this.check(t('Shadow'), shadow !== undefined, on =>
        this.set({
          shadow: on ? { color: '#000000b3', blur: round(size / 6), x: 0, y: round(size / 20) } : undefined,
        }),
      )}
      ${shadow ? this.color('shadow', t('Shadow color'), shadow.color, color => ({ shadow: { ...shadow, color } })) : html`<span></span>`}
      ${this.check(t('Outline'), outline !== undefined, on =>
        this.set({ outline: on ? { color: '#000000', width: Math.max(1, round(size / 16)) } : undefined }),
      )}
      ${outline ? this.color('outline', t('Outline color'), outline.color, color => ({ outline: { ...outline, color } })) : html`<span></span>`}
      ${this.check(t('Background'), plate !== undefined, on =>
        this.set({
          plate: on ? { color: '#000000cc', padding: round(size / 3), radius: round(size / 5) } : undefined,
        }),
      )}
      ${plate ? this.color('plate', t('Background color'), plate.color, color => ({ plate: { ...plate, color } })) : html`<span></span>`}`;
  }

  private renderStep(layer: LayerOf<'step'>): TemplateResult {
    return html`<label class="field"
        >${t('Number')}<input
          maxlength="12"
          .value=${live(layer.text)}
          @input=${(event: Event) => this.set({ text: (event.target as HTMLInputElement).value }, 'text')}
      /></label>
      ${this.number('size', t('Size'), layer.size, 4, 4000)} ${this.color('color', t('Color'), layer.color)}
      ${this.color('textColor', t('Number color'), layer.textColor)}`;
  }

  private renderRedact(layer: LayerOf<'redact'>): TemplateResult {
    return html`${this.menu(
      t('Style'),
      [
        ['solid', t('Solid')],
        ['pixelate', t('Pixelate')],
        ['blur', t('Blur')],
      ],
      layer.mode,
      mode => this.set({ mode }),
    )}
    ${layer.mode === 'solid' ? this.color('color', t('Color'), layer.color ?? '#111111') : nothing}`;
  }

  private renderShape(layer: LayerOf<'box' | 'ellipse'>): TemplateResult {
    const { stroke, fill } = layer;
    return html`${this.check(t('Fill'), fill !== undefined, on => this.set({ fill: on ? '#e5484d' : undefined }))}
    ${fill === undefined ? html`<span></span>` : this.color('fill', t('Fill color'), fill)}
    ${this.check(t('Stroke'), stroke !== undefined, on =>
      this.set({ stroke: on ? { color: '#e5484d', width: 4 } : undefined }),
    )}
    ${
      stroke
        ? html`${this.color('stroke', t('Stroke color'), stroke.color, color => ({ stroke: { ...stroke, color } }))}
          ${this.number('stroke', t('Stroke width'), stroke.width, 1, 1000, width =>
            this.set({ stroke: { ...stroke, width } }, 'stroke'),
          )}`
        : html`<span></span>`
    }
    ${layer.type === 'box' ? this.number('radius', t('Corner radius'), layer.radius ?? 0, 0, 20_000) : nothing}`;
  }

  private renderPlace(): TemplateResult {
    const { layer } = this;
    if (layer.type === 'line' || layer.type === 'arrow') {
      return html`${this.number('x1', t('Start X'), layer.x1)}${this.number('y1', t('Start Y'), layer.y1)}
      ${this.number('x2', t('End X'), layer.x2)}${this.number('y2', t('End Y'), layer.y2)}`;
    }
    return html`${this.number('x', t('X'), layer.x)}${this.number('y', t('Y'), layer.y)}
    ${
      layer.type === 'step'
        ? nothing
        : html`${this.number('width', t('Width'), layer.width, 1, 40_000)}${this.number('height', t('Height'), layer.height, 1, 40_000)}`
    }`;
  }

  private number(
    part: string,
    label: string,
    value: number,
    min = -100_000,
    max = 100_000,
    set: (value: number) => void = to => this.set({ [part]: to }, part),
  ): TemplateResult {
    return html`<label class="field"
      >${label}<input
        type="number"
        min=${min}
        max=${max}
        .value=${live(this.typing.shown(`${this.layer.id}.${part}`, value))}
        @input=${(event: Event) => {
          const text = this.typing.input(`${this.layer.id}.${part}`, event);
          const typed = Number(text);
          if (text !== '' && typed >= min && typed <= max) set(typed);
        }}
        @blur=${() => {
          this.typing.left();
          this.requestUpdate();
        }}
    /></label>`;
  }

  /** The picker knows no transparency: what there is stays. */
  private color(
    part: string,
    label: string,
    value: string,
    change: (color: string) => Partial<Record<string, unknown>> = color => ({ [part]: color }),
  ): TemplateResult {
    const alpha = value.length === 9 ? value.slice(7) : '';
    return html`<label class="field"
      >${label}<input
        type="color"
        .value=${live(sixDigits(value))}
        @input=${(event: Event) => this.set(change((event.target as HTMLInputElement).value + alpha), part)}
    /></label>`;
  }

  private menu(
    label: string,
    choices: readonly (readonly [string, string])[],
    value: string,
    set: (value: string) => void,
  ): TemplateResult {
    const shown = choices.find(([id]) => id === value)?.[1] ?? value;
    const items = (): MenuItem[] => choices.map(([id, name]) => ({ id, label: name, checked: id === value }));
    return html`<div class="named">
      <span aria-hidden="true">${label}</span
      ><ia-menu-button
        kind="field"
        .label=${`${label}: ${shown}`}
        .items=${items}
        @choose=${(event: CustomEvent<string>) => set(event.detail)}
        >${shown}</ia-menu-button
      >
    </div>`;
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

  /** `undefined` takes a part away. */
  private set(change: Partial<Record<string, unknown>>, what = ''): void {
    const merged = Object.entries({ ...this.layer, ...change }).filter(([, value]) => value !== undefined);
    const layer = Object.fromEntries(merged) as Layer;
    this.dispatchEvent(new CustomEvent('change', { detail: { layer, what: what && `${layer.id}.${what}` } }));
  }
}

function weightName(weight: number): string {
  const names: Readonly<Record<number, string>> = { 400: t('Regular'), 700: t('Bold') };
  return names[weight] ?? String(weight);
}

function sixDigits(colour: string): string {
  const digits = colour.slice(1);
  return digits.length === 3 ? `#${digits.replace(/./g, '$&$&')}` : colour.slice(0, 7);
}

function round(value: number): number {
  return Math.round(value);
}
