import { assertNever } from '../../core/assertNever';
import { type Description, type Finding, type Layer, redacts } from '../../core/model/layers';
import type { SameFile } from '../../core/layers/rows/sameFiles';
import type { Translate } from '../../core/translate';
import { firstFrameNote } from './outputNotes';

const shownLetters = 20;
const shownFiles = 20;
const shownRows = 8;

/** What somebody should know of a drawing, a sentence each. What is as it should be has none. */
export function layersNotes(
  t: Translate,
  { layers, imageSize }: Description,
  found: readonly Finding[],
  {
    now,
    image,
    animated = false,
  }: {
    /** Of the image, as it is by now. */
    now?: { width: number; height: number } | undefined;
    /** What it is called. */
    image?: string | undefined;
    /** It moves. */
    animated?: boolean | undefined;
  } = {},
): string[] {
  const named = new Map(layers.map(layer => [layer.id, nameOf(t, layer)]));
  const notes = found.flatMap(
    finding => findingText(t, finding, named.get(finding.layer) ?? finding.layer) ?? [],
  );
  if (imageSize && now && (imageSize.width !== now.width || imageSize.height !== now.height)) {
    notes.unshift(
      t(
        'The image has {0} × {1} pixels now, not {2} × {3} as when the layers were placed. It was fitted to them: look whether they still lie where they should, redactions above all.',
        ...[now.width, now.height, imageSize.width, imageSize.height],
      ),
    );
  }
  if (animated) notes.push(firstFrameNote(t));
  if (image !== undefined && redacts({ layers })) {
    notes.push(t('What is redacted is gone from the new file. {0} itself still shows it.', image));
  }
  return notes;
}

/** Rows that would be one file, a line each. */
export function sameFileLines(t: Translate, same: readonly SameFile[]): readonly string[] {
  const lines = same.slice(0, shownFiles).map(({ path, rows }) => {
    const few = rows.slice(0, shownRows).join(', ');
    return rows.length > shownRows
      ? t('{0}: rows {1} and {2} more', path, few, rows.length - shownRows)
      : t('{0}: rows {1}', path, few);
  });
  return same.length > shownFiles ? [...lines, t('and {0} more', same.length - shownFiles)] : lines;
}

/** Something that was written is not in the picture. */
export function losesLetters(finding: Finding): boolean {
  return finding.kind === 'missing-letters' || (finding.kind === 'emoji' && !finding.drawn);
}

/** As people call it: its name, else the beginning of its text, else its kind. */
export function nameOf(t: Translate, layer: Layer): string {
  if (layer.name !== undefined && layer.name !== '') return layer.name;
  if (layer.type === 'text' || layer.type === 'step') {
    const text = layer.text.trim().replace(/\s+/g, ' ');
    if (text !== '') return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }
  return kindName(t, layer.type);
}

export function kindName(t: Translate, type: Layer['type']): string {
  switch (type) {
    case 'text':
      return t('Text');
    case 'box':
      return t('Box');
    case 'ellipse':
      return t('Ellipse');
    case 'line':
      return t('Line');
    case 'arrow':
      return t('Arrow');
    case 'step':
      return t('Step number');
    case 'highlight':
      return t('Highlight');
    case 'redact':
      return t('Redaction');
    default:
      return assertNever(type);
  }
}

function findingText(t: Translate, finding: Finding, name: string): string | undefined {
  switch (finding.kind) {
    case 'missing-letters':
      return t('“{0}”: no font here has the letters {1}. They were left out.', name, list(finding.letters));
    case 'emoji':
      return finding.drawn
        ? t('“{0}”: emoji are drawn in one color here ({1}).', name, list(finding.letters))
        : t('“{0}”: emoji cannot be drawn in color here, so {1} was left out.', name, list(finding.letters));
    case 'no-such-font':
      return finding.used === ''
        ? t('“{0}”: the font {1} is not on this machine.', name, finding.wanted)
        : t(
            '“{0}”: the font {1} is not on this machine; {2} took its place.',
            name,
            finding.wanted,
            finding.used,
          );
    case 'shrunk':
      return t(
        '“{0}” was made smaller to fit: {1} instead of {2} pixels.',
        name,
        round(finding.to),
        round(finding.from),
      );
    case 'overflow':
      return t('“{0}” does not fit into its box, even at {1} pixels.', name, round(finding.size));
    case 'empty':
      return t('“{0}” has no text.', name);
    case 'outside-safe-area':
      return t('“{0}” reaches out of the safe area.', name);
    case 'off-canvas':
      return t('“{0}” lies outside the picture.', name);
    case 'contrast':
      return finding.ratio >= finding.needed
        ? undefined
        : t(
            '“{0}” is hard to read: contrast {1} to 1, WCAG asks for {2}.',
            name,
            round(finding.ratio),
            finding.needed,
          );
    default:
      return assertNever(finding);
  }
}

function list(letters: readonly string[]): string {
  const some = letters.slice(0, shownLetters).join(' ');
  return letters.length > shownLetters ? `${some} …` : some;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
