import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { Imaging } from '../../core/imaging/imagingPort';
import type { MadeSprites } from '../../core/imaging/sprites';
import type { SpriteSettings } from '../../core/model/sprites';
import { atlasText } from '../../core/sprites/atlas';
import { frameFileNames, namedInputs, type SpriteTargets } from '../../core/sprites/spriteFiles';
import type { Disk } from '../save/disk';
import type { SetFile } from '../save/fileSet';

export interface SpriteMakerDeps {
  imaging: Pick<Imaging, 'sprites'>;
  /** Of the store, absolute. */
  staging: string;
  disk: Disk;
}

/** A sheet and its frames in a folder of the store. */
export interface StagedSprites {
  made: MadeSprites;
  folder: string;
  /** Absolute. */
  sheet: string;
}

export type SpriteFileKind = 'sheet' | 'atlas' | 'frame';

/** Makes sheets and frames in the store; writing them is for file sets. */
export class SpriteMaker {
  constructor(private readonly deps: SpriteMakerDeps) {}

  /**
   * `images`: absolute; `shown`: what they are called to people, from which frames have their names. Rejects with an
   * `ImagingError`. `release` what was given.
   */
  async make(
    images: readonly { path: string; shown: string }[],
    settings: SpriteSettings,
    { stem, format }: Pick<SpriteTargets, 'stem' | 'format'>,
    { final = false, signal }: { final?: boolean; signal?: AbortSignal } = {},
  ): Promise<StagedSprites> {
    const { imaging, staging, disk } = this.deps;
    const folder = path.join(staging, `sprites-${randomUUID()}`);
    const inputs = namedInputs(images, settings.sheet.sort);
    await disk.mkdir(folder, { recursive: true });
    try {
      const made = await imaging.sprites({ inputs, settings, stem, format, final }, folder, signal);
      return { made, folder, sheet: path.join(folder, `sheet.${format}`) };
    } catch (error) {
      await disk.rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What is to be written where. Targets are absolute. */
  files(
    { made, folder, sheet }: StagedSprites,
    { sheet: { atlas, pivot } }: SpriteSettings,
    targets: SpriteTargets,
  ): (SetFile & { kind: SpriteFileKind })[] {
    const files: (SetFile & { kind: SpriteFileKind })[] = [];
    if (targets.sheet !== undefined) files.push({ kind: 'sheet', target: targets.sheet, file: sheet });
    if (targets.sheet !== undefined && targets.atlas !== undefined && atlas !== 'none') {
      const text = atlasText(made.sheet, { form: atlas, image: path.basename(targets.sheet), pivot });
      files.push({ kind: 'atlas', target: targets.atlas, text });
    }
    if (targets.folder !== undefined) {
      const names = frameFileNames(made.sheet.frames.map(({ name }) => name));
      names.forEach((name, i) => {
        const target = path.join(targets.folder ?? '', name);
        files.push({ kind: 'frame', target, file: path.join(folder, `${i}.png`) });
      });
    }
    return files;
  }

  async release({ folder }: StagedSprites): Promise<void> {
    await this.deps.disk.rm(folder, { recursive: true, force: true });
  }
}
