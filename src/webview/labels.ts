import { t } from '@vscode/l10n';
import { formatAboutUsd, formatBytes, formatPixels, formatUsd } from '../core/model/format';
import type { ImageFacts, ReferenceRole } from '../core/model/run';
import type { ModelView, RequestView } from '../protocol/views';

/** Words for values, in the user's language. */

export function roleLabel(role: ReferenceRole): string {
  const labels: Record<ReferenceRole, string> = {
    subject: t('subject'),
    object: t('object'),
    scene: t('scene'),
    style: t('style'),
    template: t('template'),
    mask: t('mask'),
  };
  return labels[role];
}

export function roleNote(role: ReferenceRole): string {
  const notes: Record<ReferenceRole, string> = {
    subject: t('What the image is about'),
    object: t('A thing to put in'),
    scene: t('Where it takes place'),
    style: t('How it should look'),
    template: t('Its layout is kept'),
    mask: t('Only where it is transparent is anything changed'),
  };
  return notes[role];
}

/** `1376 × 768 · 412 KB JPEG · no transparency` */
export function factsText(facts: ImageFacts): string {
  return [
    formatPixels(facts),
    `${formatBytes(facts.bytes)} ${facts.format.toUpperCase()}`,
    facts.hasAlpha ? t('alpha') : t('no transparency'),
    ...(facts.animated ? [t('animated')] : []),
  ].join(' · ');
}

export function priceText(model: ModelView): string {
  if (model.local) return t('free');
  if (model.priceUsd === undefined) return model.pricedAfter ? t('price known after') : '';
  return model.resold ? t('{0} list price', formatUsd(model.priceUsd)) : formatUsd(model.priceUsd);
}

/** `$0.034`, `≈ $0.034` from the table; nothing where it is unknown. */
export function costText(costUsd: number | undefined, isEstimate: boolean | undefined): string {
  if (costUsd === undefined) return '';
  if (costUsd === 0) return t('free');
  return isEstimate ? formatAboutUsd(costUsd) : formatUsd(costUsd);
}

export function statusBadge(model: ModelView): string | undefined {
  switch (model.status) {
    case 'preview':
      return t('preview');
    case 'deprecated':
      return t('deprecated');
    case 'retired':
      return t('retired');
    case 'stable':
    case 'unknown':
      return undefined;
  }
}

/** All that a model is marked with. */
export function modelBadges(model: ModelView): readonly string[] {
  return [...(model.isNew ? [t('new')] : []), ...[statusBadge(model) ?? []].flat()];
}

/** What is worth knowing of a model before it is chosen. */
export function modelNote(model: ModelView): string {
  const note = model.unavailable ?? model.statusNote ?? model.description ?? '';
  return [note, model.resold ? t('list price; may differ') : ''].filter(Boolean).join(' · ');
}

/** Milliseconds it took, or has taken until `now`. */
export function elapsed(request: RequestView, now: number): number | undefined {
  if (request.startedAt === undefined) return undefined;
  return Math.max(0, (request.endedAt ?? now) - request.startedAt);
}

/** "now", "5 minutes ago", and the date from yesterday on. */
export function agoText(then: number, now: number, language: string): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return t('now');
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' });
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 24 * 60) return relative.format(-Math.floor(minutes / 60), 'hour');
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? { hour: 'numeric', minute: '2-digit' } : { year: 'numeric' }),
  }).format(then);
}

/** `9 files, 65 KB` */
export function filesText(files: number, bytes: number): string {
  return files === 1 ? t('1 file, {0}', formatBytes(bytes)) : t('{0} files, {1}', files, formatBytes(bytes));
}

/** `12.4 %`, and never nothing where there is something. */
export function shareText(part: number, of: number): string {
  const language = document.documentElement.lang || navigator.language;
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  const least = 0.0001;
  return part > 0 && part / of < least ? t('less than {0}', share.format(least)) : share.format(part / of);
}

/** What a button does that writes so many files, `replaced` of them over others. No files: it is not known yet. */
export function writeText(files: number, replaced: number): string {
  if (files === 0) return t('Write files');
  if (files === 1) return replaced === 1 ? t('Replace 1 file') : t('Write 1 file');
  return replaced > 0 ? t('Write {0} files, replace {1}', files, replaced) : t('Write {0} files', files);
}
