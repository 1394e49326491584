import { t } from '@vscode/l10n';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { sameCandidate } from '../../core/model/run';
import {
  compareModes,
  type ComparedImage,
  type CompareMode,
  type CompareView,
  type Difference,
} from '../../protocol/compareViews';
import type { ModelView } from '../../protocol/views';
import { type Placed, runCandidateAction } from '../candidateActions';
import { compareKey, compareKeys } from '../compareKeys';
import { cssVars } from '../cssVars';
import type { IconName } from '../icons';
import { shareText } from '../labels';
import { placedOf } from '../placed';
import './compareCard';
import './compareStage';
import type { ComparePane, IaCompareStage } from './compareStage';
import { compareViewStyles } from './compareView.styles';
import { backdropTools, stageKey, toolButton, zoomTools } from './stageTools';
import { StageView } from './stageView';
import { stageViewStyles } from './stageView.styles';

type Measured = Exclude<Difference, { problem: string }>;

/** What is shown, and what of it the parts need. */
interface Lists {
  images: readonly ComparedImage[];
  pair: readonly ComparedImage[];
  panes: readonly ComparePane[];
  panePair: readonly ComparePane[];
  /** In the order of `images`. */
  placed: readonly (Placed | undefined)[];
}

const letters = ['A', 'B', 'C', 'D'];
const modeIcons: Record<CompareMode, IconName> = {
  side: 'split',
  slider: 'both',
  fade: 'layers',
  difference: 'flame',
};
/** No eye sees less in a picture, and no encoder keeps it. */
const usualTolerance = 8;
const backdrops = ['checker', 'light', 'dark', 'page', 'colour'] as const;

/** Two to four images held against each other. Fires `closed`. */
@customElement('ia-compare-view')
export class IaCompareView extends StageView<CompareView, Measured> {
  static override styles = [stageViewStyles, compareViewStyles];

