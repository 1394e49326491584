import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Placed } from '../candidateActions';
import { icon } from '../icons';

/** The vote of a blind run, as long as its names are hidden. */
export function pickButton(
  { run, label }: Placed,
  kind: string,
  pick: () => void,
): TemplateResult | typeof nothing {
  if (run.blind !== 'hidden') return nothing;
  return html`<button
    class="button ${kind}"
    ?disabled=${run.running}
    title=${run.running ? t('When all images are there') : nothing}
    aria-label=${t('{0} is the best', label)}
    @click=${pick}
  >
    ${icon('check', 'small')}${t('This is the best')}
  </button>`;
}
