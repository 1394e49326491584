import { assertNever } from '../../core/assertNever';
import type { MetadataFound, MetadataItem } from '../../core/imaging/metadata/item';
import type { ImageFacts } from '../../core/model/run';
import { lostMarks, type ProvenanceMark } from '../../core/model/provenanceMarks';
import type { Translate } from '../../core/translate';

/** What the bytes of an image have and those of a file have not: `Content Credentials, GPS position, 2 comments`; or nothing. */
export function leftOutText(
  t: Translate,
  before: Pick<ImageFacts, 'provenance'>,
  after: Pick<ImageFacts, 'provenance'>,
  left: MetadataFound = [],
): string {
  const marks = lostMarks(before.provenance, after.provenance);
  return [
    ...(marks.length > 0 ? [marksText(t, marks)] : []),
    itemsText(
      t,
      left.filter(({ item }) => item !== 'credentials' || !marks.includes('credentials')),
    ),
  ]
    .filter(Boolean)
    .join(', ');
}

/** `GPS position, camera, 2 comments` */
export function itemsText(t: Translate, found: MetadataFound): string {
  return found.map(({ item, count }) => itemText(t, item, count)).join(', ');
}

/** `Content Credentials, the mark as AI-made` */
export function marksText(t: Translate, marks: readonly ProvenanceMark[]): string {
  return marks.map(mark => markText(t, mark)).join(', ');
}

function markText(t: Translate, mark: ProvenanceMark): string {
  switch (mark) {
    case 'credentials':
      return t('Content Credentials');
    case 'synthid':
      return t('the note that names SynthID');
    case 'ai':
      return t('the mark as AI-made');
    default:
      return assertNever(mark);
  }
}

function itemText(t: Translate, item: MetadataItem, count: number): string {
  switch (item) {
    case 'position':
      return t('GPS position');
    case 'camera':
      return t('camera');
    case 'date':
      return t('date');
    case 'author':
      return t('author');
    case 'preview':
      return t('preview picture');
    case 'exif':
      return t('other EXIF data');
    case 'xmp':
      return 'XMP';
    case 'iptc':
      return 'IPTC';
    case 'credentials':
      return t('Content Credentials');
    case 'comment':
      return count === 1 ? t('1 comment') : t('{0} comments', count);
    case 'appended':
      return t('data behind the picture');
    case 'other':
      return t('other data');
    default:
      return assertNever(item);
  }
}
