import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type {
  SetChoicesView,
  SetFileView,
  SetKindView,
  SetPreview,
  SetView,
  SetWrittenView,
} from '../../protocol/setViews';
import { focusingBack } from '../focusBack';
import { icon } from '../icons';
import { factsText, filesText, writeText } from '../labels';
import './menuButton';
import type { IaSetFields } from './setFields';
import { darkOf } from './setFields';
import { isWritten } from './setFiles';
import { setViewStyles } from './setView.styles';
import { backdropTools, toolButton, zoomTools } from './stageTools';
import { StageView } from './stageView';
import { stageViewStyles } from './stageView.styles';
import { onePage } from '../styles/onePage';

type Made = Extract<SetPreview, { files: unknown }>;

/** A whole set as it will be, before it is written: its files, what they replace, its place. Fires `closed`. */
@customElement('ia-set-view')
export class IaSetView extends StageView<SetView, Made> {
  static override styles = [stageViewStyles, onePage, setViewStyles];

  @state() private choices!: SetChoicesView;
  @state() private written: SetWrittenView | undefined;
  @state() private snippet = '';
  @state() private file = '';
  @state() private zones = true;
  @query('ia-set-fields') private form!: IaSetFields;

  override connectedCallback(): void {
    super.connectedCallback();
    this.choices = this.view.choices;
  }

  protected override focusFirst(): void {
    void this.form.focusSet();
  }

  private get kind(): SetKindView {
    const found = this.view.sets.find(({ id }) => id === this.choices.set) ?? this.view.sets[0];
    if (!found) throw new Error('There is no set.');
    return found;
  }

  private change(choices: SetChoicesView): void {
    this.choices = choices;
    this.askSoon();
  }

  protected override askSoon(): void {
    this.written = undefined;
    super.askSoon();
  }

  protected override preview() {
    return this.store.ask('previewSet', { id: this.view.id, choices: this.choices });
  }

  protected override received(made: Made): void {
    super.received(made);
    // What can be looked at best: a picture, the largest of them.
    if (!made.files.some(({ id }) => id === this.file)) this.file = largest(made.files)?.id ?? '';
  }

  private async chooseSet(set: string): Promise<void> {
    this.forgetAsked();
    this.written = undefined;
    const choices = await this.store.ask('beginSet', { id: this.view.id, set });
    if (!choices || !this.isConnected) return;
    this.choices = choices;
    this.file = '';
    await this.ask();
  }

  private async chooseDark(): Promise<void> {
    const dark = await focusingBack(() => this.store.ask('pickDark', { id: this.view.id }));
    if (!dark || !this.isConnected) return;
    this.view = { ...this.view, dark };
    this.askSoon();
  }

  override render(): TemplateResult {
    const { view } = this;
    const hasZones = this.shown?.url !== undefined && this.shown.zones.length > 0;
    return this.renderDialog(
      t('Asset set of {0}', view.name),
      html` <div class="top">
          <h2><b>${view.name}</b> <span class="dim">${factsText(view.facts)}</span></h2>
          ${zoomTools(() => this.stage, this.percent)}
          ${backdropTools(this.backdrop, backdrop => (this.backdrop = backdrop))}
          ${
            hasZones
              ? toolButton('target', t('Show safe zones'), () => (this.zones = !this.zones), this.zones)
              : nothing
          }
          ${this.renderClose()}
        </div>
        <div class="middle" aria-busy=${this.pending}>
          ${this.renderBusy(t('The set is being made'))}
          ${
            this.problem
              ? this.needsDark
                ? this.renderHint()
                : this.renderProblem()
              : html`<div class="shown">${this.renderShown()}</div>
                  <ia-set-files
                    .files=${this.made?.files ?? []}
                    .chosen=${this.file}
                    .written=${this.written !== undefined}
                    @file=${(event: CustomEvent<string>) => (this.file = event.detail)}
                  ></ia-set-files>`
          }
        </div>
        <aside aria-label=${t('What the set is to be')}>
          <ia-set-fields
            .view=${view}
            .kind=${this.kind}
            .choices=${this.choices}
            .needsColor=${this.made?.needsColor ?? ''}
            .cutOut=${this.made?.cutOut ?? ''}
            @cutout=${() => void this.store.ask('cutOutOfSet', { id: this.view.id })}
            @choices=${(event: CustomEvent<SetChoicesView>) => this.change(event.detail)}
            @set=${(event: CustomEvent<string>) => void this.chooseSet(event.detail)}
            @dark=${() => void this.chooseDark()}
          ></ia-set-fields>
          ${this.renderResult()}
        </aside>
        ${this.renderBottom(() => (this.written ? this.renderWritten(this.written) : this.renderActions()))}`,
    );
  }

