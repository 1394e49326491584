import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../icons';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import type { MenuItem } from './menuItem';
import { menuStyles } from './menuButton.styles';
import { placePopup } from './popup';

/** A button with a menu: actions, one choice of several, or several. Fires `choose` with the item's id. */
@customElement('ia-menu-button')
export class IaMenuButton extends LitElement {
  static override styles = [base, buttons, menuStyles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  /** The whole accessible name; contains the visible text. */
  @property() label = '';
  /** Looks: a square with an icon, a field like a drop-down, a small button, a link, or just its content. */
  @property({ reflect: true }) kind: 'icon' | 'field' | 'small' | 'link' | 'plain' = 'icon';
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) items: () => readonly MenuItem[] = () => [];

  /** The button shows its focus ring; `:focus-visible` does not look into a shadow root. */
  @property({ type: Boolean, reflect: true }) ring = false;
  /** The menu is shown. */
  @property({ type: Boolean, reflect: true }) open = false;
  @state() private parent: MenuItem | undefined;
  @query('button') private button!: HTMLButtonElement;
  @query('[popover]') private menu!: HTMLElement;
  /** Opened by the pointer: then nothing is highlighted before it moves. */
  private pointed = false;
  private typed = '';
  private typedAt = 0;

  override render(): TemplateResult {
    const classes = {
      icon: 'icon-button',
      field: 'field',
      small: 'button small',
      link: 'link',
      plain: 'plain',
    }[this.kind];
    const title = this.kind === 'icon' ? this.label : nothing;
    return html`<button
        class=${classes}
        part="button"
        type="button"
        popovertarget="menu"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-label=${this.label}
        title=${title}
        ?disabled=${this.disabled}
        @keydown=${this.onButtonKey}
        @focus=${() => (this.ring = this.button.matches(':focus-visible'))}
        @blur=${() => (this.ring = false)}
        @pointerdown=${() => (this.pointed = true)}
      >
        <slot></slot>
        ${this.kind === 'field' ? icon('down', 'small') : nothing}
      </button>
      <div
        id="menu"
        popover
        role="menu"
        tabindex="-1"
        aria-label=${this.parent?.label ?? this.label}
        @toggle=${this.onToggle}
        @keydown=${this.onMenuKey}
      >
        ${this.open ? this.renderItems() : nothing}
      </div>`;
  }

  private renderItems(): TemplateResult {
    const { parent } = this;
    const items = parent?.children ?? this.items();
    const back = parent && {
      id: '',
      label: t('Back'),
      icon: icon('left', 'small'),
    };
    return html`${back ? this.renderItem(back, () => this.leave()) : nothing}
    ${repeat(
      items,
      item => item.id,
      (item, index) =>
        html`${this.renderHead(item, items[index - 1])}${this.renderItem(item, () => this.pick(item))}`,
    )}`;
  }

  private renderHead(item: MenuItem, before: MenuItem | undefined): TemplateResult | typeof nothing {
    if (item.group === undefined || item.group === before?.group) return nothing;
    if (item.group.trim() === '') return html`<div class="line" role="separator"></div>`;
    // The heading is also read with each item: groups inside a menu are poorly supported.
    return html`<div class="head" aria-hidden="true">${item.group}</div>`;
  }

  private renderItem(item: MenuItem, run: () => void): TemplateResult {
    const choice = item.checked !== undefined;
    const role = choice ? (item.many ? 'menuitemcheckbox' : 'menuitemradio') : 'menuitem';
    return html`<button
      class="item"
      role=${role}
      tabindex="-1"
      aria-checked=${choice ? String(item.checked) : nothing}
      aria-disabled=${item.disabled ? 'true' : nothing}
      aria-haspopup=${item.children ? 'menu' : nothing}
      aria-label=${[item.label, item.badge, item.detail, item.note, item.group].filter(part => part?.trim()).join(', ')}
      @click=${run}
      @pointermove=${(event: PointerEvent) => (event.currentTarget as HTMLElement).focus({ preventScroll: true })}
    >
      ${choice ? html`<span class="tick">${item.checked ? icon('check', 'small') : nothing}</span>` : nothing}
      ${item.icon ?? nothing}
      <span class="text">
        <span class="name"
          >${item.label}${item.badge ? html`<span class="badge">${item.badge}</span>` : nothing}</span
        >
        ${item.note ? html`<span class="note">${item.note}</span>` : nothing}
      </span>
      ${item.detail ? html`<span class="detail">${item.detail}</span>` : nothing}
      ${item.children ? icon('right', 'small') : nothing}
    </button>`;
  }

  private onToggle = async (event: ToggleEvent): Promise<void> => {
    this.open = event.newState === 'open';
    this.parent = undefined;
    if (this.open) await this.settle(item => item.getAttribute('aria-checked') === 'true');
  };

  /** Draws, places, and puts the focus on the first item that `prefer` wants, else the first. */
  private async settle(prefer: (item: HTMLElement) => boolean = () => false): Promise<void> {
    await this.updateComplete;
    if (!this.open) return;
    placePopup(this.menu, this.button);
    const items = this.visibleItems();
    (items.find(prefer) ?? (this.pointed ? undefined : items[0]) ?? this.menu).focus();
    this.pointed = false;
  }

  private visibleItems(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>('.item')];
  }

  private pick(item: MenuItem): void {
    if (item.disabled) return;
    if (item.children) {
      this.parent = item;
      void this.settle(
        each => each.getAttribute('aria-checked') === 'true' || each.previousElementSibling !== null,
      );
      return;
    }
    if (!item.many) this.close();
    this.dispatchEvent(new CustomEvent('choose', { detail: item.id }));
    if (item.many) this.requestUpdate();
  }

  /** Chromium does not give the focus back from a popover inside a shadow root. */
  private close(): void {
    this.menu.hidePopover();
    this.button.focus();
  }

  private leave(): void {
    const from = this.parent?.label ?? '';
    this.parent = undefined;
    void this.settle(item => item.getAttribute('aria-label')?.startsWith(from) ?? false);
  }

  private onButtonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (event.altKey || this.disabled) return;
    event.preventDefault();
    this.menu.showPopover();
  };

  private onMenuKey = (event: KeyboardEvent): void => {
    const items = this.visibleItems();
    const at = items.findIndex(item => item.matches(':focus'));
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(at, 0) - 1, Home: 0, End: -1 }[event.key];
    // Large view, run list and composer have uses of their own for these keys.
    event.stopPropagation();
    if (event.key === 'Escape') {
      // Else the same key also closes the dialog around it.
      event.preventDefault();
      this.close();
    } else if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key === 'ArrowRight' && items[at]?.getAttribute('aria-haspopup') === 'menu') {
      event.preventDefault();
      items[at].click();
    } else if (event.key === 'ArrowLeft' && this.parent) {
      event.preventDefault();
      this.leave();
    } else if (event.key === 'Tab') {
      this.menu.hidePopover();
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      this.findTyped(event.key, items, at);
    }
  };

  private findTyped(key: string, items: HTMLElement[], at: number): void {
    const now = performance.now();
    this.typed = now - this.typedAt < 700 ? this.typed + key.toLowerCase() : key.toLowerCase();
    this.typedAt = now;
    const from = this.typed.length === 1 ? at + 1 : at;
    const order = [...items.slice(from), ...items.slice(0, from)];
    order.find(item => item.getAttribute('aria-label')?.toLowerCase().startsWith(this.typed))?.focus();
  }
}
