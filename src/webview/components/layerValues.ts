import { t } from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base } from '../styles/base';
import { fields } from '../styles/fields';

/** What the variables of a description stand for as long as no row says it. Fires `value` with `{ name, text }`. */
@customElement('ia-layer-values')
export class IaLayerValues extends LitElement {
  static override styles = [
    base,
    fields,
    css`
      label {
        display: block;
        margin-bottom: 8px;
        font-size: 11px;
        line-height: 16px;
        overflow-wrap: anywhere;
      }
      input {
        margin-top: 2px;
        font-size: 13px;
      }
    `,
  ];

  /** In the order of their first use. */
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) values: Readonly<Record<string, string>> = {};

  override render(): TemplateResult {
    return html`${this.names.map(
      name =>
        html`<label
          >${name}<input
            type="text"
            dir="auto"
            maxlength="20000"
            placeholder=${t('From every row')}
            .value=${live(Object.hasOwn(this.values, name) ? (this.values[name] ?? '') : '')}
            @input=${(event: Event) => this.fire(name, (event.target as HTMLInputElement).value)}
        /></label>`,
    )}`;
  }

  /** Selected, to be typed over. Whether there is one. */
  async focusFirst(): Promise<boolean> {
    await this.updateComplete;
    const field = this.renderRoot.querySelector('input');
    field?.focus();
    field?.select();
    return field !== null;
  }

  private fire(name: string, text: string): void {
    this.dispatchEvent(new CustomEvent('value', { detail: { name, text } }));
  }
}