  private get shown(): SetFileView | undefined {
    return this.made?.files.find(({ id }) => id === this.file);
  }

  /** Nothing is wrong yet: the second image comes next. */
  private get needsDark(): boolean {
    return this.kind.dark === 'needed' && !darkOf(this.view, this.kind);
  }

  private renderHint(): TemplateResult {
    return html`<div class="hint" role="status">${icon('info', 'small')}<span>${this.problem}</span></div>`;
  }

  private renderShown(): TemplateResult | typeof nothing {
    const { shown, view, written } = this;
    const snippet = written?.snippets.find(({ id }) => id === this.snippet);
    if (snippet) return html`<pre tabindex="0" aria-label=${snippet.title}>${snippet.text}</pre>`;
    if (shown?.text !== undefined)
      return html`<pre tabindex="0" aria-label=${shown.path}>${shown.text}</pre>`;
    const { width, height } =
      shown?.width !== undefined && shown.height !== undefined
        ? (shown as Required<SetFileView>)
        : view.facts;
    const image = { name: shown?.path ?? view.name, url: shown?.url ?? view.image, width, height };
    const zones = this.zones ? (shown?.zones ?? []) : [];
    return html`<ia-stage
        .image=${image}
        .zones=${zones}
        .backdrop=${this.backdrop}
        @zoom=${this.onZoom}
      ></ia-stage>
      <div class="caption">
        ${shown?.about ? html`<span>${shown.about}</span>` : nothing}
        ${zones.map(({ title }) => html`<span>${title}</span>`)}
      </div>`;
  }

  private renderResult(): TemplateResult {
    const { made, problem, written } = this;
    if (written) return html`<div class="came" aria-live="polite">${this.renderNotes(written.notes)}</div>`;
    if (!made || problem) return html`<div class="came" aria-live="polite"></div>`;
    const writing = made.files.filter(isWritten);
    const bytes = writing.reduce((sum, each) => sum + each.bytes, 0);
    const replaced = made.files.filter(({ fate }) => fate === 'replaced');
    const all = html`<b
      >${isThere(made.files) ? t('Everything is there already, just as it would be written.') : filesText(writing.length, bytes)}</b
    >`;
    return html`<div class="came" aria-live="polite">
      ${all}
      ${
        replaced.length > 0
          ? html`<div class="note">
              ${icon('warning', 'small warning')}
              <ul aria-label=${t('Files that are replaced')}>
                <li>${t('Replaced, and kept for Undo:')}</li>
                ${replaced.map(({ path }) => html`<li>${path}</li>`)}
              </ul>
            </div>`
          : nothing
      }
      ${this.renderNotes(made.notes)}
    </div>`;
  }

  private renderNotes(notes: readonly string[]): readonly TemplateResult[] {
    return notes.map(note => html`<p class="note">${icon('info', 'small')}<span>${note}</span></p>`);
  }

  /** There is something to write, or to show the code of, and nothing in the way. */
  private get ready(): boolean {
    const { made } = this;
    if (!made || this.writing || this.pending || this.written || this.problem !== '') return false;
    return made.needsColor === undefined && (made.files.some(isWritten) || isThere(made.files));
  }

