import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { sameCandidate } from '../../core/model/run';
import type { ModelView, ProvenanceView, RequestView } from '../../protocol/views';
import { candidateItems, isDrawing, modelsFor, type Placed, runCandidateAction } from '../candidateActions';
import { icon } from '../icons';
import { factsText } from '../labels';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { stageDialog } from '../styles/stageDialog';
import { largeViewStyles } from './largeView.styles';
import { linkList, linkListStyles } from './linkList';
import './menuButton';
import { pickButton } from './pickButton';
import type { Backdrop, IaStage } from './stage';
import type { StageImage } from './stageImage';
import './stage';
import { backdropTools, stageKey, toolButton, zoomTools } from './stageTools';
import { TileCheck } from './tileCheck';

/** One candidate as large as the panel. Fires `show` with the next candidate's reference, and `closed`. */
@customElement('ia-large-view')
export class IaLargeView extends LitElement {
  static override styles = [base, buttons, stageDialog, linkListStyles, largeViewStyles];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  /** The run's candidates in reading order. */
  @property({ attribute: false }) all: readonly Placed[] = [];
  @property({ type: Number }) at = 0;
  /** What the candidate can be held against. */
  @property({ attribute: false }) befores: readonly StageImage[] = [];
  @state() private against = -1;
  @state() private backdrop: Backdrop = 'checker';
  @state() private percent = 100;
  @state() private details = window.innerWidth >= 900;
  @state() private provenance: { of: Placed; view: ProvenanceView } | undefined;
  private readonly tiles = new TileCheck(this, {
    shown: () => this.placed.candidate.image,
    measure: () => this.store.ask('seams', { candidate: this.placed.candidate.ref }),
    begin: () => (this.against = -1),
  });
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('ia-stage') private stage!: IaStage;

  private get placed(): Placed {
    const placed = this.all[this.at];
    if (placed === undefined) throw new Error('no such candidate');
    return placed;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Of the whole page: a click on nothing in particular takes the focus away from the dialog.
    document.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
  }

