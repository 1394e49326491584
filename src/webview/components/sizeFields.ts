import { t } from '@vscode/l10n';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type Fit, fits } from '../../core/model/output';
import type { Moved, Window } from './cropField';
import './cropField';
import './menuButton';
import { OutputPart } from './outputPart';

/** Exact pixels, and what happens when their shape is another one. */
@customElement('ia-size-fields')
export class IaSizeFields extends OutputPart {
  /** The last part that was cut out; the field stays while the next one is made. */
  private window: Window | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('preview') && this.preview && 'url' in this.preview) this.window = this.preview.window;
  }

  override render(): TemplateResult {
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
}

/** What an empty field comes to: the image's own pixels, or what follows from the other side. */
function placeholder(own: number, value: number | null, other: number | null, otherOwn: number): string {
  return String(value ?? (other === null ? own : Math.max(1, Math.round((other * own) / otherOwn))));
}
