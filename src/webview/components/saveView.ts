import { t } from '@vscode/l10n';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatOfExtension } from '../../core/model/imageFormat';
import { isEncodable, maxStrokes, type OutputSettings, type Stroke } from '../../core/model/output';
import type { ImageFormat } from '../../core/model/run';
import type { SavePreview, SaveView } from '../../protocol/views';
import { factsText } from '../labels';
import { extensionIn, withExtension } from '../savePath';
import { imageOf, isSmall, pageColour, sameShape } from '../savePictures';
import './brush';
import { type Brush, firstBrush, resized } from './brushBar';
import './brushBar';
import './outputFields';
import { saveResult } from './saveResult';
import { saveViewStyles } from './saveView.styles';
import type { StageImage } from './stageImage';
import { backdropTools, toolButton, zoomTools } from './stageTools';
import { StageView } from './stageView';
import { stageViewStyles } from './stageView.styles';
import { TileCheck } from './tileCheck';

type Made = Extract<SavePreview, { url: string }>;

/** What is ready before this needs no words about it. Milliseconds. */
const slowMs = 600;

/** The file as it will be, before it is written: its settings, its bytes, its place. Fires `closed`. */
@customElement('ia-save-view')
export class IaSaveView extends StageView<SaveView, Made> {
  static override styles = [stageViewStyles, saveViewStyles];

