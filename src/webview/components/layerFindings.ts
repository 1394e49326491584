import { t } from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { LayersPreview } from '../../protocol/views';
import { icon } from '../icons';

type Drawn = Extract<LayersPreview, { url: string }>;

/** Variables that do not say yet what they stand for. */
export interface Lacking {
  unset: readonly string[];
  /** Still with the words of a template. */
  sample: readonly string[];
}

/** What is lost, first; then the contrast of the chosen text in words, and what else is worth knowing. */
export function layerFindings(
  drawn: Drawn | undefined,
  chosen: string,
  { unset, sample }: Lacking,
  /** What is written beside the picture. */
  beside?: { text: string; bad: boolean },
): TemplateResult {
  const lines = (drawn?.warnings ?? []).map(
    warning => html`<p>${icon('warning', 'warning')}<span>${warning}</span></p>`,
  );
  const contrast = drawn?.contrast.find(({ layer }) => layer === chosen);
  if (contrast) {
    const { ratio, needed } = contrast;
    const good = ratio >= needed;
    const words = good
      ? t('Contrast {0} to 1: easy to read (WCAG AA asks for {1}).', ratio.toFixed(1), needed)
      : t('Contrast {0} to 1: hard to read (WCAG AA asks for {1}).', ratio.toFixed(1), needed);
    lines.push(
      html`<p>${icon(good ? 'check' : 'warning', good ? 'good' : 'warning')}<span>${words}</span></p>`,
    );
  }
  for (const note of drawn?.notes ?? []) lines.push(html`<p>${icon('info')}<span>${note}</span></p>`);
  const listed = (names: readonly string[]) => names.map(name => `{{${name}}}`).join(', ');
  if (sample.length > 0) {
    lines.push(
      html`<p>${icon('info')}<span>${t('Still the words of the template: {0}', listed(sample))}</span></p>`,
    );
  }
  if (unset.length > 0) {
    lines.push(html`<p>${icon('info')}<span>${t('Filled in for every row: {0}', listed(unset))}</span></p>`);
  }
  if (beside) {
    lines.push(
      html`<p>${beside.bad ? icon('warning', 'warning') : icon('info')}<span>${beside.text}</span></p>`,
    );
  }
  return html`<div class="came" aria-live="polite">${lines}</div>`;
}
