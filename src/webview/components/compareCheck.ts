import { t } from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type CandidateRef, sameCandidate } from '../../core/model/run';
import type { PanelStore } from '../store';
import { base } from '../styles/base';

/** On an image of the results: whether it is among those that "Compare" takes. */
@customElement('ia-compare-check')
export class IaCompareCheck extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) of!: CandidateRef;
  /** Some are chosen: the others can be seen to be choosable. */
  @property({ type: Boolean, reflect: true }) some = false;
  @property({ type: Boolean, reflect: true }) checked = false;
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop ??= this.store.subscribe(() => this.look());
    this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.stop = undefined;
  }

  protected override willUpdate(): void {
    this.look();
  }

  private look(): void {
    const { comparing } = this.store.state;
    this.some = comparing.length > 0;
    this.checked = comparing.some(each => sameCandidate(each, this.of));
  }

  override render(): TemplateResult {
    return html`<input
      type="checkbox"
      .checked=${this.checked}
      aria-label=${t('Select to compare')}
      title=${t('Select to compare')}
      @change=${this.onChange}
    />`;
  }

  private onChange = (event: Event): void => {
    this.store.selectToCompare(this.of);
    // One too many stays as it was.
    this.look();
    (event.target as HTMLInputElement).checked = this.checked;
  };

  static override styles = [
    base,
    css`
      :host {
        padding: 4px;
        background: var(--ia-widget);
        border-radius: var(--ia-radius);
      }
      input {
        display: block;
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--vscode-contrastActiveBorder, var(--vscode-button-background));
      }
    `,
  ];
}
