import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { formatUsd } from '../../core/model/format';
import type { MissingRowView } from '../../protocol/missingViews';
import { icon } from '../icons';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { missingRowStyles } from './missingView.styles';
import './progressBar';

/** What the hands do to a row. */
export type RowEdit = Partial<Pick<MissingRowView, 'prompt' | 'chosen' | 'placeholder'>>;
export type RowAct = { act: 'retry' | 'undo' } | { act: 'open'; use: number };

/** More places of one image are behind a button. */
const fewUses = 3;

/** A missing image: what it will be, or what came of it. Fires `edit` (`RowEdit`) and `act` (`RowAct`). */
@customElement('ia-missing-row')
export class IaMissingRow extends LitElement {
  static override styles = [base, buttons, fields, missingRowStyles];

  @property({ attribute: false }) row!: MissingRowView;
  /** As the hands have it by now. */
  @property({ attribute: false }) edit: RowEdit = {};
  /** Other rows are being made: nothing new is begun. */
  @property({ type: Boolean }) busy = false;
  /** All are made on this machine, so that a placeholder is no choice. */
  @property({ type: Boolean }) local = false;
  @state() private allUses = false;
  private drawing: { svg: string; url: string } | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.drawing) URL.revokeObjectURL(this.drawing.url);
    this.drawing = undefined;
  }

  override render(): TemplateResult {
    const { row } = this;
    const open = row.state === 'ready' || row.state === 'failed';
    const chosen = this.edit.chosen ?? row.chosen;
    return html`<div class="row ${row.state} ${chosen || !open ? '' : 'left-out'}">
      <input
        class="tick"
        type="checkbox"
        aria-label=${t('Make {0}', row.path)}
        .checked=${live(chosen)}
        ?disabled=${!open}
        @change=${(event: Event) => this.change({ chosen: (event.target as HTMLInputElement).checked })}
      />
      <div class="picture ${row.thumbnail || row.svg ? 'checker' : ''}">${this.renderPicture()}</div>
      <div class="about">
        <h3 title=${row.path}>${this.renderPath(row.path)}</h3>
        ${this.renderFacts()} ${this.renderPrompt(open)} ${this.renderNote()}
      </div>
      <div class="end">${this.renderEnd(open)}</div>
    </div>`;
  }

  private renderPicture(): TemplateResult {
    const { thumbnail, svg, state } = this.row;
    const url = thumbnail ?? (svg === undefined ? undefined : this.drawn(svg));
    if (url !== undefined) return html`<img src=${url} alt="" />`;
    return icon(state === 'failed' ? 'warning' : 'image', state === 'failed' ? 'warning' : '');
  }

  private drawn(svg: string): string {
    if (this.drawing?.svg !== svg) {
      if (this.drawing) URL.revokeObjectURL(this.drawing.url);
      this.drawing = { svg, url: URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })) };
    }
    return this.drawing.url;
  }

  /** The name is what is looked for; a long folder gives way to it. */
  private renderPath(path: string): TemplateResult {
    const slash = path.lastIndexOf('/') + 1;
    return html`<span class="folder"><bdi>${path.slice(0, slash)}</bdi></span
      ><span class="name">${path.slice(slash)}</span>`;
  }

  private renderFacts(): TemplateResult {
    const { uses, size, sizeFrom } = this.row;
    const shown = this.allUses ? uses : uses.slice(0, fewUses);
    return html`<p class="facts">
      <span><b>${size}</b> ${sizeFrom}</span>
      <span class="uses"
        >${shown.map(
          (use, index) =>
            html`<button
              class="link"
              title=${t('Open {0}', use)}
              @click=${() => this.act({ act: 'open', use: index })}
            >
              ${use}
            </button>`,
        )}${
          uses.length > shown.length
            ? html`<button class="link more" @click=${() => (this.allUses = true)}>
                ${t('and {0} more places', uses.length - shown.length)}
              </button>`
            : nothing
        }</span
      >
    </p>`;
  }

  private renderPrompt(open: boolean): TemplateResult {
    const { row, edit } = this;
    const prompt = edit.prompt ?? row.prompt;
    if (!open) return html`<p class="said">${prompt}</p>`;
    return html`<textarea
      rows="1"
      aria-label=${t('Prompt for {0}', row.path)}
      placeholder=${t('What the image shows')}
      .value=${live(prompt)}
      @input=${(event: Event) => this.change({ prompt: (event.target as HTMLTextAreaElement).value })}
    ></textarea>`;
  }

  private renderNote(): TemplateResult | typeof nothing {
    const { note, state, instead } = this.row;
    const changed =
      instead === undefined
        ? nothing
        : html`<p class="note">
            ${icon('info', 'small')}<span
              >${
                state === 'saved'
                  ? t('Saved as {0}, and the references lead there.', instead)
                  : t('Will be {0}, and the references will lead there.', instead)
              }</span
            >
          </p>`;
    if (note === undefined) return html`${changed}`;
    const failed = state === 'failed';
    return html`${changed}
      <p class="note ${failed ? 'failed' : ''}" role=${failed ? 'alert' : 'status'}>
        ${icon(failed ? 'error' : 'info', failed ? 'small error' : 'small')}<span>${note}</span>
      </p>`;
  }

  private renderEnd(open: boolean): TemplateResult {
    const { row, busy } = this;
    switch (row.state) {
      case 'waiting':
        return html`<span class="dim">${t('Waiting')}</span>`;
      case 'making':
        return html`<span class="dim">${t('Making…')}</span
          ><ia-progress .label=${t('Making {0}', row.path)}></ia-progress>`;
      case 'saved':
        return html`<span class="done">${icon('check', 'good small')}${t('Saved')}</span>
          ${row.costUsd > 0 ? html`<span class="dim">${formatUsd(row.costUsd)}</span>` : nothing}
          <button
            class="button small"
            aria-label=${t('Undo {0}', row.path)}
            ?disabled=${busy}
            @click=${() => this.act({ act: 'undo' })}
          >
            ${t('Undo')}
          </button>`;
      default:
        return html`${this.renderCost()} ${open ? this.renderPlaceholder() : nothing}
        ${
          row.state === 'failed'
            ? html`<button
                class="button small"
                aria-label=${t('Retry {0}', row.path)}
                ?disabled=${busy}
                @click=${() => this.act({ act: 'retry' })}
              >
                ${t('Retry')}
              </button>`
            : nothing
        }`;
    }
  }

  private renderCost(): TemplateResult {
    const { estimateUsd } = this.row;
    const text =
      estimateUsd === undefined
        ? t('price not known')
        : estimateUsd === 0
          ? t('free')
          : t('about {0}', formatUsd(estimateUsd));
    return html`<span class="dim cost">${text}</span>`;
  }

  private renderPlaceholder(): TemplateResult | typeof nothing {
    const { row, edit } = this;
    if (this.local) return nothing;
    return html`<label class="check"
      ><input
        type="checkbox"
        aria-label=${t('Placeholder instead, {0}', row.path)}
        .checked=${live(edit.placeholder ?? row.placeholder)}
        @change=${(event: Event) => this.change({ placeholder: (event.target as HTMLInputElement).checked })}
      /><span>${row.vector ? t('SVG placeholder') : t('Placeholder')}</span></label
    >`;
  }

  private change(detail: RowEdit): void {
    this.dispatchEvent(new CustomEvent<RowEdit>('edit', { detail }));
  }

  private act(detail: RowAct): void {
    this.dispatchEvent(new CustomEvent<RowAct>('act', { detail }));
  }
}
