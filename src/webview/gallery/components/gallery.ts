import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { icon } from '../../icons';
import { banner } from '../../styles/banner';
import { base } from '../../styles/base';
import { buttons } from '../../styles/buttons';
import { type Arranged, isFiltered } from '../arrange';
import type { GalleryImage } from '../image';
import { countText, numberText } from '../labels';
import { noSelection, type Selection, selectOnly, withoutHidden } from '../selection';
import type { GalleryState, GalleryStore } from '../store';
import './actionBar';
import './details';
import './empty';
import './filterBar';
import type { IaGalleryFilters } from './filterBar';
import { galleryStyles } from './gallery.styles';
import './grid';
import type { IaGalleryGrid } from './grid';
import './problems';

/** The whole gallery: filters, pictures, what is known of one, what can be done with several. */
@customElement('ia-gallery')
export class IaGallery extends LitElement {
  static override styles = [base, buttons, banner, galleryStyles];

  @property({ attribute: false }) store: GalleryStore | undefined;
  @state() private selection: Selection = noSelection;
  @state() private said = '';
  @query('ia-gallery-grid') private grid!: IaGalleryGrid | null;
  @query('ia-gallery-filters') private filters!: IaGalleryFilters | null;
  private readonly narrow = window.matchMedia('(max-width: 699px)');
  private seen: Arranged | undefined;
  private stop = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.narrow.addEventListener('change', () => this.requestUpdate(), { signal });
    document.addEventListener('keydown', this.onKey, { signal });
    this.addEventListener('contextmenu', this.onContextMenu, { signal });
    // A page that is hidden is gone.
    document.addEventListener('visibilitychange', () => this.store?.flush(), { signal });
    window.addEventListener('pagehide', () => this.store?.flush(), { signal });
    window.addEventListener('blur', () => this.store?.flush(), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('store') || this.store === undefined) return;
    const stops = [
      this.store.subscribe(() => this.changed()),
      this.store.onSaid(text => (this.said = this.said === text ? `${text}\u00a0` : text)),
    ];
    this.stop.signal.addEventListener('abort', () => stops.forEach(stop => stop()));
  }

  override render(): TemplateResult | typeof nothing {
    const { store } = this;
    if (store === undefined) return nothing;
    // Drawn anew when its language becomes known.
    return html`${keyed(store.state.localized, this.renderAll(store, store.state))}`;
  }

  private renderAll(store: GalleryStore, now: GalleryState): TemplateResult {
    const problems = now.ui.tab === 'problems';
    return html`<div class="hidden-text" aria-live="polite">${this.said}</div>
      ${now.restricted === undefined ? nothing : this.renderRestricted(store, now.restricted)}
      <main>
        <h1 class="hidden-text">${t('Image Gallery')}</h1>
        <div class="head">
          <div class="tabs" role="tablist" aria-label=${t('Views')}>
            ${this.renderTab(store, 'images', t('Images'), !problems)}
            ${this.renderTab(store, 'problems', t('Problems'), problems)}
          </div>
          <span class="progress" role="status">${progressText(now)}</span>
        </div>
        ${problems ? this.renderProblems(store, now) : this.renderImages(store, now)}
      </main>`;
  }

  private renderTab(
    store: GalleryStore,
    tab: 'images' | 'problems',
    label: string,
    selected: boolean,
  ): TemplateResult {
    return html`<button
      role="tab"
      id="tab-${tab}"
      aria-selected=${selected}
      aria-controls="main"
      tabindex=${selected ? 0 : -1}
      @click=${() => store.choose({ tab })}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        const other = tab === 'images' ? 'problems' : 'images';
        store.choose({ tab: other });
        void this.updateComplete.then(() =>
          this.renderRoot.querySelector<HTMLElement>(`#tab-${other}`)?.focus(),
        );
      }}
    >
      ${label}
    </button>`;
  }

  private renderImages(store: GalleryStore, now: GalleryState): TemplateResult {
    const { grid } = this;
    const selected = this.selectedImages(store);
    const empty = now.shown.count === 0;
    const focused = selected.length === 1 ? selected[0] : undefined;
    // Where there is little room, none is taken for nothing.
    const withDetails = now.ui.details && !empty && (focused !== undefined || !this.narrow.matches);
    return html`<ia-gallery-filters
        .store=${store}
        .ui=${now.ui}
        .shown=${now.shown}
        @leave=${() => grid?.focusGrid()}
      ></ia-gallery-filters>
      <div
        id="main"
        role="tabpanel"
        aria-labelledby="tab-images"
        class="content ${withDetails ? 'with-details' : ''}"
      >
        ${
          empty
            ? html`<ia-gallery-empty .store=${store} .state=${now}></ia-gallery-empty>`
            : html`<ia-gallery-grid
                .store=${store}
                .shown=${now.shown}
                .ui=${now.ui}
                .version=${now.version}
                .selection=${this.selection}
                @select=${(event: CustomEvent<Selection>) => (this.selection = event.detail)}
              ></ia-gallery-grid>`
        }
        ${
          withDetails
            ? html`<ia-gallery-details
                role="complementary"
                tabindex="0"
                aria-label=${t('Details')}
                .store=${store}
                .image=${focused}
                .selected=${selected.length}
                .version=${now.version}
                .knowledge=${now.knowledge}
                @show=${(event: CustomEvent<number>) => this.showImage(event.detail)}
              ></ia-gallery-details>`
            : nothing
        }
      </div>
      <ia-gallery-actions
        .store=${store}
        .images=${selected}
        @clear=${() => {
          this.selection = noSelection;
          grid?.focusGrid();
        }}
      ></ia-gallery-actions>`;
  }

  private renderProblems(store: GalleryStore, now: GalleryState): TemplateResult {
    return html`<div id="main" role="tabpanel" aria-labelledby="tab-problems" class="content">
      <ia-gallery-problems
        .store=${store}
        .findings=${now.findings}
        .progress=${now.progress}
        .knowledge=${now.knowledge}
        @show=${(event: CustomEvent<number>) => {
          store.choose({ tab: 'images' });
          void this.updateComplete.then(() => this.showImage(event.detail));
        }}
      ></ia-gallery-problems>
    </div>`;
  }

  private renderRestricted(store: GalleryStore, reason: string): TemplateResult {
    return html`<div class="banner" role="region" aria-label=${t('Restricted mode')}>
      ${icon('shield')}<span>${reason}</span>
      <button class="button small" @click=${() => void store.ask('manageTrust', {})}>
        ${t('Manage trust')}
      </button>
    </div>`;
  }

  private selectedImages(store: GalleryStore): GalleryImage[] {
    return [...this.selection.ids].flatMap(id => store.images.get(id) ?? []);
  }

  private changed(): void {
    const { store } = this;
    if (store && store.state.shown !== this.seen && this.selection.ids.size > 0) {
      const shown = new Map(
        store.state.shown.groups.flatMap(({ images }) => images.map(each => [each.id, each])),
      );
      this.selection = withoutHidden(this.selection, shown);
    }
    this.seen = store?.state.shown;
    this.requestUpdate();
  }

  private showImage(id: number): void {
    const { store } = this;
    const image = store?.images.get(id);
    if (!store || !image) return;
    const { shown, ui } = store.state;
    const visible = shown.groups.some(({ images }) => images.includes(image));
    if (!visible) store.clearFilters();
    if (ui.collapsed.includes(image.folder))
      store.choose({ collapsed: ui.collapsed.filter(each => each !== image.folder) });
    this.selection = selectOnly(id);
    void this.updateComplete.then(() => this.grid?.updateComplete).then(() => this.grid?.show(id));
  }

  /** VS Code reads what a menu is about from the outermost element: inside it has no look into shadow roots. */
  private onContextMenu = (event: Event): void => {
    const { store } = this;
    if (!store) return;
    const cell = event
      .composedPath()
      .some(each => each instanceof HTMLElement && each.dataset['image'] !== undefined);
    const count = cell ? this.selection.ids.size : 0;
    if (cell) store.target(this.selection.ids);
    this.dataset['vscodeContext'] = JSON.stringify({
      webviewSection: cell ? 'image' : 'none',
      inlineAssetsOne: count === 1,
      preventDefaultContextMenuItems: true,
    });
  };

  private onKey = (event: KeyboardEvent): void => {
    const { store } = this;
    if (!store || event.defaultPrevented || store.state.ui.tab !== 'images') return;
    const control = event.ctrlKey || event.metaKey;
    const path = event.composedPath();
    const typing = path.some(each => each instanceof HTMLInputElement && each.type === 'search');
    if ((event.key === '/' && !typing && !control) || (event.key === 'f' && control)) {
      event.preventDefault();
      this.filters?.focusSearch();
    } else if (this.grid !== null && path.includes(this.grid)) this.onGridKey(event, store, control);
  };

  private onGridKey(event: KeyboardEvent, store: GalleryStore, control: boolean): void {
    const at = this.grid?.focusedImage;
    const ids = this.selection.ids.size > 0 ? [...this.selection.ids] : at === undefined ? [] : [at];
    if (event.key === 'a' && control) {
      const order = this.grid?.order ?? [];
      this.selection = {
        ids: new Set(order.map(({ id }) => id)),
        anchor: this.selection.anchor ?? order[0]?.id,
      };
      store.say(t('{0} selected', countText(order.length)));
    } else if (event.key === 'Escape' && this.selection.ids.size > 0) this.selection = noSelection;
    else if (event.key === 'Enter' && at !== undefined) store.act('open', control ? ids : [at]);
    else if (event.key === 'Delete' || (event.key === 'Backspace' && event.metaKey)) store.act('delete', ids);
    else if (event.key === 'F2' && at !== undefined) store.act('rename', [at]);
    else if (event.key === 'c' && control) store.act('copy-path', ids);
    else return;
    event.preventDefault();
  }
}

function progressText({ progress, shown, total, ui }: GalleryState): string {
  const counted = isFiltered(ui)
    ? t('{0} of {1}', numberText(shown.count), countText(total))
    : countText(total);
  switch (progress.state) {
    case 'listing':
      return t('Looking for images…');
    case 'reading':
      return progress.read !== undefined && progress.total !== undefined
        ? t('{0} · reading {1} of {2} files…', counted, numberText(progress.read), numberText(progress.total))
        : t('{0} · reading…', counted);
    case 'done':
      return progress.note === undefined ? counted : `${counted} · ${progress.note}`;
    case 'failed':
      return progress.note ?? counted;
  }
}
