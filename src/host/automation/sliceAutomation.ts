import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type Imaging, isImagingError, type Sliced } from '../../core/imaging/imagingPort';
import type { FailureKind } from '../../core/model/outcome';
import { parseSlices, type SliceArgs } from '../../core/nineSlice/sliceArgs';
import { type SliceFileKind, sliceFileKind } from '../../core/nineSlice/slicePlan';
import { crossed, type Slices } from '../../core/model/slices';
import { sliceFile, type SliceTarget } from '../nineSlice/sliceFile';
import { rootsOnDisk } from '../onDisk';
import type { Disk } from '../save/disk';
import type { Saver } from '../save/saver';
import { imagingProblem } from '../text/imagingText';
import {
  crossedSentence,
  guidesInItSentence,
  nothingKeptSentence,
  unknownKindSentence,
} from '../text/sliceText';
import { locate } from './locate';
import { outcomeOf } from './saveAnswer';

export interface SliceAnswer {
  outcome: 'images' | 'exists' | FailureKind;
  files: readonly { uri: vscode.Uri; kind: SliceFileKind; replaced: boolean }[];
  /** The guides, in pixels from their own edge of the image, whether anything was written or not. */
  slices?: Slices;
  width?: number;
  height?: number;
  /** What went wrong, or what is worth a word. */
  message?: string;
}

export interface SliceAutomationDeps {
  saver: Pick<Saver, 'sets' | 'describe'>;
  imaging: Pick<Imaging, 'nineSlice'>;
  /** Folder of the store for bytes on their way, absolute. */
  staging: string;
  disk: Disk;
}

/** `inlineAssets.nineSlice` with an argument object: no dialog and no message. Without `saveTo` it only proposes. */
export function createSliceAutomation(
  deps: SliceAutomationDeps,
): (ask: Readonly<Record<string, unknown>>) => Promise<SliceAnswer> {
  return async ask => {
    const { t } = vscode.l10n;
    if (!vscode.workspace.isTrusted) return failed('consent', deps.saver.describe({ kind: 'untrusted' }));
    const parsed = parseSlices(ask, t);
    if ('refused' in parsed) return failed('bad-request', parsed.refused);
    const image = locate(parsed.args.image);
    if ('refused' in image) return failed('bad-request', image.refused);
    if (sliceFileKind(image.path) === 'android') {
      return failed('bad-request', guidesInItSentence(t, image.name));
    }
    const targets: SliceTarget[] = [];
    for (const file of parsed.args.saveTo) {
      const located = locate(file);
      if ('refused' in located) return failed('bad-request', located.refused);
      const kind = sliceFileKind(located.path);
      if (!kind) {
        return failed('unsupported', unknownKindSentence(t, path.basename(located.path)));
      }
      targets.push({ path: located.path, kind });
    }
    const kinds = targets.map(({ kind }) => kind);
    if (new Set(kinds).size < kinds.length) {
      return failed('bad-request', t('“saveTo” names two files of the same kind.'));
    }
    await deps.disk.mkdir(deps.staging, { recursive: true });
    const staged = path.join(deps.staging, `slices-${randomUUID()}.png`);
    try {
      return await write(deps, parsed.args, { image: image.path, targets, staged });
    } catch (error) {
      if (!isImagingError(error)) throw error;
      return failed('bad-request', t('{0}: {1}', image.name, imagingProblem(t, error)));
    } finally {
      await deps.disk.rm(staged, { force: true });
    }
  };
}

async function write(
  { saver, imaging }: SliceAutomationDeps,
  { slices: asked, fill, overwrite }: SliceArgs,
  { image, targets, staged }: { image: string; targets: readonly SliceTarget[]; staged: string },
): Promise<SliceAnswer> {
  const { t } = vscode.l10n;
  const roots = rootsOnDisk();
  if (targets.length > 0 && roots.length === 0) {
    return failed('bad-request', saver.describe({ kind: 'no-workspace' }));
  }
  const marked = targets.some(({ kind }) => kind === 'android');
  const sliced = await imaging.nineSlice(image, asked, marked ? staged : undefined);
  const { slices, width, height } = sliced;
  if (crossed(slices, sliced)) {
    return {
      ...failed('bad-request', crossedSentence(t, sliced)),
      ...{ slices, width, height },
    };
  }
  const files = targets.map(target => sliceFile(target, { size: sliced, slices, fill, image, staged }));
  const answer = { slices, width, height, ...noteOf(sliced) };
  if (files.length === 0) return { outcome: 'images', files: [], ...answer };
  const written = await saver.sets.write({ files, roots, overwrite });
  if ('failure' in written) {
    return { ...answer, ...failed(outcomeOf(written.failure), saver.describe(written.failure)) };
  }
  return {
    outcome: 'images',
    files: written.files.map(({ uri, replaced }, i) => ({
      uri: vscode.Uri.parse(uri),
      kind: targets[i]?.kind ?? 'json',
      replaced,
    })),
    ...answer,
  };
}

function noteOf({ slices: { left, top, right, bottom } }: Sliced): { message?: string } {
  if (left + top + right + bottom > 0) return {};
  return { message: nothingKeptSentence(vscode.l10n.t) };
}

function failed(outcome: SliceAnswer['outcome'], message: string): SliceAnswer {
  return { outcome, files: [], message };
}
