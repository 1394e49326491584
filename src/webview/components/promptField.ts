import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { PanelStore } from '../store';
import { icon } from '../icons';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';

/** The prompt: grows with its text; ↑ at its start brings earlier prompts. */
@customElement('ia-prompt')
export class IaPrompt extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property() value = '';
  @property({ type: Boolean }) editing = false;
  @property({ type: Boolean }) invalid = false;
  @property({ type: Boolean }) disabled = false;
  /** There are earlier prompts. */
  @property({ type: Boolean }) history = false;
  /** The prompt asks for a transparent background in words, which the model cannot make. */
  @property({ type: Boolean }) offer = false;
  @state() private declined = false;
  @query('textarea') private area!: HTMLTextAreaElement;

  /** How far back in the history, or -1 in the user's own draft. */
  private offset = -1;
  private draft = '';
  /** The newest text that came from here. */
  private written = '';

  override render(): TemplateResult {
    return html`<div class="field-head">
        <label for="prompt">${t('Prompt')}</label
        >${this.history ? html`<span aria-hidden="true">${t('↑ history')}</span>` : nothing}
      </div>
      <textarea
        id="prompt"
        rows="4"
        spellcheck="true"
        .value=${live(this.value)}
        ?disabled=${this.disabled}
        placeholder=${this.editing ? t('Say what to change') : t('Describe the image')}
        aria-invalid=${this.invalid ? 'true' : 'false'}
        aria-description=${this.history ? t('Arrow up at the start brings earlier prompts') : nothing}
        @input=${this.onInput}
        @keydown=${this.onKey}
      ></textarea>
      <div role="status">${this.offer && !this.declined ? this.renderOffer() : nothing}</div>`;
  }

  private renderOffer(): TemplateResult {
    return html`<div class="offer">
      <span>${t('The model would paint a checkerboard, not transparency.')}</span>
      <button class="link" @click=${this.accept}>${t('Make the background transparent')}</button>
      <button
        class="icon-button"
        aria-label=${t('Do not make the background transparent')}
        title=${t('Dismiss')}
        @click=${this.decline}
      >
        ${icon('close', 'small')}
      </button>
    </div>`;
  }

  private accept = (): void => {
    this.store.compose({ background: 'transparent' });
    this.area.focus();
  };

  private decline = (): void => {
    this.declined = true;
    this.area.focus();
  };

  protected override willUpdate(): void {
    // Another prompt, another question.
    if (!this.offer) this.declined = false;
    // The host put another prompt here: going back begins at it.
    if (this.value !== this.written) this.offset = -1;
    this.written = this.value;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('value')) this.grow();
  }

  override focus(): void {
    void this.updateComplete.then(() => this.area.focus());
  }

  private grow(): void {
    // Chromium grows it by itself (field-sizing); where it does not, its rows do.
    if (!CSS.supports('field-sizing', 'content'))
      this.area.rows = Math.min(16, this.value.split('\n').length + 3);
  }

  private onInput = (): void => {
    this.offset = -1;
    this.written = this.area.value;
    this.store.compose({ prompt: this.written });
  };

  private onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    const { selectionStart, selectionEnd } = this.area;
    const atStart = selectionStart === 0 && selectionEnd === 0;
    if (event.key === 'ArrowUp' && atStart) {
      event.preventDefault();
      void this.recall(this.offset + 1);
    } else if (event.key === 'ArrowDown' && atStart && this.offset >= 0) {
      event.preventDefault();
      void this.recall(this.offset - 1);
    } else if (event.key === 'Escape' && this.offset >= 0) {
      event.preventDefault();
      event.stopPropagation();
      void this.recall(-1);
    }
  };

  private async recall(offset: number): Promise<void> {
    if (this.offset === -1) this.draft = this.value;
    const prompt = offset < 0 ? this.draft : await this.store.promptHistory(offset);
    if (prompt === null) return;
    this.offset = Math.max(-1, offset);
    // At once, and not by way of the store: the caret is set below.
    this.value = this.written = prompt;
    this.store.compose({ prompt });
    await this.updateComplete;
    this.area.setSelectionRange(0, 0);
    this.area.scrollTop = 0;
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      textarea {
        field-sizing: content;
        min-height: 92px;
        max-height: 40vh;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      .offer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
        margin-top: 6px;
        font-size: 12px;
        color: var(--ia-dim);
      }
      .offer .icon-button {
        margin-inline-start: auto;
      }
      textarea[aria-invalid='true'] {
        border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
      }
    `,
  ];
}
