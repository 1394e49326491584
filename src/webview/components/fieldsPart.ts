import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { Typing } from '../typing';
import './menuButton';
import { outputFieldsStyles } from './outputFields.styles';

export interface NumberField {
  /** Also its id where it is `labelled`. */
  part: string;
  range: readonly [number, number];
  value: number | null;
  /** The accessible name. */
  label: string;
  /** A label with `for` is there. */
  labelled?: boolean;
  /** What an empty field comes to. */
  empty?: string;
  set(value: number | null): void;
}

/** Why what stands in the field of this part cannot be, a sentence; `undefined`: it can be again. */
export interface WrongField {
  part: string;
  problem: string | undefined;
}

/** Fields in a column, as the views over the panel have them beside the picture. Fires `wrong` with a `WrongField`. */
export class FieldsPart extends LitElement {
  static override styles = [base, buttons, fields, outputFieldsStyles];

  protected readonly typing = new Typing();

  /** What stands in a field and cannot be: it stays until it is put right, or the value changes otherwise. */
  private readonly wrong = new Map<string, { text: string; value: number | null }>();
  private readonly drawn = new Set<string>();

  protected override update(changed: PropertyValues): void {
    this.drawn.clear();
    super.update(changed);
    for (const part of this.wrong.keys()) if (!this.drawn.has(part)) this.setWrong(part);
  }

  private setWrong(part: string, wrong?: { text: string; value: number | null; problem: string }): void {
    const before = this.wrong.has(part);
    if (wrong) this.wrong.set(part, wrong);
    else this.wrong.delete(part);
    if (!before && !wrong) return;
    const detail: WrongField = { part, problem: wrong?.problem };
    this.dispatchEvent(new CustomEvent('wrong', { detail, bubbles: true, composed: true }));
    this.requestUpdate();
  }

  protected numberField(field: NumberField): TemplateResult {
    const { part, value, label, labelled = false, empty, set } = field;
    const [min, max] = field.range;
    const held = this.wrong.get(part);
    const wrong = held?.value === value ? held : undefined;
    if (wrong) this.drawn.add(part);
    else if (held) this.typing.left();
    return html`<input
      id=${labelled ? part : nothing}
      type="number"
      inputmode="numeric"
      min=${min}
      max=${max}
      aria-label=${labelled ? nothing : label}
      aria-invalid=${wrong ? 'true' : nothing}
      placeholder=${empty ?? nothing}
      .value=${live(wrong?.text ?? this.typing.shown(part, value))}
      @input=${(event: Event) => {
        const text = this.typing.input(part, event);
        const typed = Math.round(Number(text));
        if (text !== '' && !(typed >= min)) {
          this.setWrong(part, { text, value, problem: t('“{0}” must be at least {1}.', label, min) });
          return;
        }
        this.setWrong(part);
        if (text === '' && empty === undefined) return;
        set(text === '' ? null : Math.min(max, typed));
      }}
      @blur=${this.onBlur}
    />`;
  }

  /** A number with its label before it. */
  protected numberLine(text: string, field: Omit<NumberField, 'label' | 'labelled'>): TemplateResult {
    return html`<div class="line">
      <label for=${field.part}>${text}</label>${this.numberField({ ...field, label: text, labelled: true })}
    </div>`;
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
