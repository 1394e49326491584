import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sameCandidate, type CandidateRef } from '../../core/model/run';
import { leastCompared, mostCompared } from '../../protocol/compareViews';
import type { RunView } from '../../protocol/views';
import { icon } from '../icons';
import { placedAcross } from '../placed';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';

/** In the head of a run: holds its images against each other, those that are selected first. */
@customElement('ia-compare-button')
export class IaCompareButton extends LitElement {
  static override styles = [base, buttons];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) run!: RunView;
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop ??= this.store.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.stop = undefined;
  }

  override render(): TemplateResult | typeof nothing {
    const { comparing, ui } = this.store.state;
    const refs = placedAcross(this.run, ui.sort).map(({ candidate }) => candidate.ref);
    // Those of other runs come along where one of this run is among them.
    const selected = refs.some(ref => comparing.some(each => sameCandidate(each, ref))) ? comparing : [];
    const chosen = [...selected, ...(selected.length < leastCompared ? notIn(refs, selected) : [])];
    if (chosen.length < leastCompared) return nothing;
    const label = selected.length < leastCompared ? t('Compare') : t('Compare {0} selected', selected.length);
    const open = () =>
      void this.store.openCompare(chosen.slice(0, mostCompared).map(candidate => ({ candidate })));
    return html`<button
      class="button small ${selected.length < leastCompared ? 'quiet' : 'primary'}"
      title=${t('Side by side, slider, fade or difference')}
      @click=${open}
    >
      ${icon('split', 'small')}${label}
    </button>`;
  }
}

function notIn(refs: readonly CandidateRef[], others: readonly CandidateRef[]): readonly CandidateRef[] {
  return refs.filter(ref => !others.some(other => sameCandidate(ref, other)));
}
