import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { duplicateOf, newLayer } from '../../core/model/layerEdit';
import { fromTemplate, type TemplateId, type TemplateWords } from '../../core/model/layerTemplates';
import type { Description, Layer, LayerType } from '../../core/model/layers';
import { variablesOf } from '../../core/model/layerVariables';
import type { LayersPreview, LayersView } from '../../protocol/views';
import { icon } from '../icons';
import { LayerHistory } from '../layerHistory';
import { kindName } from '../layerNames';
import { isKeptUnasked, keptNote } from '../layersKept';
import type { IaLayerFields } from './layerFields';
import './layerFields';
import { type Lacking, layerFindings } from './layerFindings';
import './layerList';
import './layerMarks';
import type { IaLayerValues } from './layerValues';
import './layerValues';
import { layersViewStyles } from './layersView.styles';
import type { IaMenuButton } from './menuButton';
import './menuButton';
import type { Place, StageImage } from './stageImage';
import { toolButton, zoomTools } from './stageTools';
import { StageView } from './stageView';
import { stageViewStyles } from './stageView.styles';

type Drawn = Extract<LayersPreview, { url: string }>;
const kinds: readonly LayerType[] = [
  'text',
  'arrow',
  'box',
  'ellipse',
  'line',
  'step',
  'highlight',
  'redact',
];

/** Text and marks on an image: what is shown is what the machine draws. Fires `closed`. */
@customElement('ia-layers-view')
export class IaLayersView extends StageView<LayersView, Drawn> {
  static override styles = [stageViewStyles, layersViewStyles];