  override firstUpdated(): void {
    this.dialog.showModal();
    void this.stage.updateComplete.then(() => this.stage.focus());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('at') || changed.has('all')) void this.loadProvenance();
  }

  private async loadProvenance(): Promise<void> {
    const { placed } = this;
    if (this.isKnown(placed)) return;
    const view = await this.store.ask('provenance', { candidate: placed.candidate.ref });
    if (view && this.isConnected && sameKnown(this.placed, placed)) this.provenance = { of: placed, view };
  }

  private isKnown(placed: Placed): boolean {
    return this.provenance !== undefined && sameKnown(this.provenance.of, placed);
  }

  override render(): TemplateResult {
    const { candidate, label } = this.placed;
    const { facts, image, thumbnail } = candidate;
    const { width, height } = facts;
    const shown: StageImage = { name: label, url: image, width, height, ...(thumbnail && { thumbnail }) };
    const before = this.befores[this.against];
    return html`<dialog
      aria-label=${t('Image from {0}', label)}
      class=${this.details ? 'with-aside' : ''}
      @close=${() => this.dispatchEvent(new CustomEvent('closed'))}
    >
      <div class="top">
        <h2><b>${label}</b> <span class="dim">${factsText(facts)}</span></h2>
        ${zoomTools(() => this.stage, this.percent)}
        ${backdropTools(this.backdrop, backdrop => (this.backdrop = backdrop))} ${this.tiles.tools()}
        ${this.renderCompare()}
        ${toolButton('info', t('Details'), () => (this.details = !this.details), this.details)}
        ${toolButton('close', t('Close'), () => this.dialog.close())}
      </div>
      <div class="middle">
        <ia-stage
          .image=${shown}
          .beforeImage=${before}
          .backdrop=${this.backdrop}
          .tiling=${this.tiles.tiling}
          @zoom=${(event: CustomEvent<number>) => (this.percent = Math.round(event.detail * 100))}
        ></ia-stage>
        ${this.tiles.status()}
        ${
          this.all.length > 1
            ? html`${this.renderStep('left', t('Previous image'), -1)}${this.renderStep('right', t('Next image'), 1)}`
            : nothing
        }
      </div>
      ${this.details ? this.renderDetails() : nothing}
      <div class="bottom">${this.renderActions()}</div>
    </dialog>`;
  }

  private renderCompare(): TemplateResult | typeof nothing {
    const { befores } = this;
    if (befores.length === 0) return nothing;
    const label = t('Before and after');
    if (befores.length === 1) {
      return toolButton('split', label, () => this.hold(this.against < 0 ? 0 : -1), this.against >= 0);
    }
    return html`<ia-menu-button
      .label=${label}
      .items=${() => [
        { id: '-1', label: t('Off'), checked: this.against < 0 },
        ...befores.map((each, index) => ({
          id: String(index),
          label: each.name,
          checked: index === this.against,
        })),
      ]}
      @choose=${(event: CustomEvent<string>) => this.hold(Number(event.detail))}
      >${icon('split')}</ia-menu-button
    >`;
  }

  private hold(against: number): void {
    this.against = against;
    if (against >= 0) this.tiles.choose('off');
  }

  private renderStep(side: 'left' | 'right', label: string, step: number): TemplateResult {
    return html`<button
      class="step ${side}"
      aria-label=${label}
      title=${label}
      @click=${() => this.step(step)}
    >
      ${icon(side)}
    </button>`;
  }

  private renderDetails(): TemplateResult {
    const { candidate, request } = this.placed;
    const known = this.provenance && this.isKnown(this.placed) ? this.provenance.view.lines : [];
    return html`<aside aria-label=${t('Details')} tabindex="0">
      <dl>
        ${known.map(
          line =>
            html`<dt>${line.label}</dt>
              <dd>${line.value}</dd>`,
        )}
        ${
          candidate.savedAs
            ? html`<dt>${t('Saved as')}</dt>
                ${[candidate.savedAs, ...(candidate.alsoSavedAs ?? [])].map(path => html`<dd>${path}</dd>`)}`
            : nothing
        }
        ${
          request.said || request.modelText
            ? html`<dt>${t('What the model said')}</dt>
                ${request.said ? this.renderSaid(request.said) : html`<dd>${request.modelText}</dd>`}`
            : nothing
        }
      </dl>
      ${request.sources ? linkList(t('Looked up'), request.sources) : nothing}
      ${request.notes.map(note => html`<p class="dim">${note}</p>`)}
    </aside>`;
  }

  /** The image that is shown stands out among the words. */
  private renderSaid(said: NonNullable<RequestView['said']>): readonly TemplateResult[] {
    const { index } = this.placed.candidate.ref;
    let count = 0;
    return said.map(part => {
      if ('text' in part) return html`<dd>${part.text}</dd>`;
      const name = t('Image {0}', ++count);
      return html`<dd class="dim">${part.image === index ? html`<b>${name}</b>` : name}</dd>`;
    });
  }

  private renderActions(): TemplateResult {
    const act = (choice: string) => {
      // What comes next is in the composer.
      if (choice === 'editCandidate' || choice === 'useCandidate') this.dialog.close();
      runCandidateAction(this.store, choice, this.placed);
    };
    return html`<span class="dim count" aria-live="polite"
        >${t('{0} of {1}', this.at + 1, this.all.length)}</span
      >
      ${pickButton(this.placed, '', () => act('pick'))}
      <button class="button primary" @click=${() => act('save')}>${t('Save…')}</button>
      <button class="button insert" @click=${() => act('saveAndInsert')}>${t('Save and insert')}</button>
      ${
        isDrawing(this.placed.candidate)
          ? nothing
          : html`<button class="button" @click=${() => act('editCandidate')}>${t('Edit…')}</button>`
      }
      <ia-menu-button
        .label=${t('More actions')}
        .items=${() => candidateItems(this.placed, modelsFor(this.placed.run, this.models))}
        @choose=${(event: CustomEvent<string>) => act(event.detail)}
        >${icon('ellipsis')}</ia-menu-button
      >`;
  }

  private step(by: number): void {
    const next = this.all.at((this.at + by) % this.all.length);
    if (next) this.dispatchEvent(new CustomEvent('show', { detail: next.candidate.ref }));
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return this.keepFocus(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { stage } = this;
    const arrows: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const arrow = arrows[event.key];
    const keys: Record<string, () => void> = {
      PageDown: () => this.step(1),
      PageUp: () => this.step(-1),
      ...(arrow && {
        [event.key]: () => (stage.movable ? stage.pan(...arrow) : this.step(arrow[0] || arrow[1])),
      }),
    };
    const run = keys[event.key];
    if (run === undefined && !stageKey(stage, event.key) && !this.tiles.key(event.key)) return;
    event.preventDefault();
    run?.();
  };

  /** Tab goes round inside: outside of this frame is the workbench. */
  private keepFocus(event: KeyboardEvent): void {
    const all = [...this.renderRoot.querySelectorAll<HTMLElement>('button, ia-menu-button')];
    const [first, last] = [all[0], all.at(-1)];
    const active = (this.renderRoot as ShadowRoot).activeElement;
    const from = event.shiftKey ? first : last;
    if (active !== null && active !== from) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}

/** Less is said of an image as long as its model is hidden. */
function sameKnown(one: Placed, other: Placed): boolean {
  return one.run.blind === other.run.blind && sameCandidate(one.candidate.ref, other.candidate.ref);
}
