import * as path from 'node:path';
import { assertNever } from '../../core/assertNever';
import { formatPixels } from '../../core/model/format';
import type { ImageFormat } from '../../core/model/run';
import { extensionOf } from '../../core/model/imageFormat';
import type { Loss } from '../../core/save/losses';
import type { SavedFile, SaveFailure } from '../../core/save/saveResult';
import type { Translate } from '../../core/translate';
import type { Inserted } from './savePorts';
import type { UndoOutcome } from './saveTypes';
import { leftOutText } from '../text/metadataText';

/** `place` makes a path as the user knows it: from the workspace folder. */
export interface Wording {
  t: Translate;
  place(path: string): string;
}

/** What happened and why, one or two sentences. */
export function failureText({ t, place }: Wording, failure: SaveFailure): string {
  switch (failure.kind) {
    case 'untrusted':
      return t('Nothing is saved in Restricted Mode. Trust this workspace first.');
    case 'no-workspace':
      return t('Open a folder on this disk first: images are saved into the workspace.');
    case 'gone':
      return t('This image is no longer among the generated images, so there is nothing to save.');
    case 'outside':
      return failure.truePlace === failure.path
        ? t('{0} is outside the workspace. Images are saved inside it only.', failure.path)
        : t(
            '{0} leads out of the workspace, to {1}. Images are saved inside it only.',
            place(failure.path),
            failure.truePlace,
          );
    case 'dangling-link':
      return t('{0} is a link to something that does not exist.', place(failure.path));
    case 'not-a-file':
      return t(
        '{0} cannot be a file: there is a folder, or no folder, where one is needed.',
        place(failure.path),
      );
    case 'bad-name':
      return t('“{0}” cannot be the name of a file.', path.basename(failure.path));
    case 'exists':
      return t('{0} already exists, and was left as it is.', place(failure.path));
    case 'half-done':
      return [
        failureText({ t, place }, failure.failure),
        t(
          'Not put back yet, because the disk does not take it: {0}. “Undo Last Save” does it then.',
          failure.left.map(place).join(', '),
        ),
      ].join(' ');
    case 'under-way':
      return t(
        '{0} files are still being written (one is {1}). Undo them when that is done.',
        failure.count,
        place(failure.path),
      );
    case 'named-twice':
      return t('Two files would have the name {0}, so nothing was saved.', place(failure.path));
    case 'cannot-write-format':
      if (failure.drawing)
        return t('An SVG drawing is saved as it is, and as .svg only: nothing here turns it into pixels.');
      return t('.{0} files cannot be written. PNG, JPEG, WebP and AVIF can.', failure.extension);
    case 'format-mismatch':
      return t('A .{0} file cannot hold the format “{1}”.', failure.extension, failure.format);
    case 'read-only':
      return t('{0} could not be written: the file or its folder is read-only.', place(failure.path));
    case 'disk-full':
      return t('{0} could not be written: the disk is full.', place(failure.path));
    case 'disk':
      return t('{0} could not be written: {1}', place(failure.path), failure.detail);
    case 'unreadable':
      return unreadableText(t, place(failure.path), failure);
    case 'conversion':
      return conversionText(t, failure.path === undefined ? t('The image') : place(failure.path), failure);
    case 'drawing':
      return failure.path === undefined
        ? t('The image could not be drawn: {0}', failure.detail)
        : t('{0} could not be drawn: {1}', place(failure.path), failure.detail);
    case 'changed-meanwhile':
      return t('{0} was changed meanwhile, so it was left as it is.', place(failure.path));
    case 'no-original':
      return t('This image was not made from a file of the workspace, so there is no original to replace.');
    case 'original-deleted':
      return t('{0} does not exist any more, so it cannot be replaced.', place(failure.path));
    case 'not-inserted':
      return t('{0} could not be edited, so nothing was saved.', place(failure.document));
    case 'cancelled':
      return t('Nothing was saved.');
    default:
      return assertNever(failure);
  }
}

/** The reason first: a message in the corner shows the beginning of its sentence. */
function unreadableText(
  t: Translate,
  file: string,
  { reason, detail }: Extract<SaveFailure, { kind: 'unreadable' }>,
): string {
  switch (reason) {
    case 'corrupt':
      return t('Damaged file: {0}. {1}', file, detail);
    case 'too-large':
      return t('Too many pixels: {0}. {1}', file, detail);
    case 'empty':
      return t('Empty file: {0}.', file);
    case 'not-an-image':
      return t('Not an image: {0}. {1}', file, detail);
    default:
      return t('{0} could not be read: {1}', file, detail);
  }
}

function conversionText(
  t: Translate,
  image: string,
  { work, detail }: Extract<SaveFailure, { kind: 'conversion' }>,
): string {
  switch (work) {
    case 'convert':
      return t('{0} could not be converted: {1}', image, detail);
    case 'strip':
      return t('{0} could not be written without its metadata: {1}', image, detail);
    case 'set':
      return t('{0} could not be made into the files of the set: {1}', image, detail);
    default:
      return assertNever(work);
  }
}

export function savedText({ t, place }: Wording, saved: SavedFile): string {
  const file = place(saved.path);
  return [
    saved.replaced ? t('Replaced {0}.', file) : t('Saved {0}.', file),
    ...notes({ t, place }, saved),
  ].join(' ');
}

