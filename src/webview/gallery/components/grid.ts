import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { GalleryUi } from '../../../protocol/galleryViews';
import { cssVars } from '../../cssVars';
import { base } from '../../styles/base';
import { buttons } from '../../styles/buttons';
import type { Arranged } from '../arrange';
import { edgeFor, type GalleryImage, pathOf } from '../image';
import {
  firstSpot,
  type Layout,
  lay,
  lineNumber,
  move,
  type MoveKey,
  type PlacedGroup,
  placeOf,
  rowOf,
  seenBetween,
  type Spot,
  withoutThumbnail,
} from '../layout';
import { extendTo, selectOnly, type Selection, toggle } from '../selection';
import type { GalleryStore } from '../store';
import { TypeAhead } from '../typeAhead';
import { renderCell, renderHeading } from './cell';
import { gridStyles } from './grid.styles';

const moveKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);
/** Beyond what is in sight, in heights of the window: drawn, and their thumbnails asked for. */
const margin = 0.6;
/** What is scrolled past is not asked for. */
const [lookAfterMs, lookAtLeastMs] = [60, 400];
const narrowCell = 110;

/**
 * The pictures: only those in sight are in the page, in rows of one height under headings that stick. Fires `select` with
 * the new selection, `open` with an image.
 */
@customElement('ia-gallery-grid')
export class IaGalleryGrid extends LitElement {
  static override styles = [base, buttons, gridStyles];

  @property({ attribute: false }) store!: GalleryStore;
  @property({ attribute: false }) shown!: Arranged;
  @property({ attribute: false }) ui!: GalleryUi;
  @property({ type: Number }) version = 0;
  @property({ attribute: false }) selection!: Selection;

