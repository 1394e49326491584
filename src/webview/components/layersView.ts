import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { duplicateOf, newLayer } from '../../core/model/layerEdit';
import { fromTemplate, type TemplateId } from '../../core/model/layerTemplates';
import type { Description, Layer, LayerType } from '../../core/model/layers';
import type { LayersPreview, LayersView } from '../../protocol/views';
import { icon } from '../icons';
import { LayerHistory } from '../layerHistory';
import { kindName } from '../layerNames';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { stageDialog } from '../styles/stageDialog';
import type { IaLayerFields } from './layerFields';
import './layerFields';
import { layerFindings } from './layerFindings';
import './layerList';
import './layerMarks';
import { layersViewStyles } from './layersView.styles';
import type { IaMenuButton } from './menuButton';
import './menuButton';
import './progressBar';
import type { IaStage } from './stage';
import type { Place, StageImage } from './stageImage';
import './stage';
import { leavingBar, stageKey, toolButton, zoomTools } from './stageTools';

type Drawn = Extract<LayersPreview, { url: string }>;
/** Milliseconds: hands move on before this. */
const restMs = 150;
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
export class IaLayersView extends LitElement {
  static override styles = [base, buttons, fields, stageDialog, layersViewStyles];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) view!: LayersView;
  @state() private path = '';
  @state() private chosen = '';
  @state() private drawn: Drawn | undefined;
  @state() private problem = '';
  @state() private pending = true;
  @state() private writing = false;
  @state() private keep = true;
  @state() private leaving = false;
  @state() private percent = 100;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('ia-stage') private stage!: IaStage;
  @query('ia-layer-fields') private form!: IaLayerFields | null;
  @query('ia-menu-button') private adder!: IaMenuButton;
  private history!: LayerHistory;
  private saved: Description | undefined;
  private timer: number | undefined;
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
    this.path = this.view.path;
    this.history = new LayerHistory(this.view.description);
    this.saved = this.view.description;
    const { layers } = this.view.description;
    this.chosen = (layers.find(({ type }) => type === 'text') ?? layers[0])?.id ?? '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
    window.clearTimeout(this.timer);
  }

  override firstUpdated(): void {
    this.dialog.showModal();
    void this.focusFirst();
    void this.ask();
  }

  /** The text that is chosen; where there is none, what adds one. */
  private async focusFirst(): Promise<void> {
    if (await this.form?.focusText(false)) return;
    await this.adder.updateComplete;
    this.adder.focus();
  }

  private get description(): Description {
    return this.history.current;
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

  private setLayers(layers: readonly Layer[], what = ''): void {
    this.change({ ...this.description, layers: [...layers] }, what);
  }

  private setLayer(layer: Layer, what = ''): void {
    this.setLayers(
      this.description.layers.map(each => (each.id === layer.id ? layer : each)),
      what,
    );
  }

  private askSoon(): void {
    this.pending = true;
    this.requestUpdate();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), restMs);
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const { description } = this;
    const path = this.path || this.view.path;
    const answer = await this.store.ask('previewLayers', { id: this.view.id, description, path });
    if (mine !== this.asked || !this.isConnected || answer === null) return;
    this.pending = false;
    if (answer === undefined) return;
    this.problem = 'problem' in answer ? answer.problem : '';
    if ('url' in answer) this.drawn = answer;
  }

  override render(): TemplateResult {
    const { view, history, drawn } = this;
    return html`<dialog
      class="with-aside"
      aria-label=${t('Text and marks on {0}', view.name)}
      @cancel=${this.onCancel}
      @close=${() => this.dispatchEvent(new CustomEvent('closed'))}
    >
      <div class="top">
        <h2><b>${view.name}</b> <span class="dim">${this.size.width} × ${this.size.height}</span></h2>
        ${zoomTools(() => this.stage, this.percent)}
        ${toolButton('discard', t('Undo'), () => this.go('undo'), undefined, !history.canUndo)}
        ${toolButton('redo', t('Redo'), () => this.go('redo'), undefined, !history.canRedo)}
        ${toolButton('close', t('Close'), () => this.close())}
      </div>
      <div class="middle" aria-busy=${this.pending}>
        ${this.renderBusy()}
        ${drawn ? this.renderStage(drawn) : this.problem ? nothing : html`<p class="loading">${t('Loading')}</p>`}
        ${
          this.problem
            ? html`<div class="problem" role="alert">
                ${icon('error', 'error')}<span>${this.problem}</span>
              </div>`
            : nothing
        }
      </div>
      <aside aria-label=${t('Layers')}>${this.renderAside()}</aside>
      <div class="bottom">${this.leaving ? this.renderLeaving() : this.renderActions()}</div>
    </dialog>`;
  }

  private renderBusy(): TemplateResult | typeof nothing {
    if (this.writing) return html`<ia-progress .label=${t('Saving')}></ia-progress>`;
    return this.pending
      ? html`<ia-progress .label=${t('The picture is being drawn')}></ia-progress>`
      : nothing;
  }

  private renderStage({ url, width, height }: Drawn): TemplateResult {
    const image: StageImage = { name: t('The picture as it will be'), url, width, height };
    return html`<ia-stage
      .image=${image}
      .over=${(place: Place) => this.renderMarks(place)}
      @zoom=${(event: CustomEvent<number>) => (this.percent = Math.round(event.detail * 100))}
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
    const { drawn, layer } = this;
    return html`<div class="heading">
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
      ${layerFindings(drawn, this.chosen)}`;
  }

  private renderActions(): TemplateResult {
    const off = this.writing || this.path.trim() === '' || this.problem !== '';
    return html`<span class="path"
        ><label for="path">${t('Save as')}</label
        ><input
          id="path"
          type="text"
          spellcheck="false"
          autocomplete="off"
          .value=${live(this.path)}
          @input=${(event: Event) => (this.path = (event.target as HTMLInputElement).value)}
        />${toolButton('folder', t('Browse…'), () => void this.browse())}</span
      >
      <label class="keep"
        ><input
          type="checkbox"
          .checked=${live(this.keep)}
          @change=${(event: Event) => (this.keep = (event.target as HTMLInputElement).checked)}
        />${t('Keep layers editable')}</label
      >
      <button class="button primary" ?disabled=${off} @click=${() => void this.write('writeLayers')}>
        ${t('Save')}
      </button>
      <button class="button" ?disabled=${off} @click=${() => void this.write('renderRows')}>
        ${t('Render for every row…')}
      </button>`;
  }

  private renderLeaving(): TemplateResult {
    return leavingBar(
      () => (this.leaving = false),
      () => this.dialog.close(),
    );
  }

  private add(kind: LayerType): void {
    const layer = newLayer(kind, this.size, this.description.layers, t('Your text'));
    this.setLayers([...this.description.layers, layer]);
    this.chosen = layer.id;
    if (kind === 'text') void this.updateComplete.then(() => this.form?.focusText(true));
  }

  /** Takes the place of what is there; undo brings it back. */
  private begin(id: TemplateId): void {
    const words = {
      title: t('A title that says what it is about'),
      subtitle: t('And a line below it'),
      site: t('example.com'),
    };
    const made = fromTemplate(id, this.view.size, words);
    const { canvas, imageSize } = this.description;
    // A card has a canvas of its own; on an image, the image stays what it was.
    const ground = this.description.image === undefined && !made.canvas && canvas ? { canvas } : {};
    this.change({
      ...this.description,
      ...ground,
      ...made,
      ...(imageSize && { imageSize }),
    });
    this.chosen = made.layers[0]?.id ?? '';
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
    this.stage.focus();
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
    if (!done || !this.isConnected) return;
    this.saved = description;
    if (method === 'writeLayers') this.dialog.close();
  }

  private close(): void {
    if (this.saved === this.description) this.dialog.close();
    else this.leaving = true;
  }

  private onCancel = (event: Event): void => {
    event.preventDefault();
    if (this.leaving) this.leaving = false;
    else this.close();
  };

  private onKey = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
      event.preventDefault();
      event.stopPropagation();
      this.go(key === 'y' || event.shiftKey ? 'redo' : 'undo');
      return;
    }
    if ((event.ctrlKey || event.metaKey) && key === 'enter') {
      event.preventDefault();
      void this.write('writeLayers');
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    if (this.drawn && stageKey(this.stage, event.key)) event.preventDefault();
  };
}
