import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ModelView } from '../../protocol/views';
import { icon } from '../icons';
import { modelBadges, modelNote, priceText } from '../labels';
import { arrangeModels, providerName, type ModelEntry } from '../modelList';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { pickerStyles } from './modelPicker.styles';
import { placePopup } from './popup';

/** Rows that are drawn at first, and how many more when the end of them is near. */
const rowsAtOnce = 80;

/**
 * A button with a list to search in, of any number of models. Fires `choose` with a model's id, `star` with `{ id, on }`,
 * `key` with a provider's id, and `manage`.
 */
@customElement('ia-model-picker')
export class IaModelPicker extends LitElement {
  static override styles = [base, buttons, fields, pickerStyles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property() label = '';
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];

  @state() private open = false;
  @state() private search = '';
  @state() private active = '';
  @state() private drawn = rowsAtOnce;
  @query('button.opens') private button!: HTMLButtonElement;
  @query('[popover]') private popup!: HTMLElement;
  @query('input') private input!: HTMLInputElement;
  private entries: readonly ModelEntry[] = [];

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.open) return;
    const asked = ['models', 'chosen', 'search', 'open'].some(name => changed.has(name));
    if (asked) this.entries = arrangeModels(this.models, this.chosen, this.search);
    if (!this.entries.some(({ id }) => id === this.active)) {
      this.active = (this.entries.find(isModel) ?? this.entries[0])?.id ?? '';
    }
    // What has the focus is always drawn.
    this.drawn = Math.max(this.drawn, this.at + rowsAtOnce / 2);
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.open) return;
    placePopup(this.popup, this.button);
    if (changed.has('active') || changed.has('search')) this.reveal();
  }

  override render(): TemplateResult {
    return html`<button
        class="button small opens"
        type="button"
        popovertarget="popup"
        aria-haspopup="dialog"
        aria-expanded=${this.open}
        aria-label=${this.label}
      >
        <slot></slot>
      </button>
      <div
        id="popup"
        popover
        role="dialog"
        aria-label=${this.label}
        @toggle=${this.onToggle}
        @keydown=${this.onKey}
        @focusout=${this.onFocusOut}
      >
        ${this.open ? this.renderPopup() : nothing}
      </div>`;
  }

  private renderPopup(): TemplateResult {
    const shown = this.entries.slice(0, this.drawn);
    const count = this.entries.filter(isModel).length;
    return html`<input
        type="text"
        role="combobox"
        spellcheck="false"
        autocomplete="off"
        placeholder=${t('Search models')}
        aria-label=${t('Search models')}
        aria-expanded="true"
        aria-controls="list"
        aria-autocomplete="list"
        aria-activedescendant=${this.at < 0 ? nothing : `o${this.at}`}
        .value=${this.search}
        @input=${this.onInput}
      />
      <div
        id="list"
        role="listbox"
        aria-multiselectable="true"
        aria-label=${t('Models')}
        tabindex="-1"
        ?hidden=${shown.length === 0}
        @scroll=${this.onScroll}
        @mousedown=${(event: Event) => event.preventDefault()}
      >
        ${repeat(
          groupsOf(shown),
          ({ name }) => name,
          ({ name, rows }) =>
            html`<div role="group" aria-label=${name}>
              <div class="head" aria-hidden="true">${name}</div>
              ${repeat(
                rows,
                ({ entry }) => entry.id,
                ({ entry, at }) => this.renderRow(entry, at),
              )}
            </div>`,
        )}
      </div>
      ${shown.length === 0 ? html`<p class="none">${t('No model has this in its name or description.')}</p>` : nothing}
      <p class="hidden-text" role="status">${count === 1 ? t('1 model') : t('{0} models', count)}</p>
      ${this.renderFoot()}`;
  }

  private renderRow(entry: ModelEntry, at: number): TemplateResult {
    const model = isModel(entry) ? entry.model : undefined;
    const chosen = this.chosen.includes(entry.id);
    const name = model ? model.label : keyLabel(entry);
    const badges = model ? modelBadges(model) : [];
    const note = model ? this.noteOf(model, entry.group) : '';
    const price = model ? priceText(model) : '';
    // Heard between the parts, and not seen.
    const comma = html`<span class="comma">, </span>`;
    const unseen = [entry.group, ...(model?.favourite ? [t('favorite')] : [])].join(', ');
    return html`<div
      id="o${at}"
      class="item ${entry.id === this.active ? 'active' : ''}"
      role="option"
      aria-selected=${String(chosen)}
      aria-disabled=${this.canTake(entry) ? nothing : 'true'}
      aria-setsize=${this.entries.length}
      aria-posinset=${at + 1}
      @click=${() => this.take(entry)}
      @pointermove=${() => (this.active = entry.id)}
    >
      <span class="tick">${chosen ? icon('check', 'small') : model ? nothing : icon('key', 'small')}</span>
      <span class="text">
        <span class="name"
          >${name}${comma}${badges.map(badge => html`<span class="badge">${badge}</span>${comma}`)}</span
        >
        ${note ? html`<span class="note">${note}${comma}</span>` : nothing}
      </span>
      ${price ? html`<span class="detail">${price}${comma}</span>` : nothing}
      <span class="hidden-text">${unseen}</span>
      ${
        model && model.status !== 'retired'
          ? html`<span
              class="star ${model.favourite ? 'on' : ''}"
              aria-hidden="true"
              title=${starLabel(model)}
              @click=${(event: Event) => this.star(model, event)}
              >${icon(model.favourite ? 'starFull' : 'star', 'small')}</span
            >`
          : nothing
      }
    </div>`;
  }

  /** Reached by Tab: a list takes no buttons inside its rows. */
  private renderFoot(): TemplateResult {
    const entry = this.entries[this.at];
    const model = entry && isModel(entry) && entry.model.status !== 'retired' ? entry.model : undefined;
    return html`<div class="foot">
      ${
        model
          ? html`<button
              class="link"
              aria-pressed=${String(model.favourite === true)}
              aria-label=${t('Favorite: {0}', model.label)}
              @click=${() => this.star(model)}
            >
              ${icon(model.favourite ? 'starFull' : 'star', 'small')}<span>${t('Favorite')}</span>
            </button>`
          : nothing
      }
      <button class="link manage" @click=${this.manage}>${t('Manage Providers…')}</button>
    </div>`;
  }

  private noteOf(model: ModelView, group: string): string {
    const heir = model.status === 'retired' ? this.heirOf(model) : undefined;
    const service = group === providerName(model) ? '' : providerName(model);
    // What its table says is said of the one that takes its place.
    const note = heir ? t('Choosing it takes {0} instead.', heir.label) : modelNote(model);
    const needsKey = model.needsKey && service !== '' ? t('needs a key') : '';
    return [service, needsKey, note].filter(Boolean).join(' · ');
  }

  private heirOf({ replacement }: ModelView): ModelView | undefined {
    return replacement === undefined ? undefined : this.models.find(({ id }) => id === replacement);
  }

  private get at(): number {
    return this.entries.findIndex(({ id }) => id === this.active);
  }

  /** One that is chosen and became unavailable can still be taken out. */
  private canTake(entry: ModelEntry): boolean {
    if (!isModel(entry) || this.chosen.includes(entry.id)) return true;
    const { model } = entry;
    return model.status === 'retired' ? this.heirOf(model) !== undefined : model.unavailable === undefined;
  }

  private take(entry: ModelEntry | undefined): void {
    if (!entry || !this.canTake(entry)) return;
    this.active = entry.id;
    if (!isModel(entry)) {
      this.close();
      this.fire('key', entry.provider);
      return;
    }
    const heir = this.chosen.includes(entry.id) ? undefined : this.heirOf(entry.model);
    const id = entry.model.status === 'retired' && heir ? heir.id : entry.id;
    if (id === entry.id || !this.chosen.includes(id)) this.fire('choose', id);
  }

  private star(model: ModelView, event?: Event): void {
    event?.stopPropagation();
    this.fire('star', { id: model.id, on: !model.favourite });
  }

  private manage = (): void => {
    this.close();
    this.fire('manage', undefined);
  };

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  private onToggle = async (event: ToggleEvent): Promise<void> => {
    this.open = event.newState === 'open';
    this.search = '';
    this.active = '';
    this.drawn = rowsAtOnce;
    await this.updateComplete;
    if (!this.open) return;
    this.input.focus();
    this.reveal();
  };

  private onInput = (): void => {
    this.search = this.input.value;
    this.active = '';
    this.drawn = rowsAtOnce;
  };

  private onScroll = (event: Event): void => {
    const list = event.currentTarget as HTMLElement;
    const left = list.scrollHeight - list.scrollTop - list.clientHeight;
    if (left < list.clientHeight && this.drawn < this.entries.length) this.drawn += rowsAtOnce;
  };

  private onKey = (event: KeyboardEvent): void => {
    // Composer and large view have uses of their own for these keys.
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      if (this.search === '') this.close();
      else this.search = '';
      return;
    }
    if (event.composedPath()[0] !== this.input) return;
    const last = this.entries.length - 1;
    const to = {
      ArrowDown: this.at >= last ? 0 : this.at + 1,
      ArrowUp: this.at <= 0 ? last : this.at - 1,
      PageDown: Math.min(last, this.at + 10),
      PageUp: Math.max(0, this.at - 10),
    }[event.key];
    // A space searches as soon as there is something to search for.
    const takes = event.key === 'Enter' || (event.key === ' ' && this.search === '');
    if (to === undefined && !takes) return;
    event.preventDefault();
    if (takes) this.take(this.entries[this.at]);
    else this.active = this.entries[to ?? 0]?.id ?? '';
  };

  private onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    // Away from the window is not away from the list.
    if (relatedTarget instanceof Node && !this.popup.contains(relatedTarget)) this.popup.hidePopover();
  };

  /** Chromium does not give the focus back from a popover inside a shadow root. */
  private close(): void {
    this.popup.hidePopover();
    this.button.focus();
  }

  private reveal(): void {
    // With the heading of its group, and what leads to its key.
    if (this.at <= 1) this.renderRoot.querySelector('#list')?.scrollTo(0, 0);
    this.renderRoot.querySelector('.item.active')?.scrollIntoView({ block: 'nearest' });
  }
}

function isModel(entry: ModelEntry): entry is Extract<ModelEntry, { kind: 'model' }> {
  return entry.kind === 'model';
}

function keyLabel(entry: ModelEntry): string {
  return entry.kind === 'key' ? t('Needs a key: enter the key of {0}…', entry.label) : '';
}

function starLabel({ label, favourite }: ModelView): string {
  return favourite ? t('Remove {0} from favorites', label) : t('Add {0} to favorites', label);
}

function groupsOf(
  entries: readonly ModelEntry[],
): readonly { name: string; rows: { entry: ModelEntry; at: number }[] }[] {
  const groups: { name: string; rows: { entry: ModelEntry; at: number }[] }[] = [];
  for (const [at, entry] of entries.entries()) {
    const last = groups.at(-1);
    if (last?.name === entry.group) last.rows.push({ entry, at });
    else groups.push({ name: entry.group, rows: [{ entry, at }] });
  }
  return groups;
}
