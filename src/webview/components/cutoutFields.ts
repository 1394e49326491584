import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { type Cutout, plainCutout } from '../../core/model/output';
import { OutputPart } from './outputPart';

/** What is behind the subject. */
@customElement('ia-cutout-fields')
export class IaCutoutFields extends OutputPart {
  override render(): TemplateResult {
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
}
