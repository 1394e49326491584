import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ModelView } from '../../protocol/views';
import { icon } from '../icons';
import { modelBadges, modelNote, priceText, statusBadge } from '../labels';
import { ambiguousLabels, providerName } from '../modelList';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import type { MenuItem } from './menuItem';
import './modelPicker';

/** A line of a menu of models: for missing images and for "Try with another model". */
export function modelItem(model: ModelView, checked?: boolean): MenuItem {
  const badge = modelBadges(model).join(', ');
  const note = modelNote(model);
  return {
    id: model.id,
    label: model.label,
    detail: priceText(model),
    group: model.providerLabel ?? model.provider,
    ...(note && { note }),
    ...(badge && { badge }),
    // One that is chosen and became unavailable can still be taken out.
    disabled: model.unavailable !== undefined && !checked,
    ...(checked !== undefined && { checked, many: true }),
  };
}

/** The chosen models as chips, and the list to choose from. */
@customElement('ia-models')
export class IaModels extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];
  private ambiguous: ReadonlySet<string> = new Set();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('models')) this.ambiguous = ambiguousLabels(this.models);
  }

  override render(): TemplateResult {
    return html`<div class="field-head">
        <h3 id="head">${t('Models')}</h3>
        ${this.chosen.length > 1 ? html`<span>${this.chosen.length}</span>` : nothing}
      </div>
      <ul aria-labelledby="head">
        ${repeat(
          this.chosen,
          id => id,
          id => this.renderChip(id, this.find(id)),
        )}
        <li>
          <ia-model-picker
            .label=${t('Choose models')}
            .models=${this.models}
            .chosen=${this.chosen}
            @choose=${(event: CustomEvent<string>) => this.toggle(event.detail)}
            @star=${({ detail }: CustomEvent<{ id: string; on: boolean }>) =>
              void this.store.ask('starModel', { model: detail.id, on: detail.on })}
            @key=${(event: CustomEvent<string>) => void this.store.ask('setKey', { provider: event.detail })}
            @manage=${() => void this.store.ask('manageProviders', {})}
          >
            ${this.chosen.length === 0 ? html`<span>${t('Choose models')}</span>` : icon('add')}
          </ia-model-picker>
        </li>
      </ul>
      ${this.chosen.map(id => this.renderNote(this.find(id)))}`;
  }

  private find(id: string): ModelView | undefined {
    return this.models.find(model => model.id === id);
  }

  private renderChip(id: string, model: ModelView | undefined): TemplateResult {
    const label = model ? this.nameOf(model) : id;
    const price = model ? priceText(model) : '';
    const bad = model?.unavailable !== undefined || model?.status === 'retired';
    return html`<li class="chip ${bad ? 'bad' : ''}" title=${model?.description ?? ''}>
      ${bad || model?.status === 'deprecated' ? icon('warning', 'small warning') : nothing}
      <span class="name">${label}</span>
      ${
        price
          ? html`<span class="price" title=${model?.resold ? t('list price; may differ') : nothing}
              >${model?.resold ? '≈ ' : ''}${price}</span
            >`
          : nothing
      }
      <button class="icon-button" aria-label=${t('Remove {0}', label)} @click=${() => this.toggle(id)}>
        ${icon('close', 'small')}
      </button>
    </li>`;
  }

  /** Two services may offer the same model. */
  private nameOf(model: ModelView): string {
    return this.ambiguous.has(model.label) ? `${model.label} (${providerName(model)})` : model.label;
  }

  /** What is wrong with a chosen model, and what to take instead. */
  private renderNote(model: ModelView | undefined): TemplateResult | typeof nothing {
    if (model === undefined) return nothing;
    const ending = model.status === 'deprecated' || model.status === 'retired' ? model.statusNote : undefined;
    const text = model.unavailable ?? ending;
    const { replacement } = model;
    if (text === undefined && replacement === undefined) return nothing;
    const other = replacement === undefined ? undefined : this.find(replacement);
    return html`<p class="note">
      ${this.nameOf(model)}: ${text ?? statusBadge(model) ?? ''}
      ${
        other && !this.chosen.includes(other.id)
          ? html`<button class="link" @click=${() => this.swap(model.id, other.id)}>
              ${t('Use {0} instead', other.label)}
            </button>`
          : nothing
      }
    </p>`;
  }

  private toggle(id: string): void {
    const models = this.chosen.includes(id) ? this.chosen.filter(each => each !== id) : [...this.chosen, id];
    this.store.compose({ models });
  }

  private swap(from: string, to: string): void {
    this.store.compose({ models: this.chosen.map(id => (id === from ? to : id)) });
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .chip {
        display: flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        min-height: 26px;
        padding-inline-start: 9px;
        font-size: 12px;
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-button-secondaryBorder, var(--ia-line)));
        border-radius: var(--ia-radius);
        background: var(--ia-widget);
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .price {
        white-space: nowrap;
        color: var(--ia-dim);
        font-variant-numeric: tabular-nums;
      }
      .chip .icon-button {
        margin-inline-start: -4px;
        color: var(--ia-dim);
      }
      .note {
        margin-top: 6px;
        font-size: 11px;
        line-height: 16px;
        color: var(--ia-dim);
      }
      .note .link {
        font-size: inherit;
        display: inline;
        min-height: 0;
      }
    `,
  ];
}
