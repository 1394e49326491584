import type { GalleryFinding } from '../../protocol/galleryViews';

export interface FindingSort {
  by: 'kind' | 'file' | 'message';
  descending: boolean;
}

const severities = ['error', 'warning', 'information', 'hint'] as const;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export function filterFindings(
  findings: readonly GalleryFinding[],
  search: string,
): readonly GalleryFinding[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return findings;
  return findings.filter(({ title, file, message }) => {
    const text = `${title} ${file} ${message}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
}

/** The worst kinds first; within one, by place. */
export function sortFindings(
  findings: readonly GalleryFinding[],
  { by, descending }: FindingSort,
): readonly GalleryFinding[] {
  const turn = descending ? -1 : 1;
  const byPlace = (a: GalleryFinding, b: GalleryFinding) =>
    collator.compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0);
  const byKind = (a: GalleryFinding, b: GalleryFinding) =>
    severities.indexOf(a.severity) - severities.indexOf(b.severity) || collator.compare(a.title, b.title);
  const key = {
    kind: byKind,
    file: byPlace,
    message: (a: GalleryFinding, b: GalleryFinding) => collator.compare(a.message, b.message),
  }[by];
  return [...findings].sort((a, b) => turn * key(a, b) || byKind(a, b) || byPlace(a, b) || a.index - b.index);
}
