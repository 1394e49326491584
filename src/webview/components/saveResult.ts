import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatBytes, formatPixels } from '../../core/model/format';
import type { SavePreview, SaveView } from '../../protocol/views';

export interface SaveResultParts {
  view: SaveView;
  /** The last one that came out. */
  made: Extract<SavePreview, { url: string }> | undefined;
  /** A file of other settings is on its way: the figures of the last one would be taken for its own. */
  making: boolean;
  /** While there is painting by hand. */
  strokes: number | undefined;
  /** Why it has another format than the image. */
  format: string | undefined;
}

/** What the file came to, in words. */
export function saveResult({ view, made, making, strokes, format }: SaveResultParts): TemplateResult {
  // The figures stay where they are, unseen, so that nothing moves under the hands.
  return html`<div class=${making ? 'came making' : 'came'} aria-live="polite">
    ${making ? html`<p class="wait">${t('The file is being made…')}</p>` : nothing}
    ${made ? figures(view, made, strokes, format) : nothing}
  </div>`;
}

function figures(
  view: SaveView,
  { url, facts, quality, colours, notes }: NonNullable<SaveResultParts['made']>,
  strokes: number | undefined,
  format: string | undefined,
): TemplateResult {
  const saved = 100 - Math.round((100 * facts.bytes) / view.facts.bytes);
  const words = [
    `${formatBytes(facts.bytes)} ${facts.format.toUpperCase()}`,
    formatPixels(facts),
    ...(quality === undefined ? [] : [t('quality {0}', quality)]),
    ...(colours === undefined ? [] : [t('{0} colors', colours)]),
    ...(saved > 0 ? [t('{0} % smaller', saved)] : []),
  ];
  return html`<b>${words.join(' · ')}</b> ${format === undefined ? nothing : html`<p>${format}</p>`}
    ${strokes === undefined ? nothing : html`<p>${strokesText(strokes)}</p>`}
    ${url === view.image ? html`<p>${t('Byte for byte the image as it is.')}</p>` : nothing}
    ${notes.map(note => html`<p>${note}</p>`)}`;
}

function strokesText(count: number): string {
  if (count === 0) return t('Paint over what is to change.');
  return count === 1 ? t('1 stroke by hand') : t('{0} strokes by hand', count);
}
