import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isImagingError } from '../../../core/imaging/imagingPort';
import type { MadeSprites } from '../../../core/imaging/sprites';
import type { PixelSize } from '../../../core/model/modelInfo';
import { plainCut, plainSheet, type SpriteSettings, usualAlign } from '../../../core/model/sprites';
import type { SaveFailure } from '../../../core/save/saveResult';
import { groupsOf } from '../../../core/sprites/frameNames';
import { cutSheet } from '../../../core/sprites/spriteArgs';
import {
  framesOfBefore,
  namedInputs,
  spriteTargets,
  type SpriteTargets,
} from '../../../core/sprites/spriteFiles';
import type { SpritePreview, SpriteView, WriteAnswer } from '../../../protocol/views';
import { rootsOnDisk } from '../../onDisk';
import { realDisk } from '../../save/disk';
import type { SaveLook } from '../../save/lookFlow';
import type { StagedSprites } from '../../sprites/spriteMaker';
import type { SpriteSubject } from '../../sprites/spriteSubject';
import { saveTogether } from '../../save/tellFiles';
import { imagingProblem } from '../../text/imagingText';
import { spriteNote, spriteProblem, staysText } from '../../text/spriteNotes';
import type { PanelParts } from '../panelParts';
import { absolutePath, shownPath } from './places';
import type { Stage } from './stage';

export type SpriteStageDeps = Pick<PanelParts, 'saver' | 'spriteMaker' | 'services'> & {
  /** What the webview reads a file of the store by. */
  toUri(path: string): string;
};

interface Open {
  id: string;
  images: readonly { path: string; shown: string }[];
  /** Absolute; where typed paths are meant from. */
  proposed: string;
  /** Of an image that is cut. */
  look?: SaveLook;
  settings?: SpriteSettings;
  path?: string;
  shown?: StagedSprites;
  /** What was shown before: the view may still be reading it. */
  leaving?: StagedSprites | undefined;
}

/** A sheet as it will be, made anew with every change of its settings, and the frames it is made of or cut into. */
export class SpriteStage implements Stage<SpriteSubject, SpriteView> {
  private open: Open | undefined;
  private running = new AbortController();

  constructor(private readonly deps: SpriteStageDeps) {}

  async begin(subject: SpriteSubject): Promise<SpriteView | { refused: string }> {
    const { saver } = this.deps;
    if (!vscode.workspace.isTrusted) return { refused: saver.describe({ kind: 'untrusted' }) };
    const id = randomUUID();
    if ('images' in subject) {
      const images = subject.images.map(file => ({ path: file, shown: shownPath(file) }));
      const proposed = path.join(path.dirname(subject.images[0] ?? ''), `${sheetName(images)}-sheet.png`);
      this.open = { id, images, proposed };
      const [only] = images;
      return {
        id,
        name:
          images.length === 1 && only ? path.basename(only.path) : vscode.l10n.t('{0} images', images.length),
        path: shownPath(proposed),
        settings: { cut: null, sheet: plainSheet, output: 'sheet' },
      };
    }
    const look = await saver.look(subject);
    if ('failure' in look) return { refused: saver.describe(look.failure) };
    const { facts, file } = look.source;
    const shown = 'file' in subject ? shownPath(subject.file) : shownPath(look.proposed);
    const stem = path.basename(shown, path.extname(shown));
    const proposed = path.join(path.dirname('file' in subject ? subject.file : look.proposed), stem);
    this.open = { id, images: [{ path: file, shown }], proposed, look };
    const isAnimation = facts.format === 'gif' && facts.animated;
    const cut = { ...plainCut, removeBackground: !facts.hasAlpha, align: usualAlign[plainCut.by] };
    return {
      id,
      name: path.basename(shown),
      path: shownPath(proposed),
      settings: { cut: isAnimation ? null : cut, sheet: cutSheet, output: 'files' },
    };
  }

  resume(view: SpriteView): SpriteView {
    const { settings = view.settings, path: typed = view.path } = this.open ?? {};
    return { ...view, settings, path: typed };
  }

  /** `null`: a newer one was asked for meanwhile, or the view was closed. */
  async preview(id: string, settings: SpriteSettings, typed: string): Promise<SpritePreview | null> {
    const open = this.of(id);
    const { saver, spriteMaker } = this.deps;
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    Object.assign(open, { settings, path: typed });
    const targets = this.targets(open, settings, typed);
    if ('problem' in targets) return targets;
    try {
      const made = await spriteMaker.make(open.images, settings, targets, { signal });
      if (signal.aborted || this.open !== open) {
        await spriteMaker.release(made);
        return null;
      }
      if (open.leaving) await spriteMaker.release(open.leaving);
      open.leaving = open.shown;
      open.shown = made;
      const files = spriteMaker.files(made, settings, targets).map(({ target }) => target);
      const taken = await saver.sets.taken(files, rootsOnDisk());
      return this.view(made, files, taken, await framesThatStay(targets.folder, files));
    } catch (error) {
      if (signal.aborted) return null;
      if (isImagingError(error)) return { problem: imagingProblem(vscode.l10n.t, error) };
      throw error;
    }
  }