/** Of files that were written together, the one that matters first. */
export function savedFilesText({ t, place }: Wording, files: readonly { path: string }[]): string {
  const [first, ...others] = files;
  const name = place(first?.path ?? '');
  return others.length === 0 ? t('Saved {0}.', name) : t('Saved {0} and {1} more.', name, others.length);
}

export function insertedText({ t, place }: Wording, saved: SavedFile, how: Inserted): string {
  return [insertedSentence({ t, place }, saved, how), ...notes({ t, place }, saved)].join(' ');
}

function insertedSentence({ t, place }: Wording, saved: SavedFile, how: Inserted): string {
  const file = place(saved.path);
  switch (how.kind) {
    case 'one-step':
      return t(
        'Saved {0}. Inserted into {1}, line {2}: Undo there takes back both.',
        file,
        place(how.document),
        how.line,
      );
    case 'text-only':
      return t(
        'Saved {0}. Inserted into {1}, line {2}: Undo there takes back the text only.',
        file,
        place(how.document),
        how.line,
      );
    case 'clipboard':
      return t('Saved {0}. There was no document to insert it into, so its path was copied.', file);
    default:
      return assertNever(how);
  }
}

export function referencedText(
  { t, place }: Wording,
  path: string,
  how: Exclude<Inserted, { kind: 'one-step' }>,
): string {
  return how.kind === 'clipboard'
    ? t('{0} is this image already, so no new file was saved. Its path was copied.', place(path))
    : t(
        '{0} is this image already, so no new file was saved. Inserted into {1}, line {2}.',
        place(path),
        place(how.document),
        how.line,
      );
}

function notes({ t, place }: Wording, saved: SavedFile): string[] {
  const { flattenedOn, original, facts, left, beside = [], generated } = saved;
  const leftOut = leftOutText(t, original, facts, left);
  return [
    ...(flattenedOn ? [t('Transparent parts were laid on {0}.', flattenedOn)] : []),
    ...(leftOut === '' ? [] : [t('Not in the file: {0}.', leftOut)]),
    ...(leftOut !== '' && generated ? [t('The original with them stays in the generated images.')] : []),
    ...(beside.length > 0 ? [t('Beside it: {0}.', beside.map(place).join(', '))] : []),
  ];
}

/** `2400 × 1350 → 1376 × 768, transparency lost` */
export function lossesText(t: Translate, losses: readonly Loss[]): string {
  return losses.map(loss => lossText(t, loss)).join(', ');
}

function lossText(t: Translate, loss: Loss): string {
  switch (loss.kind) {
    case 'size': {
      const sizes = `${formatPixels(loss.from)} → ${formatPixels(loss.to)}`;
      return loss.ratio ? t('{0} (another shape)', sizes) : sizes;
    }
    case 'transparency':
      return t('transparency lost');
    case 'animation':
      return t('animation lost');
    case 'format':
      return t('{0} → {1}', formatName(loss.from), formatName(loss.to));
    case 'credentials':
      return t('Content Credentials of the old file lost');
    case 'metadata':
      return t('metadata of the old file lost ({0})', loss.of.join(', '));
    case 'color-profile':
      return t('color profile lost');
    default:
      return assertNever(loss);
  }
}

/** Of a set whose window went away in the middle. */
export function interruptedText(
  { t, place }: Wording,
  { written, count }: { written: readonly string[]; count: number },
): string {
  const [first = ''] = written;
  return written.length === 1
    ? t('Writing {0} files was interrupted: only {1} was written.', count, place(first))
    : t(
        'Writing {0} files was interrupted: {1} of them were written (the first is {2}).',
        count,
        written.length,
        place(first),
      );
}

export function undoText({ t, place }: Wording, outcome: UndoOutcome): string {
  if (outcome.kind === 'nothing') return t('There is no save to undo.');
  if (outcome.kind === 'refused') return failureText({ t, place }, outcome.failure);
  if (outcome.kind === 'group') {
    const { restored, removed, left } = outcome;
    return [
      ...(restored > 0 ? [t('Files put back as they were before: {0}.', restored)] : []),
      ...(removed > 0 ? [t('Files taken away again: {0}.', removed)] : []),
      ...(left > 0 ? [t('Changed, moved or locked since, and left alone: {0}.', left)] : []),
    ].join(' ');
  }
  const file = place(outcome.entry.path);
  switch (outcome.kind) {
    case 'undone':
      return outcome.restored
        ? t('Put back {0} as it was before.', file)
        : t('Took back {0}. The image stays in the generated images.', file);
    case 'changed':
      return t('{0} was changed after it was saved, so it was left alone.', file);
    case 'missing':
      return t('{0} was deleted or moved after it was saved, so there is nothing to undo.', file);
    case 'insertion':
      return t(
        '{0} was left as it is. Take it back with Undo in the document, or delete the file and its reference there. “Undo Last Save” goes on with the other saves.',
        file,
      );
    case 'failed':
      return failureText({ t, place }, outcome.failure);
    default:
      return assertNever(outcome);
  }
}

export function formatName(format: ImageFormat): string {
  return format === 'jpeg' ? 'JPEG' : format === 'webp' ? 'WebP' : extensionOf(format).toUpperCase();
}