  @state() private settings!: OutputSettings;
  @state() private path = '';
  /** There is a file of that name. */
  @state() private taken = false;
  /** The image's own name was typed: then that it cannot be written is said, and nothing else done. */
  private ownTyped = false;
  /** What was taken because the image's own format cannot be written. */
  private instead: ImageFormat | undefined;
  /** What the one asked for last, and the one that came out last, are made with. */
  private askedWith: OutputSettings | undefined;
  private madeOf: OutputSettings | undefined;
  /** It takes so long that the last one's figures would be taken for the new one's. */
  @state() private slow = false;
  @state() private compared = false;
  @state() private brush = firstBrush;
  /** The whole cut-out, while it is painted on. */
  @state() private canvas: Made | undefined;
  /** Of the cut-out's strokes, those that are in it. */
  @state() private painted = 0;
  private readonly tiles = new TileCheck(this, {
    shown: () => this.made?.url ?? '',
    measure: () => this.store.ask('seamsOfSave', { id: this.view.id }),
    begin: () => (this.compared = false),
  });
  private slowTimer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { settings, path, draft } = this.view;
    this.resumed = draft !== undefined;
    this.settings = draft?.settings ?? settings;
    this.path = withExtension(draft?.path ?? path, this.format);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('path')) void this.lookAtPlace();
  }

  private async lookAtPlace(): Promise<void> {
    const { path } = this;
    const taken = await this.store.ask('isSaveTaken', { id: this.view.id, path: path || '?' });
    if (path === this.path) this.taken = taken === true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.slowTimer);
  }

  protected override focusFirst(): void {
    this.pathField.focus();
    const name = this.path.lastIndexOf('/') + 1;
    this.pathField.setSelectionRange(name, Math.max(name, this.path.lastIndexOf('.')));
    this.waitForSlow();
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
    this.ownTyped = false;
    this.path = withExtension(this.path, this.format);
    this.askSoon();
  }

  private typePath(text: string): void {
    this.path = text;
    // What lies beside it is named after it; and what was wrong may be the path.
    if (this.problem || this.settings.keepOriginal || (this.settings.recipe ?? this.view.recipe))
      this.askSoon();
    const named = formatOfExtension(extensionIn(text));
    if (named === undefined || named === this.format) return;
    // The name says what the file is: bytes and extension always agree.
    this.ownTyped = named === this.view.facts.format;
    if (this.ownTyped) this.settings = { ...this.settings, format: 'keep' };
    else if (isEncodable(named)) this.settings = { ...this.settings, format: named };
    this.askSoon();
  }

  protected override askSoon(): void {
    this.waitForSlow();
    super.askSoon();
  }

  protected override async preview(isNewest: () => boolean) {
    const { settings } = this;
    this.askedWith = settings;
    if (this.brushing) {
      const canvas = await this.previewOf(settings, true);
      if (!canvas || 'problem' in canvas || !isNewest()) return canvas;
      this.canvas = canvas;
      this.painted = settings.cutout?.strokes.length ?? 0;
    }
    const answer = await this.previewOf(settings, false);
    if (!answer || !('problem' in answer) || !answer.instead || this.ownTyped || !isNewest()) return answer;
    this.instead = answer.instead;
    this.change({ ...settings, format: answer.instead });
    return null;
  }

  /** Why the file has another format, where nobody chose it. */
  private get insteadNote(): string | undefined {
    const { instead } = this;
    const own = this.view.facts.format;
    if (instead === undefined || this.settings.format !== instead) return undefined;
    return t('{0} files cannot be written, so this becomes {1}.', own.toUpperCase(), instead.toUpperCase());
  }

  /** `whole`: in the image's own pixels, to paint on. */
  private previewOf(settings: OutputSettings, whole: boolean) {
    const page = pageColour();
    return this.store.ask('previewSave', {
      ...{ id: this.view.id, settings, path: this.path || '?' },
      ...(page !== undefined && { page }),
      ...(whole && { whole }),
    });
  }

  protected override settled(): void {
    this.slow = false;
    window.clearTimeout(this.slowTimer);
    this.slowTimer = undefined;
  }

  protected override received(made: Made): void {
    super.received(made);
    this.madeOf = this.askedWith;
  }

  override render(): TemplateResult {
    const { view, made } = this;
    return this.renderDialog(
      t('Save {0}', view.name),
      html` <div class="top">
          <h2><b>${view.name}</b> <span class="dim">${factsText(view.facts)}</span></h2>
          ${zoomTools(() => this.stage, this.percent)}
          ${backdropTools(this.backdrop, backdrop => (this.backdrop = backdrop))} ${this.tiles.tools()}
          ${toolButton('split', t('Before and after'), () => this.compare(), this.compared)}
          ${this.renderClose()}
        </div>
        <div class="middle" aria-busy=${this.pending}>
          ${this.renderBusy(t('The file is being made'))}
          <ia-stage
            .image=${this.shownImage()}
            .beforeImage=${this.beforeImage()}
            .backdrop=${this.backdrop}
            .tiling=${this.tiles.tiling}
            .enlarged=${isSmall(this.shownImage())}
            @zoom=${this.onZoom}
            >${this.brushing && !this.tiles.on ? this.renderBrush() : nothing}</ia-stage
          >
          ${this.tiles.status()} ${this.settings.cutout && !this.tiles.on ? this.renderBrushBar() : nothing}
          ${this.renderProblem()}
        </div>
        <aside aria-label=${t('What the file is to be')}>
          ${this.renderResumed(() => this.change(view.settings))}
          <ia-output
            .view=${view}
            .settings=${this.settings}
            .preview=${made}
            @settings=${(event: CustomEvent<OutputSettings>) => this.change(event.detail)}
            @palette=${() => void this.readPalette()}
          ></ia-output>
          ${saveResult({
            ...{ view, made: this.problem || this.wrong ? undefined : made },
            making: this.slow && this.madeOf !== this.settings,
            strokes: this.brushing ? this.strokes.length : undefined,
            format: this.insteadNote,
          })}
        </aside>
        ${this.renderBottom(() => this.renderActions())}`,
    );
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
    if (this.brushing === before) return;
    this.canvas = undefined;
    this.painted = this.ground.strokes;
    this.askSoon();
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

  /** The picture to paint on, while there is one. */
  private get painting(): Made | undefined {
    return this.brushing ? this.canvas : undefined;
  }

  /**
   * What is painted on until the cut-out is there, so that the first stroke counts: the last file where it shows the whole
   * image, with the strokes that are in it; else the image as it is.
   */
  private get ground(): { url: string; strokes: number } {
    const { view, made, madeOf } = this;
    if (!made || !sameShape(made.facts, view.facts)) return { url: view.image, strokes: 0 };
    return { url: made.url, strokes: madeOf?.cutout?.strokes.length ?? 0 };
  }

  private shownImage(): StageImage {
    const { view, painting, made } = this;
    if (painting) return imageOf(t('The picture to paint on'), painting);
    if (this.brushing) return imageOf(t('The picture to paint on'), view, this.ground.url);
    return made ? imageOf(t('The file as it will be'), made) : imageOf(view.name, view, view.image);
  }

  private beforeImage(): StageImage | undefined {
    const { view, painting, made } = this;
    if (!this.compared) return undefined;
    if (painting) return imageOf(view.name, view, view.image);
    return made && imageOf(t('not encoded yet'), made, made.before ?? view.image);
  }

  /** At its actual size at least: what encoding changes is not seen below. */
  private compare(): void {
    this.compared = !this.compared;
    if (!this.compared) return;
    this.tiles.choose('off');
    if (this.stage && this.stage.scale < 1) this.stage.zoomTo(1);
  }

  /** What is known to go wrong is not tried; what is not known yet, is. */
  private get ready(): boolean {
    if (this.writing || this.wrong !== '' || this.path.trim() === '') return false;
    return this.pending || this.problem === '';
  }

  private renderActions(): TemplateResult {
    const off = !this.ready;
    const path = this.renderPath(t('Save as'), this.path, {
      input: text => this.typePath(text),
      enter: () => void this.write(false),
      browse: () => this.browse(),
      taken: this.taken,
    });
    return html`${path}
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
    if (!this.ready) return;
    this.writing = true;
    const { settings, path } = this;
    const done = await this.store.ask('writeSave', { id: this.view.id, settings, path, insert });
    this.writing = false;
    if (done && this.isConnected) this.dialog.close();
  }

  protected override save(): void {
    void this.write(false);
  }

  /** Settings are set again in a moment; what was painted by hand is not. */
  protected override get unsaved(): boolean {
    return this.strokes.length > 0 && this.strokes !== this.view.settings.cutout?.strokes;
  }

  protected override ownKey(event: KeyboardEvent, typing: boolean): boolean {
    if (typing) return false;
    return this.brushKey(event) || this.tiles.key(event.key);
  }

  private brushKey(event: KeyboardEvent): boolean {
    if (!this.settings.cutout) return false;
    const undo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
    if (undo && this.strokes.length > 0) this.paint(this.strokes.slice(0, -1));
    else if (this.brushing && event.key === '[') this.brush = resized(this.brush, -2);
    else if (this.brushing && event.key === ']') this.brush = resized(this.brush, 2);
    else return false;
    return true;
  }
}