  @property({ attribute: false }) models: readonly ModelView[] = [];
  @state() private mode: CompareMode = 'side';
  @state() private shown: readonly string[] = [];
  /** The place that keys are for. */
  @state() private active = 0;
  /** The place of what is held against the first one. */
  @state() private second = 1;
  @state() private own = false;
  @state() private opacity = 50;
  @state() private tolerance = usualTolerance;
  @state() private ground: (typeof backdrops)[number] = 'checker';
  @state() private colour = '#ff00ff';
  @state() private keysShown = false;
  @state() private broken: ReadonlySet<string> = new Set();
  private memo: { from: readonly unknown[]; lists: Lists } | undefined;
  @query('ia-compare-stage') private compared!: IaCompareStage | null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('view') || changed.get('view') !== undefined) return;
    this.shown = this.view.shown;
    this.mode = this.view.mode;
  }

  protected override focusFirst(): void {
    void this.compared?.updateComplete.then(() => this.compared?.focus());
  }

  protected override preview(): Promise<Difference | null | undefined> {
    const [one, other] = this.pair;
    if (this.mode !== 'difference' || !one || !other) return Promise.resolve(undefined);
    const { view, tolerance } = this;
    return this.store.ask('measureDifference', { id: view.id, pair: [one.id, other.id], tolerance });
  }

  /** The same objects as long as they are the same images: while it is zoomed, nothing but the percent is drawn anew. */
  private get lists(): Lists {
    const { view, shown, second, broken } = this;
    const from = [view, shown, second, broken, this.store.state.runs];
    if (this.memo?.from.every((each, index) => each === from[index])) return this.memo.lists;
    const images = shown.flatMap(id => view.images.find(each => each.id === id) ?? []);
    const pair = [images[0], images[second] ?? images[1]].flatMap(each => each ?? []);
    const panes = images.map((image, index) => this.paneOf(image, index));
    const lists = {
      ...{ images, pair, panes },
      panePair: pair.flatMap(({ id }) => panes.find(pane => pane.id === id) ?? []),
      placed: images.map(image => this.placedAt(image)),
    };
    this.memo = { from, lists };
    return lists;
  }

  private get images(): readonly ComparedImage[] {
    return this.lists.images;
  }

  private get pair(): readonly ComparedImage[] {
    return this.lists.pair;
  }

  override render(): TemplateResult {
    const { mode, images, ground } = this;
    const { panes, panePair } = this.lists;
    const { made, problem } = this;
    const label = t('Compare {0} images', images.length);
    return this.renderDialog(
      label,
      html` <div class="top">
          <h2><b>${label}</b></h2>
          ${this.renderModes()} ${zoomTools(() => this.compared, this.percent)} ${this.renderBackdrops()}
          ${toolButton('image', t('Own pixels: nothing is scaled (O)'), () => this.toggleOwn(), this.own)}
          ${toolButton('swap', t('Swap the two (X)'), () => this.swap())}
          ${toolButton('keyboard', t('Keys (?)'), () => this.toggleKeys(), this.keysShown)}
          ${this.renderClose()}
        </div>
        <div class="middle" aria-busy=${this.pending}>
          <ia-compare-stage
            .panes=${panes}
            .pair=${panePair}
            .mode=${mode}
            .heat=${problem ? undefined : made}
            .own=${this.own}
            .active=${this.active}
            .opacity=${this.opacity}
            .backdrop=${ground}
            ${cssVars({ '--chosen': this.colour })}
            @zoom=${this.onZoom}
            @active=${(event: CustomEvent<number>) => this.activate(event.detail)}
            @broken=${(event: CustomEvent<string>) => (this.broken = new Set([...this.broken, event.detail]))}
          ></ia-compare-stage>
          ${this.pending && mode === 'difference' ? this.renderBusy(t('Comparing')) : nothing}
          ${mode === 'difference' ? this.renderProblem() : nothing}
          ${this.keysShown ? this.renderKeys() : nothing}
        </div>
        <aside aria-label=${t('The images')} tabindex="0">
          ${this.renderSetting()}
          ${repeat(
            images,
            image => image.id,
            (image, index) => this.renderCard(image, index),
          )}
        </aside>`,
    );
  }

  private paneOf({ id, name, shown, problem }: ComparedImage, index: number): ComparePane {
    const why =
      problem ?? (this.broken.has(id) ? t('This image can’t be shown: its file is gone or damaged.') : '');
    return {
      ...{ id, name, letter: letters[index] ?? '' },
      ...(why !== '' && { problem: why }),
      ...(shown && {
        image: {
          ...{ name, url: shown.url, width: shown.facts.width, height: shown.facts.height },
          ...(shown.thumbnail !== undefined && { thumbnail: shown.thumbnail }),
          hasAlpha: shown.facts.hasAlpha,
        },
      }),
    };
  }

  private renderModes(): TemplateResult {
    const labels: Record<CompareMode, string> = {
      side: t('Side by side (S)'),
      slider: t('Slider (L)'),
      fade: t('Fade (F)'),
      difference: t('Difference (D)'),
    };
    return html`<div class="group modes" role="group" aria-label=${t('How to compare')}>
      ${compareModes.map(each =>
        toolButton(modeIcons[each], labels[each], () => this.choose(each), each === this.mode),
      )}
    </div>`;
  }

  private renderBackdrops(): TemplateResult {
    const { ground, colour } = this;
    const take = (event: Event): void => {
      this.colour = (event.target as HTMLInputElement).value;
      this.ground = 'colour';
    };
    return html`${backdropTools(ground === 'colour' ? undefined : ground, each => (this.ground = each))}
      <input
        class="chosen ${ground === 'colour' ? 'pressed' : ''}"
        type="color"
        aria-label=${t('Background color')}
        title=${t('Background color')}
        .value=${live(colour)}
        @input=${take}
      />`;
  }

  private renderKeys(): TemplateResult {
    return html`<div class="keys" role="region" tabindex="0" aria-label=${t('Keys')}>
      <b>${t('Keys')}</b>
      <dl>
        ${compareKeys().map(
          ([keys, does]) =>
            html`<dt><kbd>${keys}</kbd></dt>
              <dd>${does}</dd>`,
        )}
      </dl>
    </div>`;
  }

  /** What the mode can be set to, and what came of it. */
  private renderSetting(): TemplateResult | typeof nothing {
    const { mode, images } = this;
    if (mode === 'side') return nothing;
    const [one, other] = this.pair.map(each => letters[images.indexOf(each)] ?? '');
    const said = t('{0} and {1} are compared.', one ?? '', other ?? '');
    const of = images.length > 2 ? html`<p class="note pair">${said}</p>` : nothing;
    if (mode === 'slider') return html`<div class="setting">${of}</div>`;
    if (mode === 'fade') {
      return html`<div class="setting">
        ${of}
        ${this.renderRange(t('Share of {0}', other ?? ''), this.opacity, 100, `${this.opacity} %`, value => {
          this.opacity = value;
        })}
      </div>`;
    }
    const { made, problem, pending } = this;
    const known = made && !problem && !pending;
    return html`<div class="setting">
      ${of}
      <div aria-live="polite">
        ${
          known
            ? html`<p class="share">
                  ${t('{0} of the pixels changed', shareText(made.changed, made.width * made.height))}
                </p>
                ${made.changed === 0 && made.most > 0 ? html`<p class="note">${t('At most by {0} of 255, which the tolerance allows.', Math.round(made.most))}</p>` : nothing}
                ${made.most === 0 ? html`<p class="note">${t('Every pixel is the same.')}</p>` : nothing}
                ${made.notes.map(note => html`<p class="note">${note}</p>`)}`
            : nothing
        }
      </div>
      ${this.renderRange(t('Tolerance'), this.tolerance, 64, t('{0} of 255', this.tolerance), value => {
        this.tolerance = value;
        this.askSoon();
      })}
    </div>`;
  }

  private renderRange(
    label: string,
    value: number,
    most: number,
    said: string,
    set: (value: number) => void,
  ): TemplateResult {
    return html`<div class="field-head">
        <label for="amount">${label}</label><span class="dim">${said}</span>
      </div>
      <input
        id="amount"
        type="range"
        min="0"
        max=${most}
        aria-valuetext=${said}
        .value=${live(String(value))}
        @input=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}
      />`;
  }

  private renderCard(image: ComparedImage, index: number): TemplateResult {
    const placed = this.lists.placed[index];
    return html`<ia-compare-card
      .store=${this.store}
      .models=${this.models}
      .image=${image}
      .letter=${letters[index] ?? ''}
      .placed=${placed}
      .others=${this.view.images.length - this.shown.length}
      .current=${index === this.active}
      .out=${this.mode !== 'side' && !this.pair.includes(image)}
      .all=${this.own ? undefined : this.images}
      @focusin=${() => this.activate(index)}
      @step=${(event: CustomEvent<number>) => this.step(event.detail, index)}
      @act=${(event: CustomEvent<string>) => this.act(event.detail, placed)}
    ></ia-compare-card>`;
  }

  /** Where it stands in the results, if those that are loaded have it. */
  private placedAt({ candidate }: ComparedImage): Placed | undefined {
    if (!candidate) return undefined;
    const run = this.store.state.runs.find(each => each.id === candidate.runId);
    return run && placedOf(run, 'asked').find(each => sameCandidate(each.candidate.ref, candidate));
  }

  private act(choice: string, placed: Placed | undefined): void {
    if (!placed) return;
    // What comes next is in the composer.
    if (choice === 'editCandidate' || choice === 'useCandidate') this.dialog.close();
    runCandidateAction(this.store, choice, placed);
  }

  protected override save(): void {
    const image = this.images[this.active];
    if (image) this.act('save', this.lists.placed[this.active]);
  }

  private activate(index: number): void {
    this.active = index;
    if (index === 0 || index === this.second) return;
    this.second = index;
    if (this.mode !== 'side') this.changed();
  }

  private choose(mode: CompareMode): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.changed();
  }

  /** Other images, or in another way. */
  private changed(): void {
    this.made = undefined;
    this.problem = '';
    const { shown, mode } = this;
    void this.store.ask('keepCompare', { id: this.view.id, shown: [...shown], mode });
    void this.ask();
  }

  private swap(): void {
    const { shown } = this;
    const second = shown[this.second] === undefined ? 1 : this.second;
    const [one, other] = [shown[0], shown[second]];
    if (one === undefined || other === undefined) return;
    this.shown = shown.map((id, index) => (index === 0 ? other : index === second ? one : id));
    this.changed();
  }

  /** The next image that is not shown yet comes into this place. */
  private step(by: number, place = this.active): void {
    const all = this.view.images.filter(({ id }) => id === this.shown[place] || !this.shown.includes(id));
    const at = all.findIndex(({ id }) => id === this.shown[place]);
    const next = all.at((at + by) % all.length);
    if (!next || all.length < 2) return;
    this.shown = this.shown.map((id, index) => (index === place ? next.id : id));
    this.changed();
    this.store.say(`${letters[place] ?? ''}: ${next.name}`);
  }

  private toggleOwn(): void {
    this.own = !this.own;
  }

  private toggleKeys(): void {
    this.keysShown = !this.keysShown;
  }

  protected override close(): void {
    if (this.keysShown) this.keysShown = false;
    else super.close();
  }

  private nextBackdrop(): void {
    const next = backdrops[(backdrops.indexOf(this.ground) + 1) % backdrops.length];
    if (next) this.ground = next;
  }

  protected override ownKey(event: KeyboardEvent, typing: boolean): boolean {
    const stage = this.compared;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !stage)
      return false;
    const [target] = event.composedPath();
    // Its own keys; a menu is searched by typing.
    if (target instanceof HTMLInputElement) return false;
    if (target instanceof Element && target.closest('[role=menu], [role=region]')) return false;
    if (stageKey(stage, event.key)) return true;
    return compareKey(event.key, {
      mode: mode => this.choose(mode),
      swap: () => this.swap(),
      step: by => this.step(by),
      pan: (x, y) => stage.pan(x, y),
      size: () => this.toggleOwn(),
      backdrop: () => this.nextBackdrop(),
      keys: () => this.toggleKeys(),
    });
  }
}
