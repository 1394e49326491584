import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ImageIndex } from '../../core/imageIndex/imageIndex';
import type { PixelSize } from '../../core/model/modelInfo';
import { plainOutput } from '../../core/model/output';
import { srcsetEdits, takesSrcset } from '../../core/references/edits/densityEdits';
import { renameReference } from '../../core/references/edits/renameReference';
import type { TextEditAt } from '../../core/references/insertion/insertionTypes';
import type { ProjectFacts } from '../../core/references/project';
import type { ImageReference } from '../../core/references/reference';
import { formatPixels } from '../../core/model/format';
import type { SaveFailure } from '../../core/save/saveResult';
import type { Saver } from '../save/saver';
import { sha256Of } from '../sha256';
import { placeLines } from '../text/placeLines';
import { withoutLinks } from '../text/withoutLinks';
import { whenAnswered } from '../whenAnswered';

export interface DensityDeps {
  index: Pick<ImageIndex, 'ready' | 'references'>;
  saver: Pick<Saver, 'look' | 'leave' | 'render' | 'release' | 'sets' | 'describe' | 'undoLastSave'>;
}

/** The file keeps its name at the size at which it is shown; its pixels go on as `@2x`. */
export interface DensityPlan {
  /** Of the smaller file. */
  size: PixelSize;
}

/** undefined where there are not twice as many pixels as are shown, or no `srcset` can be written. Pixels are never invented. */
export function densityFor(
  reference: ImageReference,
  file: PixelSize,
  image: string,
): DensityPlan | undefined {
  if (!takesSrcset(reference) || !/\.(?:png|jpe?g|webp|avif)$/i.test(image)) return undefined;
  if (/@\d(?:\.\d)?x\.\w+$/i.test(image)) return undefined;
  const ratio = file.width / file.height;
  const width = reference.width ?? (reference.height && Math.round(reference.height * ratio));
  if (!width || file.width < 2 * width) return undefined;
  return { size: { width, height: Math.max(1, Math.round(width / ratio)) } };
}

type Change = (
  make: (text: string, reference: ImageReference, project: ProjectFacts) => readonly TextEditAt[] | undefined,
) => Promise<boolean>;

/** Both files as one save with one undo, then the `srcset`. Says what became of it. */
export async function addDensity(
  { index, saver }: DensityDeps,
  document: vscode.Uri,
  image: vscode.Uri,
  { size }: DensityPlan,
  change: Change,
): Promise<void> {
  const t = vscode.l10n.t;
  const name = path.basename(image.fsPath);
  const large = image.with({ path: image.path.replace(/(\.[^./]+)$/, '@2x$1') });
  if (!(await mayShrinkFor(index, document, image, size, path.basename(large.fsPath)))) return;
  const fail = (failure: SaveFailure): void => {
    if (failure.kind !== 'cancelled')
      void vscode.window.showWarningMessage(withoutLinks(saver.describe(failure)));
  };
  const root = vscode.workspace.getWorkspaceFolder(image);
  if (root === undefined) return fail({ kind: 'no-workspace' });
  const look = await saver.look({ file: image.fsPath });
  if ('failure' in look) return fail(look.failure);
  try {
    const output = { ...plainOutput, ...size };
    const small = await saver.render(
      look,
      { path: image.fsPath, output, source: look.source },
      new AbortController().signal,
    );
    if ('failure' in small) return fail(small.failure);
    try {
      const sha256 = look.source.workspaceFile?.sha256 ?? (await sha256Of(look.source.file));
      const written = await saver.sets.write({
        files: [
          { target: large.fsPath, file: look.source.file, overwrite: false },
          { target: image.fsPath, file: small.file, overwrite: true, replaces: sha256 },
        ],
        roots: [root.uri.fsPath],
        overwrite: false,
      });
      if ('failure' in written) return fail(written.failure);
      const done = await change((_, reference, project) => {
        const other = renameReference(reference, document.path, project, large.path);
        return (
          other &&
          srcsetEdits(reference, [
            { written: reference.rawTarget, density: 1 },
            { written: other.text, density: 2 },
          ])
        );
      });
      if (!done) {
        await saver.undoLastSave(written.saveId);
        return;
      }
      const undo = t('Undo');
      const said = t(
        '{0} is {1} now, and the larger one is {2}.',
        name,
        formatPixels(size),
        path.basename(large.fsPath),
      );
      whenAnswered(vscode.window.showInformationMessage(withoutLinks(said), undo), async () => {
        // Where a file was changed since, both stay, and so does what names them.
        const outcome = await saver.undoLastSave(written.saveId);
        if (outcome.kind === 'undone' || (outcome.kind === 'group' && outcome.left === 0))
          await change((text, reference) => withoutSrcset(text, reference));
      });
    } finally {
      await saver.release(small);
    }
  } finally {
    await saver.leave(look);
  }
}

/** Other places may show the image larger than this one does. */
async function mayShrinkFor(
  index: DensityDeps['index'],
  document: vscode.Uri,
  image: vscode.Uri,
  size: PixelSize,
  large: string,
): Promise<boolean> {
  const t = vscode.l10n.t;
  const uses = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t('Looking where the image is used'),
      cancellable: true,
    },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        await index.ready(abort.signal);
        return await index.references([image.path]);
      } catch (error) {
        if (abort.signal.aborted) return undefined;
        throw error;
      }
    },
  );
  if (uses === undefined) return false;
  const own = uses.findIndex(use => use.document === document.path);
  const others = uses.filter((_, i) => i !== own);
  if (others.length === 0) return true;
  const goOn = t('Make It {0}', formatPixels(size));
  const name = path.basename(image.fsPath);
  const answer = await vscode.window.showWarningMessage(
    withoutLinks(t('Make {0} {1}, and keep its pixels as {2}?', name, formatPixels(size), large)),
    {
      modal: true,
      detail: [t('It is also used here, and would be smaller there too:'), ...placeLines(others)].join('\n'),
    },
    goOn,
  );
  return answer === goOn;
}

function withoutSrcset(text: string, { markup }: ImageReference): TextEditAt[] | undefined {
  if (markup?.srcset === undefined) return undefined;
  const before = /\s+srcset=["']$/i.exec(text.slice(0, markup.srcset.start));
  if (before === null) return undefined;
  const offset = markup.srcset.start - before[0].length;
  return [{ offset, length: markup.srcset.end + 1 - offset, text: '' }];
}
