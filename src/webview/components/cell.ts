import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CandidateView, ModelView, RequestView, RunView } from '../../protocol/views';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { tile } from '../styles/tile';
import './candidateTile';
import './failureTile';
import { linkList, linkListStyles } from './linkList';
import './waitingTile';

/** One request: waiting, failed, or the images it returned with what was adapted and said. */
@customElement('ia-cell')
export class IaCell extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) run!: RunView;
  @property({ attribute: false }) request!: RequestView;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property() label = '';
  @property({ type: Boolean, reflect: true }) compact = false;
  /** It shows words and no picture, present or coming. */
  @property({ type: Boolean, reflect: true }) wordy = false;
  @state() private textShown = false;

  focusCandidate(index: number): void {
    const tiles = this.renderRoot.querySelectorAll<LitElement>('ia-candidate');
    tiles[this.request.candidates.findIndex(({ ref }) => ref.index === index)]?.focus();
  }

  private hadFocus = false;

  protected override willUpdate(): void {
    this.hadFocus = this.matches(':focus-within');
    this.wordy = this.request.state === 'done' && this.request.candidates.length === 0;
  }

  protected override updated(): void {
    if (this.hadFocus) void this.keepFocus();
  }

  /** The button that was pressed may be gone with the state; the hands stay in this cell. */
  private async keepFocus(): Promise<void> {
    const tile = this.renderRoot.querySelector<LitElement>('ia-candidate, ia-failure, ia-waiting');
    await tile?.updateComplete;
    if (!this.matches(':focus-within')) tile?.focus();
  }

  override render(): TemplateResult {
    const { run, request, compact } = this;
    return html`${this.renderState()}
    ${
      compact || request.notes.length === 0
        ? nothing
        : html`<ul class="notes">
            ${request.notes.map(note => html`<li>${note}</li>`)}
          </ul>`
    }
    ${compact ? nothing : this.renderBeside(request, run.id)}`;
  }

  private renderState(): TemplateResult | readonly TemplateResult[] {
    const { store, run, request, models, label, compact } = this;
    if (request.failure !== undefined) {
      return html`<ia-failure
        .store=${store}
        .runId=${run.id}
        .request=${request}
        .failure=${request.failure}
        .models=${models}
        .label=${label}
        .compact=${compact}
      ></ia-failure>`;
    }
    if (request.candidates.length > 0) {
      const tile = (candidate: CandidateView): TemplateResult =>
        html`<ia-candidate
          .store=${store}
          .placed=${{ run, request, candidate, label }}
          .models=${models}
          .compact=${compact}
        ></ia-candidate>`;
      if (compact || !request.said) return request.candidates.map(tile);
      return request.said.flatMap(part => {
        if ('text' in part) return [html`<p class="prose between">${part.text}</p>`];
        const candidate = request.candidates.find(({ ref }) => ref.index === part.image);
        return candidate ? [tile(candidate)] : [];
      });
    }
    if (request.state === 'done') return html`<div class="tile words gone">${t('Deleted')}</div>`;
    return html`<ia-waiting
      .store=${store}
      .runId=${run.id}
      .request=${request}
      .label=${label}
      ?compact=${compact}
    ></ia-waiting>`;
  }

  private renderBeside(
    { id, said, failure, modelText, sources, links }: RequestView,
    runId: string,
  ): unknown {
    return [
      modelText && !said && !failure ? this.renderText(modelText, runId) : nothing,
      sources ? linkList(t('Looked up'), sources) : nothing,
      links
        ? html`${linkList(t('Not fetched'), links)}
            <button
              class="button small"
              @click=${() => void this.store.ask('failureAction', { runId, requestId: id, action: 'fetch-links' })}
            >
              ${t('Fetch the Image')}
            </button>`
        : nothing,
    ];
  }

  private renderText(text: string, runId: string): TemplateResult {
    const id = `text-${runId}`;
    return html`<div class="said">
      <button
        class="link"
        aria-expanded=${this.textShown}
        aria-controls=${id}
        @click=${() => (this.textShown = !this.textShown)}
      >
        ${this.textShown ? t('Hide what the model said') : t('What the model said')}
      </button>
      <p id=${id} class="prose" ?hidden=${!this.textShown}>${text}</p>
    </div>`;
  }

  static override styles = [
    base,
    buttons,
    tile,
    linkListStyles,
    css`
      :host {
        display: grid;
        /* What stands in a cell, a long path or a flat wide picture, never makes it wider. */
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
        align-content: start;
        min-width: 0;
      }
      /* The first row is as high as those beside it leave it, which is what .words fills. */
      :host(:not([compact])) {
        container-type: inline-size;
      }
      :host([wordy]) {
        grid-template-rows: 1fr;
        align-content: normal;
      }
      .gone {
        display: grid;
        place-items: center;
        color: var(--ia-dim);
        background: none;
        border-style: dashed;
        font-size: 12px;
      }
      .notes {
        margin-top: -4px;
        font-size: 11px;
        line-height: 16px;
        color: var(--ia-dim);
        text-wrap: pretty;
      }
      .between {
        font-size: 12px;
      }
      .said {
        margin-top: -8px;
      }
      .link {
        font-size: 11px;
      }
      .said .prose {
        white-space: pre-wrap;
        max-height: 240px;
        overflow: auto;
      }
    `,
  ];
}
