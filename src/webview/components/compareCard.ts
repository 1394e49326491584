import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { alignedSize, commonSize } from '../../core/model/commonSize';
import { formatTook } from '../../core/model/format';
import type { ComparedImage } from '../../protocol/compareViews';
import type { ModelView } from '../../protocol/views';
import { candidateItems, isDrawing, modelsFor, type Placed } from '../candidateActions';
import { icon } from '../icons';
import { costText, factsText } from '../labels';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { compareViewStyles } from './compareView.styles';
import './menuButton';
import { pickButton } from './pickButton';
import { toolButton } from './stageTools';

/**
 * What is known of an image that is compared, and what can be done with it. Fires `step` with 1 or -1, and `act` with a choice
 * of `candidateItems`, `save` or `editCandidate`.
 */
@customElement('ia-compare-card')
export class IaCompareCard extends LitElement {
  static override styles = [base, buttons, compareViewStyles];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property({ attribute: false }) image!: ComparedImage;
  @property() letter = '';
  @property({ attribute: false }) placed: Placed | undefined;
  /** How many could take its place. */
  @property({ type: Number }) others = 0;
  @property({ type: Boolean }) current = false;
  /** It is not among those that are over each other. */
  @property({ type: Boolean }) out = false;
  /** Those that it is scaled to; absent: each is shown in its own pixels. */
  @property({ attribute: false }) all: readonly ComparedImage[] | undefined;

  override render(): TemplateResult {
    const { image, letter, current, out, others } = this;
    const spent = [
      image.tookMs === undefined ? '' : formatTook(image.tookMs),
      costText(image.costUsd, image.costIsEstimate),
    ].filter(Boolean);
    const scaled = this.scaledText();
    return html`<section
      class="card ${current ? 'active' : ''} ${out ? 'out' : ''}"
      aria-label=${`${letter}: ${image.name}`}
    >
      <div class="name">
        <span class="letter" aria-hidden="true">${letter}</span>
        <h3 title=${image.name}>${image.name}</h3>
        ${
          others > 0
            ? html`${toolButton('left', t('Previous image in place of {0}', letter), () => this.fire('step', -1))}
              ${toolButton('right', t('Next image in place of {0}', letter), () => this.fire('step', 1))}`
            : nothing
        }
      </div>
      ${image.problem === undefined ? nothing : html`<p class="note">${image.problem}</p>`}
      ${image.shown ? html`<p class="facts">${factsText(image.shown.facts)}</p>` : nothing}
      ${spent.length > 0 ? html`<p class="facts">${spent.join(' · ')}</p>` : nothing}
      ${scaled ? html`<p class="note">${scaled}</p>` : nothing}
      ${this.placed ? this.renderActions(this.placed) : nothing}
    </section>`;
  }

  private renderActions(placed: Placed): TemplateResult {
    return html`<div class="acts">
      ${pickButton(placed, 'small', () => this.fire('act', 'pick'))}
      <button class="button small" @click=${() => this.fire('act', 'save')}>${t('Save…')}</button>
      ${
        isDrawing(placed.candidate)
          ? nothing
          : html`<button class="button small" @click=${() => this.fire('act', 'editCandidate')}>
              ${t('Edit…')}
            </button>`
      }
      <ia-menu-button
        kind="small"
        .label=${t('More actions')}
        .items=${() => candidateItems(placed, modelsFor(placed.run, this.models))}
        @choose=${(event: CustomEvent<string>) => this.fire('act', event.detail)}
        >${icon('ellipsis', 'small')}</ia-menu-button
      >
    </div>`;
  }

  /** Said where it is not shown in its own pixels. */
  private scaledText(): string {
    const { image, all } = this;
    if (!image.shown || !all) return '';
    const common = commonSize(all.flatMap(({ shown }) => shown?.facts ?? []));
    const { facts } = image.shown;
    const aligned = alignedSize(facts, common);
    if (aligned.width === facts.width && aligned.height === facts.height) return '';
    return t('Scaled to {0} × {1} to be compared.', aligned.width, aligned.height);
  }

  private fire(name: 'step' | 'act', detail: number | string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
