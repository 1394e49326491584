import { t } from '@vscode/l10n';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatUsd } from '../../core/model/format';
import type { MissingRowView, MissingView } from '../../protocol/missingViews';
import type { ModelView, SpendingView } from '../../protocol/views';
import { icon } from '../icons';
import { onePage } from '../styles/onePage';
import './menuButton';
import './missingRow';
import type { RowAct, RowEdit } from './missingRow';
import { missingViewStyles } from './missingView.styles';
import { shortList } from '../modelList';
import { modelItem } from './modelField';
import { StageView } from './stageView';
import { stageViewStyles } from './stageView.styles';

/** All images that are missing somewhere: looked through, changed, made, taken back. Fires `closed`. */
@customElement('ia-missing-view')
export class IaMissingView extends StageView<MissingView, MissingView> {
  static override styles = [stageViewStyles, onePage, missingViewStyles];

  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property({ attribute: false }) spending: SpendingView | undefined;
  /** What the hands did and the host has not confirmed. */
  @state() private edits: ReadonlyMap<string, RowEdit> = new Map();
  @state() private typedStyle: string | undefined;
  private began = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('view')) this.made = this.view;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { busy } = this.view;
    // What is waited for is said when it is over; before that, the row says it.
    if (this.began && !busy) this.store.say(this.summary());
    this.began = busy;
  }

  protected override focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>('.bottom .button.primary')?.focus();
  }

  /** Sends what was changed; the answer is how it is then. */
  protected override async preview(): Promise<MissingView | undefined> {
    const { edits, typedStyle: style } = this;
    const answer = await this.store.ask('changeMissing', {
      id: this.view.id,
      rows: [...edits].map(([id, edit]) => ({ id, ...edit })),
      ...(style !== undefined && { style }),
    });
    if (!answer) return undefined;
    // What was typed meanwhile goes with the next one.
    this.edits = new Map([...this.edits].filter(([id, edit]) => edits.get(id) !== edit));
    if (this.typedStyle === style) this.typedStyle = undefined;
    return answer;
  }

  protected override received(view: MissingView): void {
    this.view = view;
    super.received(view);
  }

  override render(): TemplateResult {
    const { view } = this;
    const documents = view.documents === 1 ? t('1 document read') : t('{0} documents read', view.documents);
    const images = view.rows.length === 1 ? t('1 image') : t('{0} images', view.rows.length);
    return this.renderDialog(
      t('Missing images in {0}', view.name),
      html` <div class="top">
          <h2>
            <b>${t('Missing images in {0}', view.name)}</b> <span class="dim">${images} · ${documents}</span>
          </h2>
          ${this.renderClose()}
        </div>
        <div class="middle" aria-busy=${view.busy}>
          ${this.renderHead()}
          <ul class="list" aria-label=${t('Missing images')}>
            ${repeat(
              view.rows,
              row => row.id,
              row => this.renderRow(row),
            )}
          </ul>
        </div>
        <aside aria-label=${t('For all images')}>${this.renderAll()}</aside>
        ${this.renderBottom(() => this.renderActions())}`,
    );
  }

  private get open(): readonly MissingRowView[] {
    return this.view.rows.filter(isOpen);
  }

  private get chosen(): readonly MissingRowView[] {
    return this.open.filter(row => this.edits.get(row.id)?.chosen ?? row.chosen);
  }

  private renderHead(): TemplateResult {
    const { open, chosen, view } = this;
    const all = chosen.length === open.length && open.length > 0;
    const placeholders = chosen.length > 0 && chosen.every(row => this.isPlaceholder(row));
    if (view.busy || open.length === 0) {
      // Of those that are made, and not of all: what is said beside the button adds up to it.
      const made = view.rows.filter(({ state }) => state !== 'ready');
      const saved = made.filter(({ state }) => state === 'saved');
      return html`<div class="head">${t('{0} of {1} saved', saved.length, made.length)}</div>`;
    }
    return html`<div class="head">
      <label class="check"
        ><input
          type="checkbox"
          .checked=${live(all)}
          .indeterminate=${live(chosen.length > 0 && !all)}
          @change=${() => this.editAll(open, { chosen: !all })}
        /><span>${t('{0} of {1} chosen', chosen.length, open.length)}</span></label
      >
      ${
        view.local || chosen.length === 0
          ? nothing
          : html`<button
              class="button small"
              @click=${() => this.editAll(chosen, { placeholder: !placeholders })}
            >
              ${placeholders ? t('Generate all instead') : t('Placeholders for all')}
            </button>`
      }
    </div>`;
  }

  private isPlaceholder(row: MissingRowView): boolean {
    return this.edits.get(row.id)?.placeholder ?? row.placeholder;
  }

  private renderRow(row: MissingRowView): TemplateResult {
    return html`<li>
      <ia-missing-row
        .row=${row}
        .edit=${this.edits.get(row.id) ?? {}}
        .busy=${this.view.busy}
        .local=${this.view.local}
        @edit=${({ detail }: CustomEvent<RowEdit>) => this.edit([row], detail)}
        @act=${({ detail }: CustomEvent<RowAct>) => void this.act(row, detail)}
      ></ia-missing-row>
    </li>`;
  }

  private renderAll(): TemplateResult {
    const { view, models } = this;
    const able = models.filter(model => (model.references?.min ?? 0) === 0 && model.status !== 'retired');
    return html`<div>
        <div class="field-head"><h3>${t('Model')}</h3></div>
        <ia-menu-button
          kind="field"
          .label=${t('Model: {0}', view.modelLabel)}
          .disabled=${view.busy}
          .items=${() => shortList(able).map(model => ({ ...modelItem(model, model.id === view.model), many: false }))}
          @choose=${(event: CustomEvent<string>) => void this.chooseModel(event.detail)}
          ><span>${view.modelLabel}</span></ia-menu-button
        >
        ${
          view.local
            ? html`<p>
                ${t('Placeholders are drawn on this machine, free.')}
                <button class="link" @click=${() => void this.store.ask('setKey', {})}>
                  ${t('Set API key…')}
                </button>
              </p>`
            : nothing
        }
      </div>
      ${
        view.local
          ? nothing
          : html`<div>
              <div class="field-head"><label for="style">${t('Style for all')}</label></div>
              <textarea
                id="style"
                rows="3"
                placeholder=${t('For example: flat vector shapes, two colors, no text')}
                .value=${live(this.typedStyle ?? view.style)}
                ?disabled=${view.busy}
                @input=${(event: Event) => {
                  this.typedStyle = (event.target as HTMLTextAreaElement).value;
                  this.askSoon();
                }}
              ></textarea>
              <p>${t('Stands before every prompt.')}</p>
            </div>`
      }
      ${
        view.skipped.length > 0
          ? html`<p>${t('Too long to read: {0}', view.skipped.join(', '))}</p>`
          : nothing
      }
      ${this.renderTotal()}`;
  }

  private renderTotal(): TemplateResult {
    const { view, spending, chosen } = this;
    const { totalUsd } = view;
    const spent = view.rows.reduce((sum, { costUsd }) => sum + costUsd, 0);
    const over =
      !view.busy &&
      spending !== undefined &&
      totalUsd !== undefined &&
      (spending.todayUsd + totalUsd > spending.dailyUsd ||
        spending.monthUsd + totalUsd > spending.monthlyUsd);
    return html`<div class="came" aria-live="polite">
      ${chosen.length === 0 || view.busy ? nothing : html`<b>${this.costText()}</b>`}
      ${spent > 0 ? html`<p>${t('Spent on this list: {0}', formatUsd(spent))}</p>` : nothing}
      ${
        spending && !view.local
          ? html`<p>${t('Today: {0} of {1}', formatUsd(spending.todayUsd), formatUsd(spending.dailyUsd))}</p>`
          : nothing
      }
      ${
        over
          ? html`<p class="over">
              ${icon('warning', 'small warning')}<span
                >${t('A spending limit is reached before all of them are made. What is left can be made another day.')}</span
              >
            </p>`
          : nothing
      }
    </div>`;
  }

  private costText(): string {
    const { totalUsd } = this.view;
    if (totalUsd === undefined) return t('The price is not known.');
    return totalUsd === 0 ? t('Free') : t('About {0} in all', formatUsd(totalUsd));
  }

  private renderActions(): TemplateResult {
    const { view, chosen } = this;
    const saved = view.rows.filter(row => row.state === 'saved').length;
    const halted =
      view.halted === undefined
        ? nothing
        : html`<div class="halted" role="alert">
            ${icon('warning', 'warning')}<span>${view.halted}</span>
          </div>`;
    if (view.busy) {
      const left = view.rows.filter(isUnderWay).length;
      return html`<button
          class="button primary"
          @click=${() => void this.store.ask('stopMissing', { id: view.id })}
        >
          ${icon('stop', 'small')}${t('Stop')}
        </button>
        <span class="progress" role="status">${t('{0} saved, {1} to come', saved, left)}</span>`;
    }
    return html`${halted}
    ${
      chosen.length > 0
        ? html`<button class="button primary" @click=${() => void this.save()}>
            ${this.makeText(chosen)}
          </button>`
        : nothing
    }
    ${
      saved > 0
        ? html`<button
              class="button ${chosen.length > 0 ? '' : 'primary'}"
              @click=${() => this.dialog.close()}
            >
              ${t('Done')}
            </button>
            <button class="button" @click=${() => void this.store.ask('undoMissing', { id: view.id })}>
              ${t('Undo all')}
            </button>
            <span class="done" role="status">${icon('check', 'good')}<span>${this.summary()}</span></span>`
        : chosen.length === 0
          ? html`<span class="dim">${t('Choose the images that are to be made.')}</span>`
          : nothing
    }`;
  }

  /** What the button does, and for how much. */
  private makeText(chosen: readonly MissingRowView[]): string {
    const { totalUsd, local } = this.view;
    const count = chosen.length;
    if (local || chosen.every(row => this.isPlaceholder(row))) {
      return count === 1 ? t('Make 1 placeholder') : t('Make {0} placeholders', count);
    }
    if (totalUsd === undefined || totalUsd === 0)
      return count === 1 ? t('Generate 1 image') : t('Generate {0} images', count);
    const usd = formatUsd(totalUsd);
    return count === 1
      ? t('Generate 1 image (about {0})', usd)
      : t('Generate {0} images (about {1})', count, usd);
  }

  private summary(): string {
    const count = (state: MissingRowView['state']) =>
      this.view.rows.filter(row => row.state === state).length;
    const failed = count('failed');
    return failed > 0 ? t('{0} saved, {1} failed', count('saved'), failed) : t('{0} saved', count('saved'));
  }

  private edit(rows: readonly MissingRowView[], change: RowEdit): void {
    this.edits = new Map([
      ...this.edits,
      ...rows.map(({ id }) => [id, { ...this.edits.get(id), ...change }] as const),
    ]);
    this.askSoon();
  }

  private editAll(rows: readonly MissingRowView[], change: RowEdit): void {
    this.edit(rows, change);
    void this.ask();
  }

  private async chooseModel(model: string): Promise<void> {
    this.forgetAsked();
    const answer = await this.store.ask('changeMissing', { id: this.view.id, rows: [], model });
    if (answer && this.isConnected) this.view = answer;
    await this.ask();
  }

  private async act(row: MissingRowView, act: RowAct): Promise<void> {
    const about = { id: this.view.id, row: row.id };
    if (act.act === 'open') await this.store.ask('openMissingUse', { ...about, use: act.use });
    else if (act.act === 'undo') await this.store.ask('undoMissing', about);
    else {
      await this.ask();
      await this.store.ask('startMissing', about);
    }
  }

  protected override async save(): Promise<void> {
    if (this.view.busy || this.chosen.length === 0) return;
    // What was typed last is what is made.
    await this.ask();
    await this.store.ask('startMissing', { id: this.view.id });
  }
}

function isOpen({ state }: MissingRowView): boolean {
  return state === 'ready' || state === 'failed';
}

function isUnderWay({ state }: MissingRowView): boolean {
  return state === 'waiting' || state === 'making';
}
