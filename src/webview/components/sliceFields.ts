import { t } from '@vscode/l10n';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PixelSize } from '../../core/model/modelInfo';
import {
  crossedAlong,
  lengthAlong,
  sliceEdges,
  type SliceSettings,
  type Slices,
} from '../../core/model/slices';
import { FieldsPart } from './fieldsPart';
import { edgeName } from './sliceGuides';

/** The guides in numbers, and what happens between them. Fires `settings` with all of it whenever one changes. */
@customElement('ia-slice-fields')
export class IaSliceFields extends FieldsPart {
  static override styles = [
    ...FieldsPart.styles,
    css`
      :host {
        gap: 14px;
      }
      .edges {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px 16px;
      }
      .edges .line {
        grid-template-columns: minmax(0, 1fr) 64px;
      }
      .edges input {
        text-align: end;
      }
      .crossing input {
        border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
      }
      .button {
        justify-self: start;
      }
    `,
  ];

  @property({ attribute: false }) settings!: SliceSettings;
  @property({ attribute: false }) size!: PixelSize;
  @property({ attribute: false }) proposed!: Slices;

  override render(): TemplateResult {
    const { slices, fill } = this.settings;
    const { proposed } = this;
    const same = sliceEdges.every(edge => slices[edge] === proposed[edge]);
    return html`<fieldset>
        <legend>${t('Guides, pixels from the edge')}</legend>
        <div class="edges">
          ${sliceEdges.map(
            edge =>
              html`<div class=${crossedAlong(edge, slices, this.size) ? 'crossing' : ''}>
                ${this.numberLine(edgeName(edge), {
                  part: edge,
                  range: [0, lengthAlong(edge, this.size)],
                  value: slices[edge],
                  set: value => this.set({ slices: { ...slices, [edge]: value ?? 0 } }),
                })}
              </div>`,
          )}
        </div>
        <button
          class="button small"
          title=${t('Around the longest stretch of equal columns and rows, else at the thirds')}
          ?disabled=${same}
          @click=${() => this.set({ slices: proposed })}
        >
          ${t('Propose')}
        </button>
      </fieldset>
      <fieldset>
        <legend>${t('Between the guides')}</legend>
        ${this.choice(
          t('Fill'),
          fill,
          [
            { id: 'stretch', label: t('Stretch') },
            { id: 'repeat', label: t('Repeat'), note: t('Tiles of their own size, cut at the ends') },
            { id: 'tile', label: t('Round'), note: t('As many whole tiles as fit, made to fit') },
          ],
          value => this.set({ fill: value }),
        )}
      </fieldset>`;
  }

  private set(change: Partial<SliceSettings>): void {
    const detail: SliceSettings = { ...this.settings, ...change };
    this.dispatchEvent(new CustomEvent('settings', { detail }));
  }
}
