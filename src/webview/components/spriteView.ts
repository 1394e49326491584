import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatBytes, formatPixels } from '../../core/model/format';
import type { SpriteSettings } from '../../core/model/sprites';
import type { SpritePreview, SpriteView } from '../../protocol/views';
import { icon } from '../icons';
import './flipbook';
import './spriteFields';
import { spriteViewStyles } from './spriteView.styles';
import type { StageMark } from './stage';
import type { StageImage } from './stageImage';
import { backdropTools, toolButton, zoomTools } from './stageTools';
import { StageView } from './stageView';
import { stageViewStyles } from './stageView.styles';

type Made = Exclude<SpritePreview, { problem: string }>;

/** A sprite sheet as it will be, or the one that is cut, its frames in motion, and the files. Fires `closed`. */
@customElement('ia-sprite-view')
export class IaSpriteView extends StageView<SpriteView, Made> {
  static override styles = [stageViewStyles, spriteViewStyles];

  @state() private settings!: SpriteSettings;
  @state() private path = '';
  @state() private outlines = true;
  /** Of an image that is cut: the sheet that comes of it. */
  @state() private result = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings = this.view.settings;
    this.path = this.view.path;
  }

  protected override focusFirst(): void {
    this.pathField.focus();
  }

  private change(settings: SpriteSettings): void {
    if ((settings.output === 'files') !== (this.settings.output === 'files')) {
      this.path = settings.output === 'files' ? withoutSheet(this.path) : `${this.path}-sheet.png`;
    }
    this.settings = settings;
    this.askSoon();
  }

  protected override preview() {
    const { settings, path } = this;
    return this.store.ask('previewSprites', { id: this.view.id, settings, path: path || '?' });
  }

  /** The sheet, or what is cut. */
  private get source(): Made['source'] {
    return this.result ? undefined : this.made?.source;
  }

  override render(): TemplateResult {
    const { view, made } = this;
    return this.renderDialog(
      this.settings.cut ? t('Cut {0} into frames', view.name) : t('Make a sprite sheet of {0}', view.name),
      html` <div class="top">
          <h2><b>${view.name}</b> <span class="dim">${made ? this.factsText(made) : ''}</span></h2>
          ${zoomTools(() => this.stage, this.percent)}
          ${backdropTools(this.backdrop, backdrop => (this.backdrop = backdrop))}
          ${toolButton('outlines', t('Outlines of the frames'), () => (this.outlines = !this.outlines), this.outlines)}
          ${
            made?.source
              ? toolButton(
                  'layers',
                  t('The sheet that comes of it'),
                  () => (this.result = !this.result),
                  this.result,
                )
              : nothing
          }
          ${this.renderClose()}
        </div>
        <div class="middle" aria-busy=${this.pending}>
          ${this.renderBusy(t('The frames are being made'))}
          ${
            made
              ? html`<ia-stage
                  .image=${this.shownImage(made)}
                  .marks=${this.outlines ? this.marks(made) : []}
                  .backdrop=${this.backdrop}
                  @zoom=${this.onZoom}
                ></ia-stage>`
              : nothing
          }
          ${this.renderProblem()}
        </div>
        <aside aria-label=${t('What the frames are to be')}>
          ${
            made
              ? html`<ia-flipbook
                  .url=${made.url}
                  .frames=${made.sheet.frames}
                  .duration=${this.settings.sheet.duration}
                  @duration=${(event: CustomEvent<number>) =>
                    this.change({
                      ...this.settings,
                      sheet: { ...this.settings.sheet, duration: event.detail },
                    })}
                ></ia-flipbook>`
              : nothing
          }
          <ia-sprite-fields
            .settings=${this.settings}
            .preview=${made}
            @settings=${(event: CustomEvent<SpriteSettings>) => this.change(event.detail)}
          ></ia-sprite-fields>
          ${this.renderResult()}
        </aside>
        ${this.renderBottom(() => this.renderActions())}`,
    );
  }

  private factsText({ sheet, bytes }: Made): string {
    const count = sheet.frames.length;
    const frames = count === 1 ? t('One frame') : t('{0} frames', count);
    return this.settings.output === 'files'
      ? frames
      : [frames, formatPixels(sheet), formatBytes(bytes)].join(' · ');
  }

  private shownImage({ url, sheet }: Made): StageImage {
    const { source } = this;
    if (source)
      return {
        name: t('The image that is cut'),
        url: source.url,
        width: source.width,
        height: source.height,
      };
    return { name: t('The sheet as it will be'), url, width: sheet.width, height: sheet.height };
  }

  private marks({ sheet }: Made): readonly StageMark[] {
    const { source } = this;
    if (!source) return sheet.frames.map(frame => ({ ...frame, label: frame.name }));
    return source.cells.map((cell, i) => ({ ...cell, label: String(i + 1) }));
  }

  private renderResult(): TemplateResult {
    const { made } = this;
    if (!made || this.problem) return html`<div class="came" aria-live="polite"></div>`;
    const { files, notes, place } = made;
    const taken = files.filter(file => file.taken).length;
    return html`<div class="came">
      <div aria-live="polite">
        <b>${files.length === 1 ? t('One file') : t('{0} files', files.length)}</b>
        ${taken > 0 ? html`<span class="taken"> · ${t('already there: {0}', taken)}</span>` : nothing}
        <p>${sizesText(made.frameSizes)}</p>
        ${place === undefined ? nothing : html`<p class="taken">${place}</p>`}
        ${notes.map(note => html`<p>${note}</p>`)}
      </div>
      <ul class="files" tabindex="0" aria-label=${t('Files that will be written')}>
        ${files.map(
          file =>
            html`<li>
              ${file.path}${
                file.taken
                  ? html`${icon('warning', 'small warning')}<span class="hidden-text"
                        >${t('already there')}</span
                      >`
                  : nothing
              }
            </li>`,
        )}
      </ul>
    </div>`;
  }

  private renderActions(): TemplateResult {
    const off = this.writing || this.path.trim() === '' || this.problem !== '' || this.wrong !== '';
    const path = this.renderPath(
      this.settings.output === 'files' ? t('Into folder') : t('Save as'),
      this.path,
      {
        input: text => this.setPath(text),
        enter: () => void this.save(),
        browse: () => this.browse(),
      },
    );
    return html`${path}
      <button class="button primary" ?disabled=${off} @click=${() => void this.save()}>${t('Save')}</button>`;
  }

  private setPath(path: string): void {
    this.path = path;
    this.askSoon();
  }

  private async browse(): Promise<void> {
    const { settings, path } = this;
    const chosen = await this.store.ask('browseSprites', {
      id: this.view.id,
      settings,
      path: path || this.view.path,
    });
    if (typeof chosen === 'string') this.setPath(chosen);
    this.pathField.focus();
  }

  protected override async save(): Promise<void> {
    if (this.writing || this.path.trim() === '' || this.wrong !== '') return;
    this.writing = true;
    const { settings, path } = this;
    const done = await this.store.ask('writeSprites', { id: this.view.id, settings, path });
    this.writing = false;
    if (!this.wrote(done, () => void this.save()) || !this.isConnected) return;
    this.dialog.close();
  }
}

/** `img/hero-sheet.png` as the folder `img/hero`. */
function withoutSheet(path: string): string {
  return path.replace(/(?:-sheet)?\.(?:png|webp)$/i, '');
}

function sizesText({ least, most }: Made['frameSizes']): string {
  const [from, to] = [formatPixels(least), formatPixels(most)];
  return from === to ? t('Frames of {0} pixels', to) : t('Frames of {0} to {1} pixels', from, to);
}
