import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { live } from 'lit/directives/live.js';
import type { CandidateRef } from '../../core/model/run';
import { icon } from '../icons';
import { isOpen, onlyFavourites, type PanelState } from '../state';
import type { PanelStore } from '../store';
import type { UiState } from '../uiState';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import './emptyState';
import './progressBar';
import './run';
import type { IaRun } from './run';

/** "5 minutes ago" need not be fresher. */
const tickMs = 30_000;
/** How near the end may come before older runs are asked for. */
const loadAhead = '600px';

/** All runs, newest first; older ones load when the end comes near. */
@customElement('ia-results')
export class IaResults extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) state!: PanelState;
  @state() private now = Date.now();
  @query('.end') private end!: HTMLElement;
  private observer: IntersectionObserver | undefined;
  private timer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => (this.now = Date.now()), tickMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
    this.observer?.disconnect();
    this.observer = undefined;
  }

  override render(): TemplateResult {
    const { store, state } = this;
    const { models, ui, ready } = state;
    const runs = ui.favourites ? state.runs.flatMap(run => onlyFavourites(run) ?? []) : state.runs;
    const searching = ui.search.trim() !== '' || ui.favourites;
    return html`<section aria-labelledby="title" aria-busy=${state.loadingRuns}>
      <h2 id="title" class="hidden-text">${t('Results')}</h2>
      ${state.runs.some(run => run.running) ? html`<ia-progress .label=${t('Images are being made')}></ia-progress>` : nothing}
      ${runs.length > 0 || searching ? this.renderSearch(ui) : nothing}
      <div class="runs">
        ${repeat(
          runs,
          run => run.id,
          (run, index) =>
            html`<ia-run
              data-run=${run.id}
              .store=${store}
              .run=${run}
              .models=${models}
              .open=${isOpen(run, index === 0, ui)}
              .now=${this.now}
              .sort=${ui.sort}
            ></ia-run>`,
        )}
      </div>
      ${
        state.failed !== undefined ||
        (ready && runs.length === 0 && !state.loadingRuns && state.runsFailed === undefined)
          ? html`<ia-empty
              .store=${store}
              .models=${models}
              .noKey=${state.noKey}
              .search=${ui.search.trim()}
              .favourites=${ui.favourites}
              .restricted=${state.restricted !== undefined}
              .failed=${state.failed}
            ></ia-empty>`
          : nothing
      }
      <div class="end">
        ${state.loadingRuns && runs.length > 0 ? t('Loading older runs') : nothing}
        ${state.runsFailed === undefined ? nothing : this.renderFailed()}
      </div>
    </section>`;
  }

  protected override updated(): void {
    // Asked again after each page: an end that stays in sight fires no further event by itself.
    this.observer?.disconnect();
    // What failed is asked for again by a hand, not by itself without end.
    if (!this.state.moreRuns || this.state.loadingRuns || this.state.runsFailed !== undefined) return;
    this.observer ??= new IntersectionObserver(
      entries => entries.some(entry => entry.isIntersecting) && void this.store.loadOlder(),
      // The margin that counts is the one of the element that scrolls.
      { rootMargin: loadAhead, scrollMargin: loadAhead } as IntersectionObserverInit,
    );
    this.observer.observe(this.end);
  }

  async focusRun(runId: string): Promise<void> {
    await this.updateComplete;
    const run = this.renderRoot.querySelector<IaRun>(`[data-run="${CSS.escape(runId)}"]`);
    await run?.updateComplete;
    run?.scrollIntoView({ block: 'nearest' });
    run?.focus();
  }

  focusCandidate({ runId, requestId, index }: CandidateRef): void {
    this.renderRoot
      .querySelector<IaRun>(`[data-run="${CSS.escape(runId)}"]`)
      ?.focusCandidate(requestId, index);
  }

  private renderFailed(): TemplateResult {
    const older = this.state.runsFailed === 'older';
    return html`<p>
      ${older ? t('Older runs could not be loaded.') : t('The runs could not be loaded.')}
      <button class="button small" @click=${() => void this.store.loadAgain()}>${t('Try again')}</button>
    </p>`;
  }

  private renderSearch({ search: text, favourites }: UiState): TemplateResult {
    return html`<div class="find">
      <div class="search">
        ${icon('search', 'small')}
        <input
          type="search"
          aria-label=${t('Search prompts')}
          placeholder=${t('Search prompts')}
          .value=${live(text)}
          @input=${(event: Event) => this.store.search((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key === 'Escape' && text !== '') this.store.search('');
          }}
        />
        ${
          text === ''
            ? nothing
            : html`<button
                class="icon-button"
                aria-label=${t('Clear the search')}
                @click=${() => this.store.search('')}
              >
                ${icon('close', 'small')}
              </button>`
        }
      </div>
      <button
        class="icon-button"
        aria-label=${t('Only favorites')}
        title=${t('Only favorites')}
        aria-pressed=${String(favourites)}
        @click=${() => this.store.showFavourites(!favourites)}
      >
        ${icon(favourites ? 'starFull' : 'star', 'small')}
      </button>
    </div>`;
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      ia-progress {
        position: sticky;
        top: 0;
        z-index: 2;
        height: 0;
      }
      section {
        min-height: 100%;
        display: flex;
        flex-direction: column;
      }
      .find {
        display: flex;
        align-items: center;
        gap: 4px;
        margin: 12px 16px 0;
      }
      .search {
        position: relative;
        display: flex;
        align-items: center;
        flex: 0 1 280px;
        min-width: 0;
      }
      .search > .icon {
        position: absolute;
        left: 7px;
        color: var(--ia-dim);
        pointer-events: none;
      }
      .search input {
        padding-inline: 27px 26px;
      }
      .search .icon-button {
        position: absolute;
        right: 1px;
      }
      ia-run + ia-run {
        border-top: 1px solid
          var(--vscode-contrastBorder, color-mix(in srgb, var(--ia-line) 60%, transparent));
      }
      ia-empty {
        flex: 1;
      }
      .end {
        min-height: 1px;
        padding-inline: 16px;
        font-size: 12px;
        color: var(--ia-dim);
      }
      .end p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px;
        margin-block: 12px 16px;
      }
    `,
  ];
}
