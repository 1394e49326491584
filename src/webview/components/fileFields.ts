import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { encodableFormats, isEncodable, type OutputSettings, qualityOf } from '../../core/model/output';
import './menuButton';
import { OutputPart } from './outputPart';

/** Format, and what it can be asked for. */
@customElement('ia-file-fields')
export class IaFileFields extends OutputPart {
  override render(): TemplateResult {
    return html`${this.renderFormat()} ${this.renderEncoding()}`;
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
      <div class="line" title=${t('1 KB has 1024 bytes.')}>
        <label for="maxKilobytes">${t('At most, KB')}</label>
        ${this.number('maxKilobytes', t('At most, KB'), t('no limit'), 'maxKilobytes')}
      </div>
      ${this.flag('srgb', t('Convert colors to sRGB'))}`;
  }

  private renderQuality(): TemplateResult {
    const found = this.preview && 'url' in this.preview ? this.preview.quality : undefined;
    const { quality, maxKilobytes } = this.settings;
    // Within a budget the one that was found is told with the file.
    const shown =
      quality ??
      (maxKilobytes === null ? found : undefined) ??
      (isEncodable(this.format) ? qualityOf(this.format, this.view.quality) : this.view.quality);
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
}
