import { t } from '@vscode/l10n';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { OutputSettings } from '../../core/model/output';
import './cutoutFields';
import './fileFields';
import './menuButton';
import './originFields';
import { OutputPart } from './outputPart';
import './pixelFields';
import './sizeFields';

/** What the file is to be: all its fields. */
@customElement('ia-output')
export class IaOutput extends OutputPart {
  static override styles = [
    ...OutputPart.styles,
    css`
      :host {
        gap: 12px;
      }
    `,
  ];

  override render(): TemplateResult {
    const { view, settings, preview } = this;
    if (view.facts.format === 'svg') return this.renderDrawing();
    return html`${this.renderPresets()}
      <fieldset>
        <legend>${t('Size')}</legend>
        <ia-size-fields .view=${view} .settings=${settings} .preview=${preview}></ia-size-fields>
      </fieldset>
      <fieldset>
        <legend>${t('Background')}</legend>
        <ia-cutout-fields .view=${view} .settings=${settings} .preview=${preview}></ia-cutout-fields>
      </fieldset>
      <fieldset>
        <legend>${t('Pixel art')}</legend>
        <ia-pixel-fields .view=${view} .settings=${settings} .preview=${preview}></ia-pixel-fields>
      </fieldset>
      <fieldset>
        <legend>${t('File')}</legend>
        <ia-file-fields .view=${view} .settings=${settings} .preview=${preview}></ia-file-fields>
      </fieldset>
      <fieldset>
        <legend>${t('Origin')}</legend>
        <ia-origin-fields .view=${view} .settings=${settings} .preview=${preview}></ia-origin-fields>
      </fieldset>`;
  }

  /** There are no pixels to choose anything for. */
  private renderDrawing(): TemplateResult {
    const { recipe } = this.view;
    return html`<p>${t('An SVG drawing is saved as it is: sharp at any size.')}</p>
      ${
        recipe === undefined
          ? nothing
          : this.check(t('Write a recipe beside'), this.settings.recipe ?? recipe, on =>
              this.set({ recipe: on === recipe ? null : on }),
            )
      }`;
  }

  /** A preset that says nothing of the origin leaves that as it is. */
  private kept({ strip, keepOriginal, recipe }: OutputSettings): Partial<OutputSettings> {
    const mine = this.settings;
    return {
      strip: strip || mine.strip,
      keepOriginal: keepOriginal || mine.keepOriginal,
      recipe: recipe ?? mine.recipe,
    };
  }

  private renderPresets(): TemplateResult {
    const { presets } = this.view;
    // Where to cut is of one picture; what the file says of itself is no part of how it looks.
    const besides = { strip: false, keepOriginal: false, recipe: null };
    const plain = (settings: OutputSettings) => JSON.stringify({ ...settings, focus: null, ...besides });
    const chosen = presets.find(({ settings }) => plain(settings) === plain(this.settings));
    const shown = chosen?.name ?? t('Own settings');
    return html`${this.line(
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
          if (preset) this.set({ ...preset.settings, ...this.kept(preset.settings) });
        }}
        ><span>${shown}</span></ia-menu-button
      >`,
    )}${this.view.presetProblems.map(problem => html`<p class="problem">${problem}</p>`)}`;
  }
}

function presetDetail({ width, height, format, maxKilobytes }: OutputSettings): string {
  return [
    ...(width !== null || height !== null ? [`${width ?? '…'} × ${height ?? '…'}`] : []),
    ...(format === 'keep' ? [] : [format.toUpperCase()]),
    ...(maxKilobytes === null ? [] : [`≤ ${maxKilobytes} KB`]),
  ].join(' ');
}
