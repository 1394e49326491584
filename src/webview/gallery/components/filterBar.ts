import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import {
  galleryBytes,
  galleryFlags,
  galleryPixels,
  gallerySorts,
  type GalleryUi,
} from '../../../protocol/galleryViews';
import '../../components/menuButton';
import type { MenuItem } from '../../components/menuItem';
import { icon } from '../../icons';
import { base } from '../../styles/base';
import { buttons } from '../../styles/buttons';
import { fields } from '../../styles/fields';
import type { Arranged } from '../arrange';
import {
  bytesLabel,
  flagIcons,
  flagLabel,
  folderText,
  formatLabel,
  numberText,
  pixelsLabel,
  sortLabel,
} from '../labels';
import type { GalleryStore } from '../store';
import { largestCell, smallestCell } from '../ui';

/** What is shown and how: search, filters, order, size of the pictures. */
@customElement('ia-gallery-filters')
export class IaGalleryFilters extends LitElement {
  @property({ attribute: false }) store!: GalleryStore;
  @property({ attribute: false }) ui!: GalleryUi;
  @property({ attribute: false }) shown!: Arranged;
  @query('input[type=search]') private field!: HTMLInputElement;

  focusSearch(): void {
    this.field.focus();
    this.field.select();
  }

  override render(): TemplateResult {
    const { ui } = this;
    return html`<div class="bar" role="search" aria-label=${t('Filter images')}>
        <label class="search">
          <span class="hidden-text">${t('Search names and folders')}</span>
          ${icon('search', 'small')}
          <input
            type="search"
            maxlength="200"
            spellcheck="false"
            placeholder=${t('Search names and folders')}
            .value=${ui.search}
            @input=${(event: InputEvent) => this.store.choose({ search: (event.target as HTMLInputElement).value })}
            @keydown=${this.onSearchKey}
          />
        </label>
        <ia-menu-button
          kind="small"
          label=${t('Filter')}
          .items=${() => this.filterItems()}
          @choose=${(event: CustomEvent<string>) => this.onFilter(event.detail)}
          ><span class="with-icon"
            >${icon('filter', 'small')}<span>${t('Filter')}</span></span
          ></ia-menu-button
        >
        <ia-menu-button
          kind="small"
          label=${t('Sort: {0}', sortLabel(ui.sort))}
          .items=${() => this.sortItems()}
          @choose=${(event: CustomEvent<string>) => this.onSort(event.detail)}
          ><span class="with-icon"
            >${icon('sort', 'small')}<span>${sortLabel(ui.sort)}</span></span
          ></ia-menu-button
        >
        <label class="zoom" title=${t('Size of the pictures')}>
          <span class="hidden-text">${t('Size of the pictures')}</span>
          <input
            type="range"
            min=${smallestCell}
            max=${largestCell}
            step="8"
            .value=${String(ui.cell)}
            aria-valuetext=${t('{0} pixels', ui.cell)}
            @input=${(event: InputEvent) => this.store.choose({ cell: Number((event.target as HTMLInputElement).value) })}
          />
        </label>
        <button
          class="icon-button"
          aria-pressed=${ui.details}
          aria-label=${t('Details')}
          title=${t('Details')}
          @click=${() => this.store.choose({ details: !ui.details })}
        >
          ${icon('sidebar')}
        </button>
      </div>
      <div class="chips" role="group" aria-label=${t('Show only')}>
        ${galleryFlags.map(flag => {
          const on = ui.flags.includes(flag);
          const count = this.shown.flagCounts[flag];
          // Those that nobody has take room for nothing.
          if (count === 0 && !on && (flag === 'wrong-extension' || flag === 'broken')) return nothing;
          return html`<button
            class="chip"
            aria-pressed=${on}
            aria-disabled=${count === 0 && !on}
            @click=${() => {
              if (count > 0 || on)
                this.store.choose({
                  flags: on ? ui.flags.filter(each => each !== flag) : [...ui.flags, flag],
                });
            }}
          >
            ${icon(flagIcons[flag], 'small')}${flagLabel(flag)}
            <span class="number">${numberText(count)}</span>
          </button>`;
        })}
        ${this.chosen().map(
          ([label, clear]) =>
            html`<button class="chip chosen" aria-label=${t('Remove filter {0}', label)} @click=${clear}>
              <span class="label">${label}</span>${icon('close', 'small')}
            </button>`,
        )}
      </div>`;
  }

  /** Filters that are on and have no chip of their own. */
  private chosen(): [label: string, clear: () => void][] {
    const { ui, store } = this;
    return [
      ...(ui.folder === null
        ? []
        : [[t('In {0}', folderText(ui.folder)), () => store.choose({ folder: null })] as const]),
      ...ui.formats.map(
        format =>
          [
            formatLabel(format),
            () => store.choose({ formats: ui.formats.filter(each => each !== format) }),
          ] as const,
      ),
      ...(ui.bytes === 'any' ? [] : [[bytesLabel(ui.bytes), () => store.choose({ bytes: 'any' })] as const]),
      ...(ui.pixels === 'any'
        ? []
        : [[pixelsLabel(ui.pixels), () => store.choose({ pixels: 'any' })] as const]),
    ].map(([label, clear]) => [label, clear]);
  }

