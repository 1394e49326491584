import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import './menuButton';
import { outputFieldsStyles } from './outputFields.styles';

export interface NumberField {
  /** Also its id where a visible label stands for it. */
  part: string;
  range: readonly [number, number];
  value: number | null;
  /** The accessible name; absent where a label with `for` is there. */
  label?: string;
  /** What an empty field comes to. */
  empty?: string;
  set(value: number | null): void;
}

/** Fields in a column, as the views over the panel have them beside the picture. */
export class FieldsPart extends LitElement {
  static override styles = [base, buttons, fields, outputFieldsStyles];

  protected readonly typing = new Typing();

  protected numberField({ part, range: [min, max], value, label, empty, set }: NumberField): TemplateResult {
    return html`<input
      id=${label === undefined ? part : nothing}
      type="number"
      inputmode="numeric"
      min=${min}
      max=${max}
      aria-label=${label ?? nothing}
      placeholder=${empty ?? nothing}
      .value=${live(this.typing.shown(part, value))}
      @input=${(event: Event) => {
        const text = this.typing.input(part, event);
        const typed = Math.round(Number(text));
        if (text === '' ? empty === undefined : !(typed >= min)) return;
        set(text === '' ? null : Math.min(max, typed));
      }}
      @blur=${this.onBlur}
    />`;
  }

  /** A number with its label before it. */
  protected numberLine(text: string, field: Omit<NumberField, 'label'>): TemplateResult {
    return html`<div class="line"><label for=${field.part}>${text}</label>${this.numberField(field)}</div>`;
  }

  protected choice<K extends string>(
    text: string,
    value: K,
    choices: readonly { id: K; label: string; note?: string }[],
    set: (value: K) => void,
  ): TemplateResult {
    const shown = choices.find(({ id }) => id === value)?.label ?? value;
    return this.line(
      text,
      html`<ia-menu-button
        kind="field"
        .label=${`${text}: ${shown}`}
        .items=${() => choices.map(each => ({ ...each, checked: each.id === value }))}
        @choose=${(event: CustomEvent<K>) => set(event.detail)}
        ><span>${shown}</span></ia-menu-button
      >`,
    );
  }

  protected check(label: string, checked: boolean, set: (on: boolean) => void): TemplateResult {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${live(checked)}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />${label}</label
    >`;
  }

  protected onBlur = (): void => {
    this.typing.left();
    this.requestUpdate();
  };

  /** For the eye: the button's own name says it in full. */
  protected line(label: string, field: TemplateResult): TemplateResult {
    return html`<div class="line"><span aria-hidden="true">${label}</span>${field}</div>`;
  }
}
