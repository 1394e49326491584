import { t } from '@vscode/l10n';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { GalleryFinding, GalleryProgress } from '../../../protocol/galleryViews';
import { cssVars } from '../../cssVars';
import { icon } from '../../icons';
import { base } from '../../styles/base';
import { buttons } from '../../styles/buttons';
import { fields } from '../../styles/fields';
import { filterFindings, type FindingSort, sortFindings } from '../findings';
import type { GalleryStore } from '../store';
import { problemsStyles } from './problems.styles';

/** In a narrow table the words have a line of their own. */
const [rowHeight, narrowRowHeight, narrowWidth] = [28, 48, 560];
const spareRows = 12;

/** What Check Images finds, as a table that can be sorted; only the rows in sight are in the page. Fires `show` with an image's id. */
@customElement('ia-gallery-problems')
export class IaGalleryProblems extends LitElement {
  static override styles = [base, buttons, fields, problemsStyles];

  @property({ attribute: false }) store!: GalleryStore;
  @property({ attribute: false }) findings: readonly GalleryFinding[] | undefined;
  @property({ attribute: false }) progress!: GalleryProgress;
  @property({ type: Number }) knowledge = 0;
  @state() private sort: FindingSort = { by: 'kind', descending: false };
  @state() private search = '';
  @state() private top = 0;
  @state() private viewHeight = 600;
  @state() private narrow = false;
  private rows: readonly GalleryFinding[] = [];
  private readonly sizes = new ResizeObserver(([entry]) => {
    if (!entry) return;
    this.viewHeight = entry.contentRect.height;
    this.narrow = entry.contentRect.width < narrowWidth;
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('knowledge') || changed.has('progress')) void this.store.loadFindings();
    if (changed.has('findings') || changed.has('sort') || changed.has('search'))
      this.rows = sortFindings(filterFindings(this.findings ?? [], this.search), this.sort);
  }

  protected override updated(): void {
    const scroller = this.renderRoot.querySelector('.scroller');
    if (scroller) this.sizes.observe(scroller);
  }

  override render(): TemplateResult {
    if (this.findings === undefined)
      return html`<p class="nothing" role="status">
        ${this.progress.state === 'failed' ? (this.progress.note ?? '') : t('The workspace is being read…')}
      </p>`;
    if (this.findings.length === 0)
      return html`<p class="nothing">
        ${icon('check', 'good')} ${t('No problems with images were found.')}
      </p>`;
    const { rows } = this;
    const height = this.rowHeight;
    const from = Math.max(0, Math.floor(this.top / height) - spareRows);
    const to = Math.min(rows.length, Math.ceil((this.top + this.viewHeight) / height) + spareRows);
    return html`<div class="bar">
        <label>
          <span class="hidden-text">${t('Search problems')}</span>
          <input
            type="search"
            maxlength="200"
            placeholder=${t('Search problems')}
            .value=${this.search}
            @input=${(event: InputEvent) => (this.search = (event.target as HTMLInputElement).value)}
          />
        </label>
        <span class="dim" role="status"
          >${rows.length === 1 ? t('1 problem') : t('{0} problems', rows.length)}</span
        >
      </div>
      <div
        class="scroller"
        tabindex="0"
        role="region"
        aria-label=${t('Problems')}
        @scroll=${(event: Event) => (this.top = (event.target as HTMLElement).scrollTop)}
      >
        <div
          class="table ${this.narrow ? 'narrow' : ''}"
          role="table"
          aria-label=${t('Problems')}
          aria-rowcount=${rows.length + 1}
        >
          <div class="head" role="row" aria-rowindex="1">
            ${this.renderHead('kind', t('Problem'))} ${this.renderHead('file', t('Where'))}
            ${this.renderHead('message', t('What it is'))}
          </div>
          <div
            class="rows"
            role="rowgroup"
            ${cssVars({ '--height': `${rows.length * height}px`, '--row': `${height}px` })}
          >
            ${repeat(
              rows.slice(from, to),
              row => row.index,
              (row, at) => this.renderRow(row, from + at),
            )}
          </div>
        </div>
      </div>`;
  }

  private get rowHeight(): number {
    return this.narrow ? narrowRowHeight : rowHeight;
  }

  private renderHead(by: FindingSort['by'], label: string): TemplateResult {
    const on = this.sort.by === by;
    const direction = this.sort.descending ? 'descending' : 'ascending';
    return html`<div class="cell" role="columnheader" aria-sort=${on ? direction : 'none'}>
      <button @click=${() => (this.sort = { by, descending: on && !this.sort.descending })}>
        ${label}${on ? icon(this.sort.descending ? 'down' : 'up', 'small') : ''}
      </button>
    </div>`;
  }

  private renderRow(row: GalleryFinding, at: number): TemplateResult {
    const place = row.line === undefined ? row.file : `${row.file}:${row.line}`;
    const severe = row.severity === 'error' || row.severity === 'warning';
    return html`<div
      class="row"
      role="row"
      aria-rowindex=${at + 2}
      ${cssVars({ '--top': `${at * this.rowHeight}px` })}
    >
      <div class="cell kind" role="cell">
        ${icon(row.severity === 'error' ? 'error' : severe ? 'warning' : 'info', `small ${severe ? row.severity : ''}`)}
        <span>${row.title}</span>
      </div>
      <div class="cell" role="cell">
        <button class="link" title=${place} @click=${() => this.openFinding(row)}>${place}</button>
      </div>
      <div class="cell" role="cell" title=${row.message}>${row.message}</div>
    </div>`;
  }

  /** An image is shown among the others, a line in its document. */
  private openFinding(row: GalleryFinding): void {
    if (row.line === undefined && row.image !== undefined)
      this.dispatchEvent(new CustomEvent('show', { detail: row.image }));
    else void this.store.ask('openProblem', { index: row.index });
  }
}