  private filterItems(): MenuItem[] {
    const { ui, shown } = this;
    const formats = new Set([...shown.formatCounts.keys(), ...ui.formats]);
    return [
      ...[...formats].sort().map(format => ({
        id: `format:${format}`,
        label: formatLabel(format),
        group: t('Format'),
        checked: ui.formats.includes(format),
        many: true,
        detail: numberText(shown.formatCounts.get(format) ?? 0),
      })),
      ...galleryBytes.map(range => ({
        id: `bytes:${range}`,
        label: bytesLabel(range),
        group: t('File size'),
        checked: ui.bytes === range,
      })),
      ...galleryPixels.map(range => ({
        id: `pixels:${range}`,
        label: pixelsLabel(range),
        group: t('Pixels, longer side'),
        checked: ui.pixels === range,
      })),
    ];
  }

  private onFilter(id: string): void {
    const [what = '', value = ''] = id.split(':');
    const { ui } = this;
    if (what === 'format') {
      const on = ui.formats.includes(value);
      this.store.choose({
        formats: on ? ui.formats.filter(each => each !== value) : [...ui.formats, value],
      });
    } else if (what === 'bytes') {
      this.store.choose({ bytes: galleryBytes.find(each => each === value) ?? 'any' });
    } else this.store.choose({ pixels: galleryPixels.find(each => each === value) ?? 'any' });
  }

  private sortItems(): MenuItem[] {
    const { ui } = this;
    return [
      ...gallerySorts.map(sort => ({
        id: sort,
        label: sortLabel(sort),
        group: t('Sort by'),
        checked: ui.sort === sort,
      })),
      { id: 'up', label: t('Ascending'), group: t('Order'), checked: !ui.descending },
      { id: 'down', label: t('Descending'), group: t('Order'), checked: ui.descending },
      { id: 'grouped', label: t('Group by folder'), group: t('Folders'), checked: ui.grouped, many: true },
      { id: 'close', label: t('Close all folders'), group: t('Folders'), disabled: !ui.grouped },
      { id: 'open', label: t('Open all folders'), group: t('Folders'), disabled: ui.collapsed.length === 0 },
    ];
  }

  private onSort(id: string): void {
    const { ui, store, shown } = this;
    const sort = gallerySorts.find(each => each === id);
    // The biggest and the newest are what one looks for.
    if (sort) store.choose({ sort, descending: sort === ui.sort ? ui.descending : sort !== 'name' });
    else if (id === 'up' || id === 'down') store.choose({ descending: id === 'down' });
    else if (id === 'grouped') store.choose({ grouped: !ui.grouped });
    else if (id === 'open') store.choose({ collapsed: [] });
    else store.choose({ collapsed: shown.groups.flatMap(({ folder }) => folder ?? []) });
  }

  private onSearchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.ui.search !== '') {
      event.preventDefault();
      event.stopPropagation();
      this.store.choose({ search: '' });
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('leave'));
    }
  };

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        border-bottom: 1px solid var(--ia-line);
        background: var(--ia-side);
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 8px 12px 6px;
      }
      .search {
        position: relative;
        flex: 1 1 200px;
        max-width: 420px;
        min-width: 90px;
      }
      .search .icon {
        position: absolute;
        inset-inline-start: 7px;
        top: 6px;
        color: var(--ia-dim);
        pointer-events: none;
      }
      .search input {
        padding-inline-start: 26px;
      }
      .with-icon {
        display: flex;
        align-items: center;
        gap: 5px;
      }
      .zoom {
        display: flex;
        align-items: center;
        gap: 6px;
        margin-inline-start: auto;
        color: var(--ia-dim);
      }
      .zoom input {
        width: 96px;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        padding: 0 12px 8px;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        min-height: 24px;
        max-width: 100%;
        padding: 1px 9px;
        border-radius: 12px;
        font-size: 12px;
        line-height: 18px;
        border-color: var(--vscode-contrastBorder, var(--ia-line));
      }
      .chip:hover:not([aria-disabled='true']) {
        background: var(--ia-hover);
      }
      .chip[aria-pressed='true'],
      .chip.chosen {
        background: var(--vscode-inputOption-activeBackground, var(--ia-hover));
        color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
        border-color: var(--vscode-contrastActiveBorder, var(--vscode-inputOption-activeBorder, transparent));
      }
      .chip .label {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .number {
        font-variant-numeric: tabular-nums;
        color: var(--ia-dim);
      }
      .chip[aria-pressed='true'] .number {
        color: inherit;
      }
      @keyframes more {
        0% {
          mask-image: linear-gradient(to right, #000 calc(100% - 32px), transparent);
        }
        2% {
          mask-image: linear-gradient(to right, transparent, #000 32px calc(100% - 32px), transparent);
        }
        98%,
        100% {
          mask-image: linear-gradient(to right, transparent, #000 32px);
        }
      }
      @media (max-width: 559px) {
        .chips {
          flex-wrap: nowrap;
          overflow-x: auto;
          scrollbar-width: thin;
          /* There is more where they fade. Nothing moves by itself, so it holds for who wants less motion too. */
          animation: more steps(1, end) both !important;
          animation-timeline: scroll(self inline) !important;
        }
        .chip {
          flex: none;
          max-width: 70vw;
        }
        .bar {
          flex-wrap: wrap;
          gap: 6px;
        }
        .search {
          flex-basis: 100%;
          max-width: none;
        }
        .zoom input {
          width: 72px;
        }
      }
    `,
  ];
}
