import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { formatOfExtension } from '../../core/model/imageFormat';
import { isEncodable, maxStrokes, type OutputSettings, type Stroke } from '../../core/model/output';
import type { ImageFormat } from '../../core/model/run';
import type { SavePreview, SaveView } from '../../protocol/views';
import { icon } from '../icons';
import { factsText } from '../labels';
import { extensionIn, withExtension } from '../savePath';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { stageDialog } from '../styles/stageDialog';
import './brush';
import { type Brush, firstBrush, resized } from './brushBar';
import './brushBar';
import './outputFields';
import './progressBar';
import { saveResult } from './saveResult';
import { saveViewStyles } from './saveView.styles';
import type { Backdrop, IaStage } from './stage';
import type { StageImage } from './stageImage';
import './stage';
import { backdropTools, leavingBar, stageKey, toolButton, zoomTools } from './stageTools';
import { TileCheck } from './tileCheck';

type Made = Extract<SavePreview, { url: string }>;

/** Hands move on before this; a picture for every step in between would come late. Milliseconds. */
const restMs = 200;
/** What is ready before this needs no words about it. Milliseconds. */
const slowMs = 600;

/** The file as it will be, before it is written: its settings, its bytes, its place. Fires `closed`. */
@customElement('ia-save-view')
export class IaSaveView extends LitElement {
  static override styles = [base, buttons, fields, stageDialog, saveViewStyles];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) view!: SaveView;
  @state() private settings!: OutputSettings;
  @state() private path = '';
  /** The last one that came out. */
  @state() private made: Made | undefined;
  @state() private problem = '';
  /** What that one was made with. */
  private madeOf: OutputSettings | undefined;
  @state() private pending = true;
  /** It takes so long that the last one's figures would be taken for the new one's. */
  @state() private slow = false;
  @state() private writing = false;
  @state() private leaving = false;
  @state() private compared = false;
  @state() private backdrop: Backdrop = 'checker';
  @state() private percent = 100;
  @state() private brush = firstBrush;
  /** Of the cut-out's strokes, those that are in the picture. */
  @state() private painted = 0;
  private readonly tiles = new TileCheck(this, {
    shown: () => this.made?.url ?? '',
    measure: () => this.store.ask('seamsOfSave', { id: this.view.id }),
    begin: () => (this.compared = false),
  });
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('ia-stage') private stage!: IaStage;
  @query('#path') private pathField!: HTMLInputElement;
  private timer: number | undefined;
  private slowTimer: number | undefined;
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings = this.view.settings;
    this.path = withExtension(this.view.path, this.format);
    document.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
    window.clearTimeout(this.timer);
    window.clearTimeout(this.slowTimer);
  }

  override firstUpdated(): void {
    this.dialog.showModal();
    this.pathField.focus();
    const name = this.path.lastIndexOf('/') + 1;
    this.pathField.setSelectionRange(name, Math.max(name, this.path.lastIndexOf('.')));
    this.waitForSlow();
    void this.ask();
  }

  private waitForSlow(): void {
    this.slowTimer ??= window.setTimeout(() => (this.slow = true), slowMs);
  }

  /** Of the file that will be. */
  private get format(): ImageFormat {
    return this.settings.format === 'keep' ? this.view.facts.format : this.settings.format;
  }

  private change(settings: OutputSettings): void {
    this.settings = settings;
    this.path = withExtension(this.path, this.format);
    this.askSoon();
  }

  private typePath(text: string): void {
    this.path = text;
    // What lies beside it is named after it.
    if (this.settings.keepOriginal || (this.settings.recipe ?? this.view.recipe)) this.askSoon();
    const named = formatOfExtension(extensionIn(text));
    if (named === undefined || named === this.format) return;
    // The name says what the file is: bytes and extension always agree.
    if (named === this.view.facts.format) this.settings = { ...this.settings, format: 'keep' };
    else if (isEncodable(named)) this.settings = { ...this.settings, format: named };
    this.askSoon();
  }

  private askSoon(): void {
    this.pending = true;
    this.waitForSlow();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), restMs);
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const { settings, path } = this;
    const page = pageColour();
    const answer = await this.store.ask('previewSave', {
      id: this.view.id,
      settings,
      path: path || '?',
      ...(page !== undefined && { page }),
      ...(this.brushing && { whole: true }),
    });
    if (mine !== this.asked || !this.isConnected || answer === null) return;
    this.pending = this.slow = false;
    window.clearTimeout(this.slowTimer);
    this.slowTimer = undefined;
    if (answer === undefined) return;
    this.problem = 'problem' in answer ? answer.problem : '';
    if ('url' in answer) [this.made, this.madeOf] = [answer, settings];
    this.painted = settings.cutout?.strokes.length ?? 0;
  }

  override render(): TemplateResult {
    const { view, made, compared } = this;
    const before = compared && made ? this.beforeImage(made) : undefined;
    return html`<dialog
      class="with-aside"
      aria-label=${t('Save {0}', view.name)}
      @cancel=${this.onCancel}
      @close=${() => this.dispatchEvent(new CustomEvent('closed'))}
    >
      <div class="top">
        <h2><b>${view.name}</b> <span class="dim">${factsText(view.facts)}</span></h2>
        ${zoomTools(() => this.stage, this.percent)}
        ${backdropTools(this.backdrop, backdrop => (this.backdrop = backdrop))} ${this.tiles.tools()}
        ${toolButton('split', t('Before and after'), () => this.compare(), compared)}
        ${toolButton('close', t('Close'), () => this.close())}
      </div>
      <div class="middle" aria-busy=${this.pending}>
        ${this.pending ? html`<ia-progress .label=${t('The file is being made')}></ia-progress>` : nothing}
        <ia-stage
          .image=${this.shownImage()}
          .beforeImage=${before}
          .backdrop=${this.backdrop}
          .tiling=${this.tiles.tiling}
          @zoom=${(event: CustomEvent<number>) => (this.percent = Math.round(event.detail * 100))}
          >${this.brushing ? this.renderBrush() : nothing}</ia-stage
        >
        ${this.tiles.status()} ${this.settings.cutout && !this.tiles.on ? this.renderBrushBar() : nothing}
        ${
          this.problem
            ? html`<div class="problem" role="alert">
                ${icon('error', 'error')}<span>${this.problem}</span>
              </div>`
            : nothing
        }
      </div>
      <aside aria-label=${t('What the file is to be')}>
        <ia-output
          .view=${view}
          .settings=${this.settings}
          .preview=${made}
          @settings=${(event: CustomEvent<OutputSettings>) => this.change(event.detail)}
          @palette=${() => void this.readPalette()}
        ></ia-output>
        ${saveResult({
          ...{ view, made: this.problem ? undefined : made },
          making: this.slow && !this.brushing && this.madeOf !== this.settings,
          strokes: this.brushing ? this.strokes.length : undefined,
        })}
      </aside>
      <div class="bottom">
        ${
          this.leaving
            ? leavingBar(
                () => (this.leaving = false),
                () => this.dialog.close(),
              )
            : this.renderActions()
        }
      </div>
    </dialog>`;
  }

  /** What is painted on is the whole image, in its own pixels. */
  private get brushing(): boolean {
    return this.settings.cutout !== null && this.brush.mode !== undefined;
  }

  private get strokes(): readonly Stroke[] {
    return this.settings.cutout?.strokes ?? [];
  }

  private renderBrush(): TemplateResult {
    const { mode = 'erase', radius } = this.brush;
    return html`<ia-brush
      .size=${this.view.facts}
      .mode=${mode}
      .radius=${radius}
      .waiting=${this.strokes.slice(this.painted)}
      @stroke=${(event: CustomEvent<Stroke>) => this.paint([...this.strokes, event.detail])}
    ></ia-brush>`;
  }

  private renderBrushBar(): TemplateResult {
    return html`<ia-brush-bar
      .brush=${this.brush}
      .strokes=${this.strokes.length}
      @brush=${(event: CustomEvent<Brush>) => this.setBrush(event.detail)}
      @back=${() => this.paint(this.strokes.slice(0, -1))}
    ></ia-brush-bar>`;
  }

  private setBrush(brush: Brush): void {
    const before = this.brushing;
    this.brush = brush;
    if (this.brushing !== before) this.askSoon();
  }

  private paint(strokes: readonly Stroke[]): void {
    const { cutout } = this.settings;
    if (!cutout) return;
    if (strokes.length > maxStrokes) {
      this.store.say(t('That is as many strokes as one picture takes.'), true);
      return;
    }
    this.change({ ...this.settings, cutout: { ...cutout, strokes } });
  }

  private shownImage(): StageImage {
    const { view, made } = this;
    if (!made)
      return { name: view.name, url: view.image, width: view.facts.width, height: view.facts.height };
    return {
      name: t('The file as it will be'),
      url: made.url,
      width: made.facts.width,
      height: made.facts.height,
    };
  }

  private beforeImage(made: Made): StageImage {
    const { width, height } = made.facts;
    return { name: t('not encoded yet'), url: made.before ?? this.view.image, width, height };
  }

  /** At its actual size: what encoding changes is seen only there. */
  private compare(): void {
    this.compared = !this.compared;
    if (!this.compared) return;
    this.tiles.choose('off');
    this.stage.zoomTo(1);
  }

  private renderActions(): TemplateResult {
    const off = this.writing || this.path.trim() === '';
    return html`<span class="path"
        ><label for="path">${t('Save as')}</label
        ><input
          id="path"
          type="text"
          spellcheck="false"
          autocomplete="off"
          .value=${live(this.path)}
          @input=${(event: Event) => this.typePath((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key === 'Enter' && !event.isComposing) void this.write(false);
          }}
        />${toolButton('folder', t('Browse…'), () => void this.browse())}</span
      >
      <button class="button primary" ?disabled=${off} @click=${() => void this.write(false)}>
        ${t('Save')}
      </button>
      <button
        class="button"
        ?disabled=${off}
        title=${this.view.document ? t('Inserts a reference into {0}', this.view.document) : nothing}
        @click=${() => void this.write(true)}
      >
        ${t('Save and insert')}
      </button>`;
  }

  private async readPalette(): Promise<void> {
    const palette = await this.store.ask('readPalette', { id: this.view.id });
    const { pixelArt } = this.settings;
    if (palette && pixelArt) this.change({ ...this.settings, pixelArt: { ...pixelArt, palette } });
  }

  private async browse(): Promise<void> {
    const chosen = await this.store.ask('browseSave', {
      id: this.view.id,
      path: this.path || this.view.path,
    });
    if (typeof chosen === 'string') this.typePath(chosen);
    this.pathField.focus();
  }

  private async write(insert: boolean): Promise<void> {
    if (this.writing || this.path.trim() === '') return;
    this.writing = true;
    const { settings, path } = this;
    const done = await this.store.ask('writeSave', { id: this.view.id, settings, path, insert });
    this.writing = false;
    if (done && this.isConnected) this.dialog.close();
  }

  /** Settings are set again in a moment; what was painted by hand is not. */
  private close(): void {
    const painted = this.strokes.length > 0 && this.strokes !== this.view.settings.cutout?.strokes;
    if (painted) this.leaving = true;
    else this.dialog.close();
  }

  private onCancel = (event: Event): void => {
    event.preventDefault();
    if (this.leaving) this.leaving = false;
    else this.close();
  };

  private onBrushKey(event: KeyboardEvent, inField: boolean): boolean {
    if (!this.settings.cutout || inField) return false;
    const undo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
    if (undo && this.strokes.length > 0) this.paint(this.strokes.slice(0, -1));
    else if (this.brushing && event.key === '[') this.brush = resized(this.brush, -2);
    else if (this.brushing && event.key === ']') this.brush = resized(this.brush, 2);
    else return false;
    return true;
  }

  private onKey = (event: KeyboardEvent): void => {
    const [origin] = event.composedPath();
    const inField =
      origin instanceof HTMLInputElement && origin.type !== 'range' && origin.type !== 'checkbox';
    if (this.onBrushKey(event, inField)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.write(false);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [target] = event.composedPath();
    // Digits and signs belong to the field that is typed in.
    if (target instanceof HTMLInputElement) return;
    if (stageKey(this.stage, event.key) || this.tiles.key(event.key)) event.preventDefault();
  };
}

/** `#rrggbb` of the page that the image lies on, where the theme says it so. */
function pageColour(): string | undefined {
  const colour = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background').trim();
  return /^#[0-9a-f]{6}/i.exec(colour)?.[0];
}