  @state() private spot: Spot | undefined;
  @state() private from = 0;
  @state() private to = 0;
  @query('.scroller') private scroller!: HTMLElement;
  private layout: Layout = lay([], new Set(), measures(0, 100));
  private width = 0;
  private viewHeight = 0;
  private wantFocus = false;
  private restored = false;
  private looking: number | undefined;
  private lookBy: number | undefined;
  private lastLook = '';
  private readonly typeAhead = new TypeAhead();
  private readonly sizes = new ResizeObserver(() => this.resized());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    window.clearTimeout(this.looking);
  }

  protected override firstUpdated(): void {
    this.sizes.observe(this.scroller);
    this.resized();
  }

  /** The image that the keys are at. */
  get focusedImage(): number | undefined {
    return this.spot && 'image' in this.spot ? this.spot.image : undefined;
  }

  get order(): readonly GalleryImage[] {
    return this.layout.order;
  }

  /** Brings an image into sight and gives it the focus. */
  show(id: number): void {
    this.go({ image: id });
  }

  focusGrid(): void {
    const spot = this.spot && placeOf(this.layout, this.spot) ? this.spot : firstSpot(this.layout);
    if (spot) this.go(spot);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Thumbnails come by the hundred: they change pictures, not where they are.
    if (changed.has('shown') || changed.has('ui')) this.relayout();
  }

  protected override updated(): void {
    this.restoreScroll();
    if (this.wantFocus && this.spot) {
      this.wantFocus = false;
      this.elementOf(this.spot)?.focus({ preventScroll: true });
    }
    this.lookSoon();
  }

  override render(): TemplateResult {
    const { layout } = this;
    const seen = seenBetween(layout, this.from, this.to);
    const at = this.spot && placeOf(layout, this.spot);
    // What has the focus stays in the page, wherever it is scrolled to.
    if (at && !seen.some(({ group }) => group === at.group)) seen.push({ group: at.group, from: 0, to: 0 });
    const tabStop = at ? this.spot : firstSpot(layout);
    return html`<div class="scroller" @scroll=${this.onScroll}>
      <div
        class="canvas"
        role="grid"
        aria-label=${t('Images')}
        aria-multiselectable="true"
        aria-rowcount=${layout.lines}
        aria-colcount=${layout.columns}
        ${cssVars({
          '--height': `${layout.height}px`,
          '--columns': String(layout.columns),
          '--cell': `${this.ui.cell}px`,
          '--row': `${layout.rowHeight}px`,
        })}
        @click=${this.onClick}
        @dblclick=${this.onDoubleClick}
        @keydown=${this.onKey}
        @contextmenu=${this.onContextMenu}
        @focusin=${this.onFocusIn}
      >
        ${repeat(
          seen,
          ({ group }) => group.folder ?? '\n',
          ({ group, from, to }) => {
            const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
            if (at?.group === group && at.row >= 0 && !rows.includes(at.row)) rows.push(at.row);
            return this.renderGroup(group, rows, tabStop);
          },
        )}
      </div>
    </div>`;
  }

  private renderGroup(group: PlacedGroup, rows: readonly number[], stop: Spot | undefined): TemplateResult {
    return html`<div
      class="group"
      role="rowgroup"
      ${cssVars({ '--top': `${group.top}px`, '--group': `${group.height}px` })}
    >
      ${group.folder === null ? nothing : renderHeading(group, group.folder, this.layout.columns, stop)}
      ${repeat(
        rows,
        row => row,
        row =>
          html`<div
            class="row"
            role="row"
            aria-rowindex=${lineNumber(group, row)}
            ${cssVars({ '--top': `${group.heading + row * this.layout.rowHeight}px` })}
          >
            ${repeat(
              rowOf(group, this.layout, row),
              image => image.id,
              (image, column) =>
                renderCell(image, {
                  column,
                  selected: this.selection.ids.has(image.id),
                  stop: stop !== undefined && 'image' in stop && stop.image === image.id,
                  small: this.ui.cell < narrowCell,
                }),
            )}
          </div>`,
      )}
    </div>`;
  }

  private relayout(): void {
    this.layout = lay(this.shown.groups, new Set(this.ui.collapsed), measures(this.width, this.ui.cell));
    if (this.spot && 'image' in this.spot && !this.store.images.has(this.spot.image)) this.spot = undefined;
    if (this.scroller) this.take(this.scroller.scrollTop);
  }

  private resized(): void {
    const { clientWidth, clientHeight } = this.scroller;
    if (clientWidth === this.width && clientHeight === this.viewHeight) return;
    // What was in sight stays there when the columns change.
    const topmost = this.layout.columns > 1 || this.layout.lines > 0 ? this.topmost() : undefined;
    const narrower = clientWidth !== this.width;
    this.width = clientWidth;
    this.viewHeight = clientHeight;
    this.relayout();
    if (narrower && topmost && this.restored) {
      const place = placeOf(this.layout, topmost);
      if (place)
        void this.updateComplete.then(() => (this.scroller.scrollTop = place.top - place.group.heading));
    }
    this.requestUpdate();
  }

  private topmost(): Spot | undefined {
    const [first] = seenBetween(this.layout, this.scroller.scrollTop, this.scroller.scrollTop + 1);
    const image = first && rowOf(first.group, this.layout, first.from)[0];
    return image && this.scroller.scrollTop > 0 ? { image: image.id } : undefined;
  }

  private onScroll = (): void => {
    const { scrollTop } = this.scroller;
    this.take(scrollTop);
    if (this.restored) this.keep();
  };

  /** Draws anew only when lines have come in or gone out. */
  private take(top: number): void {
    const spare = this.viewHeight * margin;
    const step = this.layout.rowHeight;
    this.from = Math.max(0, Math.floor((top - spare) / step) * step);
    this.to = Math.ceil((top + this.viewHeight + spare) / step) * step;
  }

  private keep(): void {
    const id = this.focusedImage;
    const image = id === undefined ? undefined : this.store.images.get(id);
    this.store.scrolled({ scroll: Math.round(this.scroller.scrollTop), at: image && pathOf(image) });
  }

  private restoreScroll(): void {
    if (this.restored || this.layout.lines === 0 || this.width === 0) return;
    const { scroll, at } = this.store.scrolledTo;
    // Before all images are there it may be out of reach.
    const coming = ['listing', 'reading'].includes(this.store.state.progress.state);
    if (coming && scroll > 0 && this.layout.height < scroll + this.viewHeight) return;
    this.restored = true;
    const image = at === undefined ? undefined : this.layout.order.find(each => pathOf(each) === at);
    if (image) this.spot = { image: image.id };
    if (scroll > 0) this.scroller.scrollTop = scroll;
  }

  /** Thumbnails of what is in sight come first, then those around it. */
  private lookSoon(): void {
    const now = performance.now();
    this.lookBy ??= now + lookAtLeastMs;
    window.clearTimeout(this.looking);
    this.looking = window.setTimeout(
      () => {
        this.lookBy = undefined;
        const edge = edgeFor(this.ui.cell, window.devicePixelRatio);
        const { scrollTop } = this.scroller;
        const ids = withoutThumbnail(
          this.layout,
          [
            [scrollTop, scrollTop + this.viewHeight],
            [this.from, this.to],
          ],
          edge,
        );
        const key = `${edge}:${ids.join()}`;
        if (key === this.lastLook) return;
        this.lastLook = key;
        this.store.look(ids, edge);
      },
      Math.max(0, Math.min(lookAfterMs, this.lookBy - now)),
    );
  }

  private elementOf(spot: Spot): HTMLElement | null {
    return 'image' in spot
      ? this.renderRoot.querySelector<HTMLElement>(`#image-${spot.image}`)
      : this.renderRoot.querySelector<HTMLElement>(`[data-folder="${CSS.escape(spot.folder)}"]`);
  }

  private go(spot: Spot): void {
    const place = placeOf(this.layout, spot);
    if (!place) return;
    this.spot = spot;
    this.wantFocus = true;
    const { scroller, viewHeight } = this;
    const head = place.row < 0 ? 0 : place.group.heading;
    if (place.top - head < scroller.scrollTop) scroller.scrollTop = place.top - head;
    else if (place.bottom > scroller.scrollTop + viewHeight) scroller.scrollTop = place.bottom - viewHeight;
    this.take(scroller.scrollTop);
    this.requestUpdate();
  }

  private select(selection: Selection): void {
    this.dispatchEvent(new CustomEvent('select', { detail: selection }));
  }

  private imageOf(event: Event): number | undefined {
    const cell = event.composedPath().find(each => each instanceof HTMLElement && each.dataset['image']);
    return cell instanceof HTMLElement ? Number(cell.dataset['image']) : undefined;
  }

  private onFocusIn = (event: FocusEvent): void => {
    const id = this.imageOf(event);
    if (id !== undefined && id !== this.focusedImage) this.spot = { image: id };
  };

  private onClick = (event: MouseEvent): void => {
    const fold = (event.target as HTMLElement).closest<HTMLElement>('.fold');
    if (fold) return this.fold(fold.dataset['folder'] ?? '');
    const id = this.imageOf(event);
    if (id === undefined) return;
    this.spot = { image: id };
    this.wantFocus = true;
    if (event.shiftKey)
      this.select(extendTo(this.selection, id, this.layout.order, event.ctrlKey || event.metaKey));
    else if (event.ctrlKey || event.metaKey) this.select(toggle(this.selection, id));
    else this.select(selectOnly(id));
  };

  private onDoubleClick = (event: MouseEvent): void => {
    const id = this.imageOf(event);
    if (id !== undefined) this.store.act('open', [id]);
  };

  /** The page that VS Code asks for a menu sees the outermost element only: see `ia-gallery`. */
  private onContextMenu = (event: MouseEvent): void => {
    const id = this.imageOf(event);
    if (id !== undefined && !this.selection.ids.has(id)) this.select(selectOnly(id));
    this.dispatchEvent(new CustomEvent('menu', { detail: id === undefined ? [] : [id] }));
  };

  private fold(folder: string): void {
    const closed = new Set(this.ui.collapsed);
    if (!closed.delete(folder)) closed.add(folder);
    this.spot = { folder };
    this.wantFocus = true;
    this.store.choose({ collapsed: [...closed] });
  }

  private onKey = (event: KeyboardEvent): void => {
    const { spot } = this;
    const control = event.ctrlKey || event.metaKey;
    if (!spot || event.altKey || event.defaultPrevented) return;
    if (moveKeys.has(event.key)) {
      event.preventDefault();
      if (this.foldByArrow(spot, event.key)) return;
      const page = Math.max(1, Math.floor((this.viewHeight - 40) / this.layout.rowHeight));
      const to = move(this.layout, spot, event.key as MoveKey, page);
      this.go(to);
      if (!('image' in to)) return;
      if (event.shiftKey) {
        const from = 'image' in spot ? selectOnly(spot.image) : selectOnly(to.image);
        this.select(
          extendTo(
            this.selection.anchor === undefined ? from : this.selection,
            to.image,
            this.layout.order,
            control,
          ),
        );
      } else if (!control) this.select(selectOnly(to.image));
    } else if (event.key === ' ' && 'image' in spot) {
      event.preventDefault();
      this.select(
        event.shiftKey
          ? extendTo(this.selection, spot.image, this.layout.order)
          : toggle(this.selection, spot.image),
      );
    } else if (event.key.length === 1 && event.key !== ' ' && event.key !== '/' && !control) {
      event.preventDefault();
      const found = this.typeAhead.find(event.key, this.layout, this.focusedImage, performance.now());
      if (!found) return;
      this.go({ image: found.id });
      this.select(selectOnly(found.id));
    }
  };

  private foldByArrow(spot: Spot, key: string): boolean {
    if (!('folder' in spot)) return false;
    const closed = this.ui.collapsed.includes(spot.folder);
    if ((key === 'ArrowLeft' && !closed) || (key === 'ArrowRight' && closed)) {
      this.fold(spot.folder);
      return true;
    }
    return key === 'ArrowLeft';
  }
}

function measures(width: number, cell: number): Parameters<typeof lay>[2] {
  const inner = Math.max(0, width - 24);
  // As in grid.styles: the name, and where there is room a second line.
  return { width: inner, cell, caption: cell < narrowCell ? 24 : 40, gap: 10, heading: 32 };
}
