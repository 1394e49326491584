import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type PixelArt, pixelArtRanges, plainPixelArt } from '../../core/model/pixelArt';
import './menuButton';
import { OutputPart } from './outputPart';

/** Painted or enlarged pixel art as true pixels. Fires `palette` when one is to be read from a file. */
@customElement('ia-pixel-fields')
export class IaPixelFields extends OutputPart {
  override render(): TemplateResult {
    const { pixelArt } = this.settings;
    const jpeg = this.format === 'jpeg';
    return html`${this.check(t('Snap to pixel grid'), pixelArt !== null, on =>
      this.set({ pixelArt: on ? plainPixelArt : null, ...(on && jpeg && { format: 'png' as const }) }),
    )}
    ${pixelArt ? this.renderParts(pixelArt) : nothing}`;
  }

  private renderParts(pixelArt: PixelArt): TemplateResult {
    const found = this.preview && 'url' in this.preview ? this.preview.cell : undefined;
    const change = (part: Partial<PixelArt>): void => this.set({ pixelArt: { ...pixelArt, ...part } });
    const { palette } = pixelArt;
    const shown = palette ? t('{0} from a file', palette.length) : t('From the image');
    return html`${this.numberLine(t('Pixel size'), {
      part: 'cell',
      range: pixelArtRanges.cell,
      value: pixelArt.cell,
      empty: found === undefined ? t('auto') : String(Math.round(found * 10) / 10),
      set: cell => change({ cell }),
    })}
    ${this.numberLine(t('Scale'), {
      part: 'scale',
      range: pixelArtRanges.scale,
      value: pixelArt.scale,
      empty: t('auto'),
      set: scale => change({ scale }),
    })}
    ${this.line(
      t('Palette'),
      html`<ia-menu-button
        kind="field"
        .label=${t('Palette: {0}', shown)}
        .items=${() => [
          { id: 'own', label: t('From the image'), checked: palette === null },
          {
            id: 'file',
            label: t('From a palette file…'),
            note: t('.hex, .gpl (GIMP) or .pal (JASC)'),
            checked: palette !== null,
          },
        ]}
        @choose=${(event: CustomEvent<string>) => {
          if (event.detail === 'own') change({ palette: null });
          else this.dispatchEvent(new CustomEvent('palette', { bubbles: true, composed: true }));
        }}
        ><span>${shown}</span></ia-menu-button
      >`,
    )}
    ${
      palette
        ? this.check(t('Dithering'), pixelArt.dither, dither => change({ dither }))
        : this.numberLine(t('Max colors'), {
            part: 'ownColours',
            range: pixelArtRanges.colours,
            value: pixelArt.colours,
            empty: t('all'),
            set: colours => change({ colours }),
          })
    }
    ${this.check(t('Use the most common color of each pixel'), pixelArt.sample === 'dominant', on =>
      change({ sample: on ? 'dominant' : 'median' }),
    )}
    ${this.check(t('No half-transparent pixels'), pixelArt.hardAlpha, hardAlpha => change({ hardAlpha }))}`;
  }
}