  async browse(id: string, settings: SpriteSettings, typed: string): Promise<string | null> {
    const defaultUri = vscode.Uri.file(absolutePath(typed, this.of(id).proposed));
    const chosen =
      settings.output === 'files'
        ? (
            await vscode.window.showOpenDialog({
              defaultUri: vscode.Uri.file(path.dirname(defaultUri.fsPath)),
              canSelectFiles: false,
              canSelectFolders: true,
              openLabel: vscode.l10n.t('Write Frames Here'),
            })
          )?.[0]
        : await vscode.window.showSaveDialog({ defaultUri, filters: { PNG: ['png'], WebP: ['webp'] } });
    return chosen ? shownPath(chosen.fsPath) : null;
  }

  /** True: written. What is there already is asked about once, for all. */
  async write(id: string, settings: SpriteSettings, typed: string): Promise<WriteAnswer> {
    const open = this.of(id);
    const { saver, spriteMaker } = this.deps;
    const targets = this.targets(open, settings, typed);
    if ('problem' in targets) return { refused: targets.problem };
    // What is being looked at is not needed any more.
    this.running.abort();
    let made: StagedSprites;
    try {
      made = await spriteMaker.make(open.images, settings, targets, { final: true });
    } catch (error) {
      if (!isImagingError(error)) throw error;
      return { refused: spriteProblem(vscode.l10n.t, error, open.images) };
    }
    try {
      return await saveTogether(saver, spriteMaker.files(made, settings, targets), rootsOnDisk());
    } finally {
      await spriteMaker.release(made);
    }
  }

  async end(id: string): Promise<void> {
    const { open } = this;
    if (open?.id !== id) return;
    this.running.abort();
    this.open = undefined;
    for (const each of [open.shown, open.leaving]) if (each) await this.deps.spriteMaker.release(each);
    if (open.look) await this.deps.saver.leave(open.look);
  }

  private view(
    { made, folder, sheet }: StagedSprites,
    files: readonly string[],
    taken: { taken: readonly string[] } | { failure: SaveFailure },
    stay: readonly string[],
  ): SpritePreview {
    const { saver, toUri } = this.deps;
    const there = new Set('taken' in taken ? taken.taken : []);
    return {
      url: toUri(sheet),
      sheet: made.sheet,
      bytes: made.facts.bytes,
      frameSizes: frameSizes(made),
      ...(made.source &&
        made.cells && {
          source: {
            url: toUri(path.join(folder, 'source.png')),
            width: made.source.width,
            height: made.source.height,
            cells: made.cells,
          },
        }),
      ...(made.found && { found: made.found }),
      ...(made.gap !== undefined && { gap: made.gap }),
      files: files.map(file => ({ path: shownPath(file), taken: there.has(file) })),
      notes: [
        ...made.notes.map(note => spriteNote(vscode.l10n.t, note)),
        ...(stay.length > 0 ? [staysText(vscode.l10n.t, stay)] : []),
      ],
      ...('failure' in taken && { place: saver.describe(taken.failure) }),
    };
  }

  private targets(open: Open, settings: SpriteSettings, typed: string): SpriteTargets | { problem: string } {
    const targets = spriteTargets(absolutePath(typed, open.proposed), settings);
    return targets ?? { problem: vscode.l10n.t('A sheet is written as PNG or WebP.') };
  }

  private of(id: string): Open {
    if (this.open?.id !== id) throw new Error(vscode.l10n.t('This view is closed.'));
    return this.open;
  }
}

/** Of the files where there are some, else of the frames that the sheet says. */
function frameSizes({ frames, sheet }: MadeSprites): { least: PixelSize; most: PixelSize } {
  const sizes = frames.length
    ? frames
    : sheet.frames.map(({ sourceWidth, sourceHeight }) => ({ width: sourceWidth, height: sourceHeight }));
  const widths = sizes.map(({ width }) => width);
  const heights = sizes.map(({ height }) => height);
  return {
    least: { width: Math.min(...widths), height: Math.min(...heights) },
    most: { width: Math.max(...widths), height: Math.max(...heights) },
  };
}

/** Names of frames that an earlier cut left in the folder, and this one does not replace. */
async function framesThatStay(
  folder: string | undefined,
  files: readonly string[],
): Promise<readonly string[]> {
  if (folder === undefined) return [];
  const there = await realDisk.readdir(folder).catch(() => [] as string[]);
  const frames = files.filter(file => path.dirname(file) === path.resolve(folder));
  return framesOfBefore(
    there,
    frames.map(file => path.basename(file)),
  );
}

/** What the frames have in common, else their folder. */
function sheetName(images: readonly { path: string; shown: string }[]): string {
  const folder = path.basename(path.dirname(images[0]?.path ?? '')) || 'sprite';
  const groups = groupsOf(
    namedInputs(images, true).map(({ name }) => name),
    folder,
  );
  const [only] = groups;
  const name = groups.length === 1 && only ? only.name : folder;
  return name.replace(/[\\/]/g, '-');
}