  @state() private path = '';
  @state() private chosen = '';
  @state() private keepChosen: boolean | undefined;
  @query('ia-layer-fields') private form!: IaLayerFields | null;
  @query('ia-layer-values') private values!: IaLayerValues | null;
  @query('ia-menu-button') private adder!: IaMenuButton;
  private history!: LayerHistory;
  private saved: Description | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { description, draft, path } = this.view;
    this.path = draft?.path ?? path;
    this.history = new LayerHistory(description);
    this.saved = description;
    // One step: undo leads to what is saved.
    if (draft) this.history.set(draft.description);
    this.resumed = draft !== undefined;
    this.chosen = firstOf(this.description.layers);
  }

  /** What a variable stands for; else the text that is chosen; where there is none, what adds one. */
  protected override focusFirst(): void {
    void this.focusTextOrAdd();
  }

  private async focusTextOrAdd(): Promise<void> {
    if (await this.values?.focusFirst()) return;
    if (await this.form?.focusText(false)) return;
    await this.adder.updateComplete;
    this.adder.focus();
  }

  private get description(): Description {
    return this.history.current;
  }

  private get keep(): boolean {
    return this.keepChosen ?? isKeptUnasked(this.view, this.description);
  }

  private get layer(): Layer | undefined {
    return this.description.layers.find(({ id }) => id === this.chosen);
  }

  private get size(): { width: number; height: number } {
    const { canvas, imageSize } = this.description;
    return canvas ?? imageSize ?? this.view.size;
  }

  private change(description: Description, what = ''): void {
    this.history.set(description, what);
    this.askSoon();
  }

  private get variables(): readonly string[] {
    return variablesOf(this.description);
  }

  /** Which have no value, or still that of the template. */
  private get lacking(): Lacking {
    const { variables: values = {} } = this.description;
    const sample = new Set(Object.values(templateWords()));
    return {
      unset: this.variables.filter(name => !Object.hasOwn(values, name)),
      sample: this.variables.filter(name => sample.has(values[name] ?? '')),
    };
  }

  private setValue({ name, text }: { name: string; text: string }): void {
    const { variables } = this.description;
    this.change({ ...this.description, variables: { ...variables, [name]: text } }, `value.${name}`);
  }

  private setLayers(layers: readonly Layer[], what = ''): void {
    this.change({ ...this.description, layers: [...layers] }, what);
  }

  private setLayer(layer: Layer, what = ''): void {
    this.setLayers(
      this.description.layers.map(each => (each.id === layer.id ? layer : each)),
      what,
    );
  }

  protected override askSoon(): void {
    this.requestUpdate();
    super.askSoon();
  }

  protected override preview() {
    const { description } = this;
    const path = this.path || this.view.path;
    return this.store.ask('previewLayers', { id: this.view.id, description, path });
  }

  override render(): TemplateResult {
    const { view, history, made } = this;
    return this.renderDialog(
      t('Text and marks on {0}', view.name),
      html` <div class="top">
          <h2><b>${view.name}</b> <span class="dim">${this.size.width} × ${this.size.height}</span></h2>
          ${zoomTools(() => this.stage, this.percent)}
          ${toolButton('discard', t('Undo'), () => this.go('undo'), undefined, !history.canUndo)}
          ${toolButton('redo', t('Redo'), () => this.go('redo'), undefined, !history.canRedo)}
          ${this.renderClose()}
        </div>
        <div class="middle" aria-busy=${this.pending}>
          ${this.writing ? html`<ia-progress .label=${t('Saving')}></ia-progress>` : this.renderBusy(t('The picture is being drawn'))}
          ${made ? this.renderStage(made) : this.problem ? nothing : html`<p class="loading">${t('Loading')}</p>`}
          ${this.renderProblem()}
        </div>
        <aside aria-label=${t('Layers')}>${this.renderAside()}</aside>
        ${this.renderBottom(() => this.renderActions())}`,
    );
  }

  private renderStage({ url, width, height }: Drawn): TemplateResult {
    const image: StageImage = { name: t('The picture as it will be'), url, width, height };
    return html`<ia-stage
      .image=${image}
      .enlarged=${true}
      .over=${(place: Place) => this.renderMarks(place)}
      @zoom=${this.onZoom}
    ></ia-stage>`;
  }

  private renderMarks(place: Place): TemplateResult {
    const { description } = this;
    return html`<ia-layer-marks
      .layers=${description.layers}
      .place=${place}
      .chosen=${this.chosen}
      .safeArea=${description.safeArea}
      @pick=${(event: CustomEvent<string>) => (this.chosen = event.detail)}
      @shape=${(event: CustomEvent<Layer>) => this.setLayer(event.detail, `shape.${event.detail.id}`)}
      @remove=${(event: CustomEvent<string>) => this.removeLayer(event.detail)}
    ></ia-layer-marks>`;
  }

  private renderAside(): TemplateResult {
    const { made, layer } = this;
    const kept = keptNote(this.view, this.description, this.path || this.view.path, this.keep);
    return html`${this.renderResumed(() => this.startOver())}
      <div class="heading">
        <h3>${t('Layers')}</h3>
        <span>
          <ia-menu-button
            kind="small"
            .label=${t('Add a layer')}
            .items=${() => kinds.map(kind => ({ id: kind, label: kindName(kind) }))}
            @choose=${(event: CustomEvent<LayerType>) => this.add(event.detail)}
            >${icon('add', 'small')} ${t('Add')}</ia-menu-button
          >
          <ia-menu-button
            kind="small"
            .label=${t('Begin with a template')}
            .items=${() => [
              { id: 'card', label: t('OG card') },
              { id: 'photoTitle', label: t('Title on photo') },
              { id: 'steps', label: t('Numbered steps') },
              { id: 'redact', label: t('Redact') },
            ]}
            @choose=${(event: CustomEvent<TemplateId>) => this.begin(event.detail)}
            >${t('Template')}</ia-menu-button
          >
        </span>
      </div>
      <ia-layer-list
        .layers=${this.description.layers}
        .chosen=${this.chosen}
        @pick=${(event: CustomEvent<string>) => (this.chosen = event.detail)}
        @layers=${(event: CustomEvent<readonly Layer[]>) => this.setLayers(event.detail)}
        @copy=${(event: CustomEvent<string>) => this.duplicate(event.detail)}
        @remove=${(event: CustomEvent<string>) => this.removeLayer(event.detail)}
      ></ia-layer-list>
      ${
        this.variables.length > 0
          ? html`<h3>${t('Values')}</h3>
              <ia-layer-values
                .names=${this.variables}
                .values=${this.description.variables ?? {}}
                @value=${({ detail }: CustomEvent<{ name: string; text: string }>) => this.setValue(detail)}
              ></ia-layer-values>`
          : nothing
      }
      ${
        layer
          ? html`<h3>${kindName(layer.type)}</h3>
              <ia-layer-fields
                .layer=${layer}
                .fonts=${this.view.fonts}
                @change=${({ detail }: CustomEvent<{ layer: Layer; what: string }>) =>
                  this.setLayer(detail.layer, detail.what)}
              ></ia-layer-fields>`
          : nothing
      }
      ${layerFindings(made, this.chosen, this.lacking, kept)}`;
  }

  private startOver(): void {
    this.change(this.view.description);
    this.chosen = firstOf(this.description.layers);
  }

  private get ready(): boolean {
    return !this.writing && this.path.trim() !== '' && this.problem === '';
  }

  private renderActions(): TemplateResult {
    const off = !this.ready;
    const path = this.renderPath(t('Save as'), this.path, {
      input: text => (this.path = text),
      enter: () => this.save(),
      browse: () => this.browse(),
    });
    return html`${path}
      <label class="keep"
        ><input
          type="checkbox"
          .checked=${live(this.keep)}
          @change=${(event: Event) => (this.keepChosen = (event.target as HTMLInputElement).checked)}
        />${t('Keep layers editable')}</label
      >
      <button class="button primary" ?disabled=${off} @click=${() => this.save()}>${t('Save')}</button>
      <button class="button" ?disabled=${off} @click=${() => void this.write('renderRows')}>
        ${t('Render for every row…')}
      </button>`;
  }

  private add(kind: LayerType): void {
    const layer = newLayer(kind, this.size, this.description.layers, t('Your text'));
    this.setLayers([...this.description.layers, layer]);
    this.chosen = layer.id;
    if (kind === 'text') void this.updateComplete.then(() => this.form?.focusText(true));
  }

  /** Takes the place of what is there; undo brings it back. */
  private begin(id: TemplateId): void {
    const made = fromTemplate(id, this.view.size, templateWords());
    const { canvas, imageSize } = this.description;
    // A card has a canvas of its own; on an image, the image stays what it was.
    const ground = this.description.image === undefined && !made.canvas && canvas ? { canvas } : {};
    this.change({
      ...this.description,
      ...ground,
      ...made,
      ...(imageSize && { imageSize }),
    });
    this.chosen = firstOf(made.layers);
    void this.updateComplete.then(() => this.values?.focusFirst());
  }

  private duplicate(id: string): void {
    const { layers } = this.description;
    const at = layers.findIndex(layer => layer.id === id);
    const layer = layers[at];
    if (!layer) return;
    const copy = duplicateOf(layer, layers);
    this.setLayers([...layers.slice(0, at + 1), copy, ...layers.slice(at + 1)]);
    this.chosen = copy.id;
  }

  private removeLayer(id: string): void {
    const { layers } = this.description;
    const at = layers.findIndex(layer => layer.id === id);
    const rest = layers.filter(layer => layer.id !== id);
    this.setLayers(rest);
    this.chosen = rest[Math.min(at, rest.length - 1)]?.id ?? '';
    // What had the focus is gone.
    this.stage?.focus();
  }

  private go(way: 'undo' | 'redo'): void {
    this.history[way]();
    if (!this.layer) this.chosen = this.description.layers[0]?.id ?? '';
    this.askSoon();
  }

  private async browse(): Promise<void> {
    const path = this.path || this.view.path;
    const chosen = await this.store.ask('browseLayers', { id: this.view.id, path });
    if (typeof chosen === 'string') this.path = chosen;
  }

  private async write(method: 'writeLayers' | 'renderRows'): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    const { description, path, keep } = this;
    const { id } = this.view;
    const done =
      method === 'writeLayers'
        ? await this.store.ask('writeLayers', { id, description, path, keep })
        : await this.store.ask('renderRows', { id, description, path });
    this.writing = false;
    if (!this.wrote(done, () => void this.write(method)) || !this.isConnected) return;
    this.saved = description;
    if (method === 'writeLayers') this.dialog.close();
  }

  protected override save(): void {
    const [lost] = this.made?.warnings ?? [];
    if (!this.ready) return;
    if (lost === undefined || this.pending) void this.write('writeLayers');
    else
      this.put({
        text: lost,
        stay: t('Go back'),
        go: t('Save anyway'),
        run: () => void this.write('writeLayers'),
      });
  }

  protected override get unsaved(): boolean {
    return this.saved !== this.description;
  }

  protected override ownKey(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== 'z' && key !== 'y')) return false;
    event.stopPropagation();
    this.go(key === 'y' || event.shiftKey ? 'redo' : 'undo');
    return true;
  }
}

/** What is changed first. */
function firstOf(layers: readonly Layer[]): string {
  return (layers.find(({ type }) => type === 'text') ?? layers[0])?.id ?? '';
}

function templateWords(): TemplateWords {
  return {
    title: t('A title that says what it is about'),
    subtitle: t('And a line below it'),
    site: t('example.com'),
  };
}
