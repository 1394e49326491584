import * as vscode from 'vscode';
import { isImagingError } from '../../core/imaging/imagingPort';
import type { FailureKind } from '../../core/model/outcome';
import type { SheetFrame } from '../../core/model/sprites';
import { parseCut, parseMake, type SpriteArgs } from '../../core/sprites/spriteArgs';
import { spriteTargets } from '../../core/sprites/spriteFiles';
import { rootsOnDisk } from '../onDisk';
import type { Saver } from '../save/saver';
import type { SpriteFileKind, SpriteMaker } from '../sprites/spriteMaker';
import { spriteNote, spriteProblem } from '../text/spriteNotes';
import { locate } from './locate';
import { outcomeOf } from './saveAnswer';

export interface SpriteAnswer {
  outcome: 'images' | 'exists' | FailureKind;
  files: readonly { uri: vscode.Uri; kind: SpriteFileKind; replaced: boolean }[];
  /** As they lie on the sheet, whether it was written or not. */
  frames: readonly SheetFrame[];
  /** What went wrong, or what is worth a word about what was made. */
  message?: string;
}

export interface SpriteAutomationDeps {
  saver: Pick<Saver, 'sets' | 'describe'>;
  sprites: SpriteMaker;
}

type Automation = (ask: Readonly<Record<string, unknown>>) => Promise<SpriteAnswer>;

/** `inlineAssets.makeSpriteSheet` and `inlineAssets.cutSpriteSheet` with an argument object: no dialog and no message. */
export function createSpriteAutomation(deps: SpriteAutomationDeps): { make: Automation; cut: Automation } {
  const run = async (parsed: { args: SpriteArgs } | { refused: string }): Promise<SpriteAnswer> => {
    if (!vscode.workspace.isTrusted) return failed('consent', deps.saver.describe({ kind: 'untrusted' }));
    return 'refused' in parsed ? failed('bad-request', parsed.refused) : write(deps, parsed.args);
  };
  return {
    make: ask => run(parseMake(ask, vscode.l10n.t)),
    cut: ask => run(parseCut(ask, vscode.l10n.t)),
  };
}

async function write({ saver, sprites }: SpriteAutomationDeps, args: SpriteArgs): Promise<SpriteAnswer> {
  const { settings, overwrite } = args;
  const images: { path: string; shown: string }[] = [];
  for (const image of args.images) {
    const located = locate(image);
    if ('refused' in located) return failed('bad-request', located.refused);
    images.push({ path: located.path, shown: located.name });
  }
  const target = locate(args.saveTo);
  if ('refused' in target) return failed('bad-request', target.refused);
  const targets = spriteTargets(target.path, settings);
  if (!targets) return failed('unsupported', vscode.l10n.t('A sheet is written as PNG or WebP.'));
  const roots = rootsOnDisk();
  if (roots.length === 0) return failed('bad-request', saver.describe({ kind: 'no-workspace' }));
  try {
    const staged = await sprites.make(images, settings, targets, { final: true });
    try {
      const kept = staged.made.notes.find(({ kind }) => kind === 'background-kept');
      if (kept) return failed('unsupported', spriteNote(vscode.l10n.t, kept));
      const files = sprites.files(staged, settings, targets);
      const written = await saver.sets.write({ files, roots, overwrite });
      if ('failure' in written) return failed(outcomeOf(written.failure), saver.describe(written.failure));
      const notes = staged.made.notes.map(note => spriteNote(vscode.l10n.t, note));
      return {
        outcome: 'images',
        files: written.files.map(({ uri, replaced }, i) => ({
          uri: vscode.Uri.parse(uri),
          kind: files[i]?.kind ?? 'frame',
          replaced,
        })),
        frames: staged.made.sheet.frames,
        ...(notes.length > 0 && { message: notes.join(' ') }),
      };
    } finally {
      await sprites.release(staged);
    }
  } catch (error) {
    if (!isImagingError(error)) throw error;
    return failed('bad-request', spriteProblem(vscode.l10n.t, error, images));
  }
}

function failed(outcome: SpriteAnswer['outcome'], message: string): SpriteAnswer {
  return { outcome, files: [], frames: [], message };
}
