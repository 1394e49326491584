import * as vscode from 'vscode';
import { svgPlaceholder } from '../../core/imaging/placeholder/svgPlaceholder';
import { formatPixels } from '../../core/model/format';
import { askedSize } from '../../core/references/askedSize';
import { subjectOf } from '../../core/references/draftPrompt';
import type { ImageReference } from '../../core/references/reference';
import type { SaveFailure } from '../../core/save/saveResult';
import { rootsOnDisk } from '../onDisk';
import type { Saver } from '../save/saver';
import { withoutLinks } from '../text/withoutLinks';
import { whenAnswered } from '../whenAnswered';
import type { MissingImage } from './missingImage';
import type { SavedRow } from './missingRows';

export interface DrawDeps {
  saver: Pick<Saver, 'sets' | 'describe' | 'undoLastSave'>;
}

/** A drawing in the place of a missing `.svg` (absolute path). Nothing is generated, so there is no run of it. */
export async function drawAt(
  { saver }: DrawDeps,
  target: string,
  reference: ImageReference,
  label: string,
): Promise<SavedRow | { failure: SaveFailure }> {
  const { width, height } = askedSize(reference);
  const svg = svgPlaceholder(label, { width, height });
  const written = await saver.sets.write({
    files: [{ target, text: svg }],
    roots: rootsOnDisk(),
    overwrite: false,
  });
  if ('failure' in written) return written;
  const uri = vscode.Uri.file(target).toString();
  const bytes = new TextEncoder().encode(svg).byteLength;
  return { saveId: written.saveId, uri, width, height, mimeType: 'image/svg+xml', bytes, svg };
}

/** The same as a quick fix, with a word to the user. */
export async function drawPlaceholder(deps: DrawDeps, { target, reference }: MissingImage): Promise<void> {
  const { t } = vscode.l10n;
  const uri = vscode.Uri.parse(target, true);
  const drawn = await drawAt(deps, uri.fsPath, reference, subjectOf(reference));
  if ('failure' in drawn) {
    void vscode.window.showErrorMessage(withoutLinks(deps.saver.describe(drawn.failure)));
    return;
  }
  const undo = t('Undo');
  const name = withoutLinks(vscode.workspace.asRelativePath(uri));
  const message = t('Saved {0} ({1}).', name, formatPixels(drawn));
  whenAnswered(vscode.window.showInformationMessage(message, undo), async () => {
    await deps.saver.undoLastSave(drawn.saveId);
  });
}
