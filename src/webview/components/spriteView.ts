import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { formatBytes, formatPixels } from '../../core/model/format';
import type { SpriteSettings } from '../../core/model/sprites';
import type { SpritePreview, SpriteView } from '../../protocol/views';
import { icon } from '../icons';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { stageDialog } from '../styles/stageDialog';
import './flipbook';
import './progressBar';
import { saveViewStyles } from './saveView.styles';
import './spriteFields';
import { spriteViewStyles } from './spriteView.styles';
import type { Backdrop, IaStage, StageMark } from './stage';
import type { StageImage } from './stageImage';
import './stage';
import { backdropTools, stageKey, toolButton, zoomTools } from './stageTools';

type Made = Exclude<SpritePreview, { problem: string }>;

/** As in the Save view. Milliseconds. */
const restMs = 200;

/** A sprite sheet as it will be, or the one that is cut, its frames in motion, and the files. Fires `closed`. */
@customElement('ia-sprite-view')
export class IaSpriteView extends LitElement {
  static override styles = [base, buttons, fields, stageDialog, saveViewStyles, spriteViewStyles];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) view!: SpriteView;
  @state() private settings!: SpriteSettings;
  @state() private path = '';
  @state() private made: Made | undefined;
  @state() private problem = '';
  @state() private pending = true;
  @state() private writing = false;
  @state() private outlines = true;
  /** Of an image that is cut: the sheet that comes of it. */
  @state() private result = false;
  @state() private backdrop: Backdrop = 'checker';
  @state() private percent = 100;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('ia-stage') private stage!: IaStage;
  @query('#path') private pathField!: HTMLInputElement;
  private timer: number | undefined;
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings = this.view.settings;
    this.path = this.view.path;
    document.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
    window.clearTimeout(this.timer);
  }

  override firstUpdated(): void {
    this.dialog.showModal();
    this.pathField.focus();
    void this.ask();
  }

  private change(settings: SpriteSettings): void {
    if ((settings.output === 'files') !== (this.settings.output === 'files')) {
      this.path = settings.output === 'files' ? withoutSheet(this.path) : `${this.path}-sheet.png`;
    }
    this.settings = settings;
    this.askSoon();
  }

  private askSoon(): void {
    this.pending = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), restMs);
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const { settings, path } = this;
    const answer = await this.store.ask('previewSprites', { id: this.view.id, settings, path: path || '?' });
    if (mine !== this.asked || !this.isConnected || answer === null) return;
    this.pending = false;
    if (answer === undefined) return;
    this.problem = 'problem' in answer ? answer.problem : '';
    if ('url' in answer) this.made = answer;
  }

  /** The sheet, or what is cut. */
  private get source(): Made['source'] {
    return this.result ? undefined : this.made?.source;
  }

  override render(): TemplateResult {
    const { view, made } = this;
    return html`<dialog
      class="with-aside"
      aria-label=${this.settings.cut ? t('Cut {0} into frames', view.name) : t('Make a sprite sheet of {0}', view.name)}
      @close=${() => this.dispatchEvent(new CustomEvent('closed'))}
    >
      <div class="top">
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
        ${toolButton('close', t('Close'), () => this.dialog.close())}
      </div>
      <div class="middle" aria-busy=${this.pending}>
        ${this.pending ? html`<ia-progress .label=${t('The frames are being made')}></ia-progress>` : nothing}
        ${
          made
            ? html`<ia-stage
                .image=${this.shownImage(made)}
                .marks=${this.outlines ? this.marks(made) : []}
                .backdrop=${this.backdrop}
                @zoom=${(event: CustomEvent<number>) => (this.percent = Math.round(event.detail * 100))}
              ></ia-stage>`
            : nothing
        }
        ${
          this.problem
            ? html`<div class="problem" role="alert">
                ${icon('error', 'error')}<span>${this.problem}</span>
              </div>`
            : nothing
        }
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
      <div class="bottom">${this.renderActions()}</div>
    </dialog>`;
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
    const off = this.writing || this.path.trim() === '' || this.problem !== '';
    return html`<span class="path"
        ><label for="path">${this.settings.output === 'files' ? t('Into folder') : t('Save as')}</label
        ><input
          id="path"
          type="text"
          spellcheck="false"
          autocomplete="off"
          .value=${live(this.path)}
          @input=${(event: Event) => {
            this.path = (event.target as HTMLInputElement).value;
            this.askSoon();
          }}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key === 'Enter' && !event.isComposing) void this.write();
          }}
        />${toolButton('folder', t('Browse…'), () => void this.browse())}</span
      >
      <button class="button primary" ?disabled=${off} @click=${() => void this.write()}>
        ${t('Save')}
      </button>`;
  }

  private async browse(): Promise<void> {
    const { settings, path } = this;
    const chosen = await this.store.ask('browseSprites', {
      id: this.view.id,
      settings,
      path: path || this.view.path,
    });
    if (typeof chosen === 'string') {
      this.path = chosen;
      this.askSoon();
    }
    this.pathField.focus();
  }

  private async write(): Promise<void> {
    if (this.writing || this.path.trim() === '') return;
    this.writing = true;
    const { settings, path } = this;
    const done = await this.store.ask('writeSprites', { id: this.view.id, settings, path });
    this.writing = false;
    if (!done || !this.isConnected) return;
    const count = this.made?.files.length ?? 1;
    this.store.say(count === 1 ? t('One file saved.') : t('{0} files saved.', count));
    this.dialog.close();
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.write();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement || !this.made) return;
    if (stageKey(this.stage, event.key)) event.preventDefault();
  };
}

/** `img/hero-sheet.png` as the folder `img/hero`. */
function withoutSheet(path: string): string {
  return path.replace(/(?:-sheet)?\.(?:png|webp)$/i, '');
}
