import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { formatPixels } from '../../core/model/format';
import { crossed, sliceEdges, type SliceSettings } from '../../core/model/slices';
import type { SlicePreview, SliceView } from '../../protocol/sliceViews';
import './menuButton';
import './sliceFields';
import './sliceGuides';
import type { IaSliceGuides } from './sliceGuides';
import './slicePreviews';
import { sliceViewStyles } from './sliceView.styles';
import type { Place } from './stageImage';
import { backdropTools, zoomTools } from './stageTools';
import { StageView } from './stageView';
import { stageViewStyles } from './stageView.styles';
import { onePage } from '../styles/onePage';

type Made = Exclude<SlicePreview, { problem: string }>;

/** Forms of the file that the guides are written as. */
const forms = ['.json', '.css', '.9.png'] as const;
type Form = (typeof forms)[number];

/** An image with its nine-slice guides, how it looks in other sizes, and the code and files of that. Fires `closed`. */
@customElement('ia-slice-view')
export class IaSliceView extends StageView<SliceView, Made> {
  static override styles = [stageViewStyles, sliceViewStyles, onePage];

  @state() private settings!: SliceSettings;
  @state() private path = '';
  /** Of the code; empty: the one that fits the document. */
  @state() private snippet = '';
  /** As they were opened, written or copied last. */
  private kept!: SliceSettings;
  @query('ia-stage') private whole!: HTMLElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { settings, opened = settings } = this.view;
    this.settings = settings;
    this.kept = opened;
    this.path = this.view.path;
  }

  protected override focusFirst(): void {
    // The guides are drawn when the window was measured.
    void this.stage?.updateComplete.then(() => this.guides?.focus());
  }

  private get guides(): IaSliceGuides | null {
    return this.whole?.shadowRoot?.querySelector<IaSliceGuides>('ia-slice-guides') ?? null;
  }

  protected override get unsaved(): boolean {
    return sliceEdges.some(edge => this.settings.slices[edge] !== this.kept.slices[edge]);
  }

  private get crossing(): boolean {
    return crossed(this.settings.slices, this.view.size);
  }

  private change(change: Partial<SliceSettings>): void {
    this.settings = { ...this.settings, ...change };
    const { width, height } = this.view.size;
    // Said at once, not when the hands rest.
    this.problem = this.crossing
      ? t('The guides meet or cross: of {0} × {1} pixels nothing is left between them.', width, height)
      : '';
    this.askSoon();
  }

  protected override preview() {
    const { settings, path } = this;
    return this.store.ask('previewSlices', { id: this.view.id, settings, path: path || '?' });
  }

  override render(): TemplateResult {
    const { view, settings, crossing } = this;
    const { width, height } = view.size;
    return this.renderDialog(
      t('Nine-slice guides of {0}', view.name),
      html` <div class="top">
          <h2><b>${view.name}</b> <span class="dim">${formatPixels(view.size)}</span></h2>
          ${zoomTools(() => this.stage, this.percent)}
          ${backdropTools(this.backdrop, backdrop => (this.backdrop = backdrop))} ${this.renderClose()}
        </div>
        <div class="middle" aria-busy=${this.pending}>
          <div class="shown">
            <ia-stage
              .image=${{ name: view.name, url: view.image, width, height }}
              .enlarged=${true}
              .over=${(place: Place) => this.renderGuides(place)}
              .backdrop=${this.backdrop}
              @zoom=${this.onZoom}
            ></ia-stage>
            ${this.renderProblem()}
          </div>
          <ia-slice-previews
            role="region"
            tabindex="0"
            aria-label=${t('Stretched')}
            .url=${view.image}
            .size=${view.size}
            .settings=${settings}
            .backdrop=${this.backdrop}
          ></ia-slice-previews>
        </div>
        <aside aria-label=${t('Guides and what they are written as')}>
          <ia-slice-fields
            .settings=${settings}
            .size=${view.size}
            .proposed=${view.proposed}
            @settings=${(event: CustomEvent<SliceSettings>) => this.change(event.detail)}
          ></ia-slice-fields>
          ${this.made && !crossing ? this.renderCode(this.made) : nothing} ${this.renderResult()}
        </aside>
        ${this.renderBottom(() => this.renderActions())}`,
    );
  }

  private renderGuides(place: Place): TemplateResult {
    return html`<ia-slice-guides
      .place=${place}
      .size=${this.view.size}
      .slices=${this.settings.slices}
      @slices=${(event: CustomEvent<SliceSettings['slices']>) => this.change({ slices: event.detail })}
    ></ia-slice-guides>`;
  }

  private renderCode({ snippets, snippet, document }: Made): TemplateResult | typeof nothing {
    const chosen = snippets.find(({ id }) => id === (this.snippet || snippet)) ?? snippets[0];
    if (!chosen) return nothing;
    return html`<div class="code">
      <h3>${t('Code')}</h3>
      <ia-menu-button
        kind="field"
        .label=${t('Code: {0}', chosen.title)}
        .items=${() => snippets.map(({ id, title }) => ({ id, label: title, checked: id === chosen.id }))}
        @choose=${(event: CustomEvent<string>) => (this.snippet = event.detail)}
        ><span>${chosen.title}</span></ia-menu-button
      >
      <pre tabindex="0" role="region" aria-label=${t('Code: {0}', chosen.title)}>${chosen.text}</pre>
      <div class="uses">
        <button class="button small" @click=${() => void this.use('copy', chosen.id)}>${t('Copy')}</button>
        ${
          document === undefined
            ? nothing
            : html`<button
                class="button small"
                title=${document}
                @click=${() => void this.use('insert', chosen.id)}
              >
                ${t('Insert into {0}', document.slice(document.lastIndexOf('/') + 1))}
              </button>`
        }
      </div>
    </div>`;
  }

  private renderResult(): TemplateResult {
    const { made, view } = this;
    if (!made || this.problem) return html`<div class="came" aria-live="polite"></div>`;
    const taken = made.files.filter(file => file.taken);
    return html`<div class="came" aria-live="polite">
      <b>${made.files.length === 1 ? t('One file') : t('{0} files', made.files.length)}</b>
      ${taken.length > 0 ? html`<span class="taken"> · ${t('already there: {0}', taken.length)}</span>` : nothing}
      ${made.files.map(({ path }) => html`<p class="file">${path}</p>`)}
      ${made.place === undefined ? nothing : html`<p class="taken">${made.place}</p>`}
      ${[...view.notes, ...made.notes].map(note => html`<p>${note}</p>`)}
    </div>`;
  }

  private renderActions(): TemplateResult {
    const off = this.writing || this.path.trim() === '' || this.problem !== '' || this.wrong !== '';
    const form = forms.find(each => this.path.toLowerCase().endsWith(each));
    const names: Record<Form, string> = { '.json': 'JSON', '.css': 'CSS', '.9.png': 'Android (.9.png)' };
    const path = this.renderPath(t('Save as'), this.path, {
      input: text => this.setPath(text),
      enter: () => void this.save(),
      browse: () => this.browse(),
    });
    return html`${path}
      <ia-menu-button
        kind="small"
        .label=${t('File: {0}', form ? names[form] : '?')}
        .items=${() => forms.map(id => ({ id, label: names[id], checked: id === form }))}
        @choose=${(event: CustomEvent<Form>) => this.setPath(withForm(this.path, event.detail))}
        ><span>${t('File: {0}', form ? names[form] : '?')}</span></ia-menu-button
      >
      <button class="button primary" ?disabled=${off} @click=${() => void this.save()}>${t('Save')}</button>`;
  }

  private setPath(path: string): void {
    this.path = path;
    this.askSoon();
  }

  private async browse(): Promise<void> {
    const { view, path } = this;
    const chosen = await this.store.ask('browseSlices', { id: view.id, path: path || view.path });
    if (typeof chosen === 'string') this.setPath(chosen);
    this.pathField.focus();
  }

  private async use(how: 'insert' | 'copy', snippet: string): Promise<void> {
    const { settings, path } = this;
    const ask = { id: this.view.id, settings, path: path || '?', snippet, how };
    if (!(await this.store.ask('useSlices', ask))) return;
    this.kept = settings;
    if (how === 'copy') this.store.say(t('Copied.'));
  }

  protected override async save(): Promise<void> {
    if (this.writing || this.path.trim() === '' || this.crossing || this.wrong !== '') return;
    this.writing = true;
    const { settings, path } = this;
    const done = await this.store.ask('writeSlices', { id: this.view.id, settings, path });
    this.writing = false;
    if (!this.wrote(done, () => void this.save()) || !this.isConnected) return;
    this.dialog.close();
  }
}

/** `ui/panel.json` as `ui/panel.9.png`. */
function withForm(path: string, form: Form): string {
  return path.replace(/(?:\.9\.png|\.json|\.css)$/i, '') + form;
}