  private renderActions(): TemplateResult {
    const { choices } = this;
    // With a problem, what was made last is of other choices.
    const made = this.problem ? undefined : this.made;
    const writing = made?.files.filter(isWritten) ?? [];
    const replaced = writing.filter(({ fate }) => fate === 'replaced').length;
    const there = made !== undefined && isThere(made.files);
    const label = there ? t('Show the code') : writeText(writing.length, replaced);
    return html`<span class="field folder"
        ><label for="folder">${t('Folder')}</label
        ><input
          id="folder"
          type="text"
          spellcheck="false"
          autocomplete="off"
          .value=${live(choices.folder)}
          @input=${(event: Event) => this.change({ ...choices, folder: valueOf(event) })}
        />${toolButton('folder', t('Browse…'), () => void this.browse())}</span
      >
      <span class="field name"
        ><label for="name">${t('Name')}</label
        ><input
          id="name"
          type="text"
          spellcheck="false"
          autocomplete="off"
          .value=${live(choices.name)}
          @input=${(event: Event) => this.change({ ...choices, name: valueOf(event) })}
      /></span>
      <button class="button primary" ?disabled=${!this.ready} @click=${() => void this.save()}>
        ${label}
      </button>`;
  }

  private renderWritten({ files, snippets, document }: SetWrittenView): TemplateResult {
    const chosen = snippets.find(({ id }) => id === this.snippet);
    return html`<span class="done" role="status"
        >${icon('check', 'good')}<span
          >${files === 0 ? t('Everything is there already.') : t('Files written: {0}', files)}</span
        ></span
      >
      ${
        chosen
          ? html`<ia-menu-button
                kind="small"
                .label=${t('Code: {0}', chosen.title)}
                .items=${() =>
                  snippets.map(({ id, title }) => ({ id, label: title, checked: id === chosen.id }))}
                @choose=${(event: CustomEvent<string>) => (this.snippet = event.detail)}
                ><span>${t('Code: {0}', chosen.title)}</span></ia-menu-button
              >
              <button class="button" @click=${() => void this.use('copy')}>${t('Copy code')}</button>
              ${
                document === undefined
                  ? nothing
                  : html`<button class="button" title=${document} @click=${() => void this.use('insert')}>
                      ${t('Insert into {0}', document.slice(document.lastIndexOf('/') + 1))}
                    </button>`
              }`
          : nothing
      }
      ${
        files === 0
          ? nothing
          : html`<button class="button" @click=${() => void this.undo()}>${t('Undo')}</button>`
      }
      <button class="button primary" @click=${() => this.dialog.close()}>${t('Done')}</button>`;
  }

  private async undo(): Promise<void> {
    await this.store.ask('undoSet', { id: this.view.id });
    if (!this.isConnected) return;
    this.written = undefined;
    await this.ask();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.bottom .button.primary')?.focus();
  }

  private async browse(): Promise<void> {
    const asked = { id: this.view.id, folder: this.choices.folder };
    const chosen = await focusingBack(() => this.store.ask('browseSet', asked));
    if (typeof chosen === 'string') this.change({ ...this.choices, folder: chosen });
  }

  protected override async save(): Promise<void> {
    if (!this.ready) return;
    this.writing = true;
    const written = await this.store.ask('writeSet', { id: this.view.id });
    this.writing = false;
    if (!this.isConnected) return;
    if (!written || 'refused' in written) {
      void this.ask();
      this.wrote(written ?? undefined, () => void this.save());
      return;
    }
    this.written = written;
    this.snippet = written.snippet ?? '';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.bottom .button.primary')?.focus();
  }

  private async use(how: 'insert' | 'copy'): Promise<void> {
    const done = await this.store.ask('useSnippet', { id: this.view.id, snippet: this.snippet, how });
    if (done && how === 'copy') this.store.say(t('Copied.'));
  }
}

function largest(files: readonly SetFileView[]): SetFileView | undefined {
  return files.reduce<SetFileView | undefined>(
    (best, each) => (each.url !== undefined && (each.width ?? 0) > (best?.width ?? -1) ? each : best),
    undefined,
  );
}

/** Nothing is left to write. */
function isThere(files: readonly SetFileView[]): boolean {
  return files.some(({ fate }) => fate === 'same') && !files.some(isWritten);
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
