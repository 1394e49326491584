import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatPixels, formatTook } from '../../core/model/format';
import type { ModelView } from '../../protocol/views';
import { candidateItems, isDrawing, type Placed, runCandidateAction } from '../candidateActions';
import { cssVars } from '../cssVars';
import { dragTypes } from '../../protocol/dragTypes';
import { icon } from '../icons';
import { costText, elapsed, factsText } from '../labels';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { tile } from '../styles/tile';
import './compareCheck';
import './menuButton';
import { pickButton } from './pickButton';

/** Pixels. */
const drawnEdge = 1024;

/** An image that arrived: the picture, what its bytes say, and what can be done with it. Fires `open`. */
@customElement('ia-candidate')
export class IaCandidate extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) placed!: Placed;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property({ type: Boolean, reflect: true }) compact = false;
  @state() private broken = false;
  /** What is shown first stays: a thumbnail that comes later must not make the picture blink. */
  private source: { key: string; url: string } | undefined;

  override render(): TemplateResult {
    const { candidate, request, label } = this.placed;
    const { facts, savedAs } = candidate;
    const marks = [
      ...(candidate.winner ? [t('your pick')] : []),
      ...(candidate.favourite ? [t('favorite')] : []),
      ...(request.pinned ? [t('pinned')] : []),
    ];
    const name = [t('Open image from {0}, {1}', label, formatPixels(facts)), ...marks].join(', ');
    // A drawing is as sharp when it is larger than it says.
    const scale = isDrawing(candidate) ? Math.max(1, drawnEdge / Math.max(facts.width, facts.height)) : 1;
    return html`<figure ${cssVars({ '--w': `${facts.width * scale}`, '--h': `${facts.height * scale}` })}>
      <div class="tile ${facts.hasAlpha ? 'checker' : ''}">
        <button
          class="image"
          aria-label=${name}
          title=${this.compact ? `${label}\n${factsText(facts)}${savedAs ? `\n${savedAs}` : ''}` : t('Drag it into a document to save it and insert a reference')}
          draggable="true"
          @dragstart=${this.onDragStart}
          @click=${() => this.dispatchEvent(new CustomEvent('open', { bubbles: true, composed: true, detail: candidate.ref }))}
        >
          ${
            this.broken
              ? html`<span class="broken">${icon('warning')}${t('The image file is missing')}</span>`
              : html`<img
                  src=${this.url()}
                  alt=""
                  loading="lazy"
                  decoding="async"
                  draggable="false"
                  @error=${() => (this.broken = true)}
                />`
          }
        </button>
        ${
          this.compact
            ? nothing
            : html`<ia-compare-check .store=${this.store} .of=${candidate.ref}></ia-compare-check>`
        }
        ${this.renderTools()}
        ${savedAs && this.compact ? html`<span class="mark">${icon('check', 'small')}</span>` : nothing}
        ${this.renderMarks()}
      </div>
      ${this.compact ? nothing : pickButton(this.placed, 'small pick', () => this.act('pick'))}${this.compact ? nothing : this.renderCaption()}
    </figure>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.image')?.focus();
  }

  private url(): string {
    const { ref, thumbnail, image } = this.placed.candidate;
    const key = `${ref.runId}/${ref.requestId}/${ref.index}`;
    if (this.source?.key !== key) this.source = { key, url: thumbnail ?? image };
    return this.source.url;
  }

  /** What the user's hands made of it; said by the picture's own name too. */
  private renderMarks(): TemplateResult | typeof nothing {
    const { candidate, request } = this.placed;
    const { favourite, winner } = candidate;
    if (!favourite && !winner && !request.pinned) return nothing;
    return html`<span class="marks">
      ${winner ? html`<span class="mark won">${icon('check', 'small')}${t('Your pick')}</span>` : nothing}
      ${favourite ? html`<span class="mark">${icon('starFull', 'small')}</span>` : nothing}
      ${request.pinned ? html`<span class="mark">${icon('pin', 'small')}</span>` : nothing}
    </span>`;
  }

  private renderTools(): TemplateResult {
    const drawing = isDrawing(this.placed.candidate);
    return html`<div class="tools" role="toolbar" aria-label=${t('Image actions')}>
      ${
        this.compact
          ? nothing
          : html`${this.renderTool('save', t('Save…'), icon('save', 'small'))}
            ${drawing ? nothing : this.renderTool('editCandidate', t('Edit…'), icon('edit', 'small'))}`
      }
      <ia-menu-button
        kind="small"
        .label=${t('More actions')}
        .items=${() => [
          ...(this.compact
            ? [
                { id: 'save', label: t('Save…'), icon: icon('save', 'small') },
                ...(drawing ? [] : [{ id: 'editCandidate', label: t('Edit…'), icon: icon('edit', 'small') }]),
              ]
            : []),
          ...candidateItems(this.placed, this.models),
        ]}
        @choose=${(event: CustomEvent<string>) => this.act(event.detail)}
        >${icon('ellipsis', 'small')}</ia-menu-button
      >
    </div>`;
  }

  private act(choice: string): void {
    runCandidateAction(this.store, choice, this.placed);
  }

  /** In a narrow column only the icon is seen. */
  private renderTool(choice: string, label: string, picture: TemplateResult): TemplateResult {
    return html`<button
      class="button small"
      aria-label=${label}
      title=${label}
      @click=${() => this.act(choice)}
    >
      ${picture}<span class="word">${label}</span>
    </button>`;
  }

  private renderCaption(): TemplateResult {
    const { candidate, request } = this.placed;
    const { facts, savedAs, alsoSavedAs } = candidate;
    const ms = elapsed(request, Date.now());
    const spent = [ms === undefined ? '' : formatTook(ms), costText(request.costUsd, request.costIsEstimate)];
    return html`<figcaption>
      <span>${factsText(facts)}</span>
      <span class="spent">${spent.filter(Boolean).join(' · ')}</span>
      ${
        savedAs
          ? html`<span class="saved" title=${[savedAs, ...(alsoSavedAs ?? [])].join('\n')}
              >${icon('check', 'small good')}<span class="path"><bdi>${savedAs}</bdi></span
              >${alsoSavedAs ? html`<span class="also">+${alsoSavedAs.length}</span>` : nothing}</span
            >`
          : nothing
      }
    </figcaption>`;
  }

  private onDragStart = (event: DragEvent): void => {
    if (!event.dataTransfer) return;
    event.dataTransfer.effectAllowed = 'copy';
    event.dataTransfer.setData(dragTypes.candidate, JSON.stringify(this.placed.candidate.ref));
  };

  static override styles = [
    base,
    buttons,
    tile,
    css`
      .image {
        display: block;
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        border: 0;
        border-radius: 0;
        cursor: zoom-in;
      }
      .image:active {
        cursor: grabbing;
      }
      .image:focus-visible {
        outline: 2px solid var(--ia-focus);
        outline-offset: -2px;
      }
      /* Never above its own size, of which the thumbnail that is shown knows nothing. */
      img {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        max-width: calc(var(--w) * 1px);
        max-height: calc(var(--h) * 1px);
        margin: auto;
        object-fit: contain;
      }
      .broken {
        display: grid;
        gap: 6px;
        justify-items: center;
        color: var(--ia-dim);
        font-size: 12px;
      }
      .tile {
        container-type: inline-size;
      }
      .tools .button > .icon {
        display: none;
      }
      @container (max-width: 219px) {
        .word {
          display: none;
        }
        .tools .button > .icon {
          display: inline-block;
        }
      }
      .tools {
        position: absolute;
        top: 6px;
        right: 6px;
        display: flex;
        gap: 4px;
        opacity: 0;
        border-radius: var(--ia-radius);
        box-shadow: 0 1px 6px var(--vscode-widget-shadow, transparent);
        transition: opacity 80ms;
      }
      /* Over a picture nothing may shine through, whatever the theme's button is made of. */
      .tools .button,
      .tools ia-menu-button::part(button) {
        color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
        background: var(--ia-widget);
      }
      .tools .button:hover,
      .tools ia-menu-button:hover::part(button) {
        background: linear-gradient(var(--ia-hover) 0 0) var(--ia-widget);
      }
      .tile:hover .tools,
      .tile:has(:focus-visible) .tools,
      .tools:has([ring], [open]) {
        opacity: 1;
      }
      ia-compare-check {
        position: absolute;
        top: 6px;
        left: 6px;
        opacity: 0;
        transition: opacity 80ms;
      }
      .tile:hover ia-compare-check,
      .tile:focus-within ia-compare-check,
      ia-compare-check[some] {
        opacity: 1;
      }
      @media (hover: none) {
        .tools,
        ia-compare-check {
          opacity: 1;
        }
      }
      .mark {
        position: absolute;
        left: 5px;
        bottom: 5px;
        display: grid;
        padding: 2px;
        border-radius: 50%;
        color: var(--vscode-button-foreground);
        background: var(--vscode-button-background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        pointer-events: none;
      }
      /* The other corners are taken: the box to compare with, the tools, what is saved. */
      .marks {
        position: absolute;
        right: 5px;
        bottom: 5px;
        display: flex;
        gap: 4px;
        pointer-events: none;
      }
      .marks .mark {
        position: static;
      }
      .won {
        display: flex;
        align-items: center;
        gap: 4px;
        padding-inline: 5px 8px;
        border-radius: 10px;
        font-size: 11px;
        line-height: 16px;
      }
      .pick {
        width: max(var(--tile-width), min(100%, 230px));
        margin-top: 6px;
      }
      figcaption {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        column-gap: 10px;
        /* Under the picture, which need not be as wide as the column. */
        width: max(var(--tile-width), min(100%, 230px));
        padding: 5px 1px 0;
        font-size: 11px;
        line-height: 16px;
        color: var(--ia-dim);
        font-variant-numeric: tabular-nums;
      }
      .spent {
        white-space: nowrap;
        color: var(--vscode-foreground);
      }
      .saved {
        flex-basis: 100%;
        display: flex;
        gap: 4px;
        align-items: center;
        min-width: 0;
      }
      /* Cut at its start: the end of a path says most. */
      .path {
        min-width: 0;
        direction: rtl;
        text-align: left;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];
}
