import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { Imaging, Rendered } from '../../core/imaging/imagingPort';
import { altOfName, altText } from '../../core/save/altText';
import { assetName } from '../../core/save/assetName';
import { mayBeSame } from '../../core/save/placeKey';
import type { SaveFailure } from '../../core/save/saveResult';
import type { SetDescription } from '../../core/sets/description';
import { makeOf } from '../../core/sets/makeOf';
import { defaultFit, planSet, type SetPlan } from '../../core/sets/plan';
import type { PlannedFile, SetAsk } from '../../core/sets/planned';
import { remove } from '../save/atomicWrite';
import type { Disk } from '../save/disk';
import { conversionFailure } from '../save/fileSaver';
import type { FileSets, WrittenSet } from '../save/fileSet';
import { isInside } from '../save/pathRules';
import { type Found, readFailure } from '../save/saveContext';
import type { SaveSource, SaveSubject } from '../save/saveTypes';
import { readText } from '../readText';
import { sha256Of } from '../sha256';
import { fateOf, type MadeBytes } from './fileFate';
import { namesakesOf } from './namesakes';
import type { MadeFile, MadeSet, SetChoices, SetFailure, SetSources, SetSubjects } from './setTypes';

export interface SetMakerDeps {
  imaging: Pick<Imaging, 'renderAll'>;
  sets: FileSets;
  /** Of the store, absolute. */
  staging: string;
  disk: Disk;
  /** Workspace folders. */
  folders(): readonly string[];
  /** 1–100, where an image with loss is written. */
  quality(file: string): number;
  /** `lasting`: stays as it is, whatever becomes of a file of the workspace, until `leave`. */
  find(subject: SaveSubject, lasting: boolean): Promise<Found | { failure: SaveFailure }>;
  leave(source: SaveSource): Promise<void>;
}

export interface WriteOptions {
  /** Replace what is there. A file that is merged into is not replaced. */
  overwrite: boolean;
  signal?: AbortSignal;
  onProgress?(done: number, target: string): void;
}

/** More than any drawing that a page should load. */
const maxSvgBytes = 20_000_000;

/** Makes whole sets of an image: first all of them beside the workspace, then, as they were shown, into it. */
export class SetMaker {
  constructor(private readonly deps: SetMakerDeps) {}

  /** `lasting`: for a view that stays open; `leave` it. */
  async find(
    { image, dark, svg }: SetSubjects,
    { lasting = false } = {},
  ): Promise<SetSources | { failure: SaveFailure }> {
    const found = await this.deps.find(image, lasting);
    if ('failure' in found) return found;
    const { source, run } = found;
    const other = dark && (await this.deps.find(dark, lasting));
    if (other && 'failure' in other) {
      if (lasting) await this.deps.leave(source);
      return other;
    }
    const drawing = svg ?? (await this.drawingOf(source));
    if (svg !== undefined && !(await this.isSvg(svg))) {
      if (lasting) await this.leave({ image: source, ...(other && { dark: other.source }) });
      return { failure: { kind: 'unreadable', path: svg, detail: 'not an SVG file of the workspace' } };
    }
    const stem = path.parse(source.workspaceFile?.path ?? source.file).name;
    return {
      image: source,
      ...(other && { dark: other.source }),
      ...(drawing !== undefined && { svg: drawing }),
      name: run ? assetName(run.prompt) : stem,
      alt: run ? altText(run.prompt) : altOfName(stem),
    };
  }

  /** The image for dark themes, for a view that stays open. */
  findDark(subject: SaveSubject): Promise<Found | { failure: SaveFailure }> {
    return this.deps.find(subject, true);
  }

  async leave({ image, dark }: Pick<SetSources, 'dark'> & { image?: SaveSource }): Promise<void> {
    if (image) await this.deps.leave(image);
    if (dark) await this.deps.leave(dark);
  }

  /** Every file as it will be. A failure or an abort leaves nothing. */
  async make(sources: SetSources, choices: SetChoices, signal?: AbortSignal): Promise<MadeSet | SetFailure> {
    const planned = await this.plan(this.askOf(sources, choices), choices);
    if ('problem' in planned) return planned;
    const { plan } = planned;
    const staged: string[] = [];
    try {
      const fingerprints = await fingerprintsOf(sources);
      const made = await this.renderAll(plan, sources, staged, signal);
      if ('failure' in made) {
        await this.release({ staged });
        return made;
      }
      const files: MadeFile[] = [];
      for (const file of plan.files) {
        const target = path.join(choices.folder, ...file.path.split('/'));
        const bytes = made.get(file.id) ?? (await this.copied(file, sources));
        const one = await fateOf(file, target, bytes, signal);
        if (one.fate === 'replaced' && (await this.isSource(target, sources))) {
          await this.release({ staged });
          return { problem: { kind: 'own-source', path: file.path } };
        }
        files.push(one);
      }
      return { choices, sources, plan, files, fingerprints, staged };
    } catch (error) {
      await this.release({ staged });
      return { failure: readFailure(error, pathOf(error) ?? this.deps.staging) };
    }
  }

  /** All or none; one undo takes all back. */
  async write(
    { files, sources, fingerprints }: MadeSet,
    { overwrite, signal, onProgress }: WriteOptions,
  ): Promise<WrittenSet | { failure: SaveFailure }> {
    const writing = files.filter(isWritten);
    const replaced = writing.find(({ fate }) => fate === 'replaced');
    if (replaced && !overwrite) return { failure: { kind: 'exists', path: replaced.target } };
    const roots = this.deps.folders();
    if (roots.length === 0) return { failure: { kind: 'no-workspace' } };
    for (const [file, sha256] of fingerprints) {
      const now = await sha256Of(file).catch(() => undefined);
      if (now !== sha256) return { failure: { kind: 'changed-meanwhile', path: file } };
    }
    const { candidate } = sources.image;
    return this.deps.sets.write({
      files: writing.map(({ target, file, text, replaces, fate }) => ({
        target,
        // What was not there when the set was shown is nobody's to replace.
        overwrite: fate !== 'new',
        ...(file === undefined ? { text: text ?? '' } : { file }),
        ...(replaces !== undefined && { replaces }),
        ...(candidate && file !== undefined && { candidate }),
      })),
      roots,
      overwrite: false,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
  }

  async release({ staged }: Pick<MadeSet, 'staged'>): Promise<void> {
    await Promise.all(staged.map(file => remove(file, this.deps.disk)));
  }

  /** What the set is asked for, with what was left to it. */
  askOf(sources: SetSources, choices: SetChoices): SetAsk {
    const { image, dark, svg } = sources;
    const { set, folder, name, background, padding, fit, position, width, format, options } = choices;
    const root = this.deps.folders().find(each => each === folder || isInside(each, folder));
    return {
      image: image.facts,
      ...(dark && { dark: dark.facts }),
      svg: svg !== undefined,
      name: name ?? proposedName(set, sources, folder),
      folder: path.basename(folder),
      project: altOfName(path.basename(root ?? folder)),
      background,
      padding,
      fit: fit ?? defaultFit(set, image.facts),
      position,
      width,
      format: format ?? set.formats?.[0] ?? 'keep',
      options,
      quality: this.deps.quality(folder),
    };
  }

  /** Twice where something is there under the name of a file, and in another format. */
  private async plan(ask: SetAsk, { set, folder }: SetChoices): Promise<ReturnType<typeof planSet>> {
    const planned = planSet(set, ask);
    if ('problem' in planned) return planned;
    const found = await namesakesOf(planned.plan.files, folder, this.deps.disk);
    if ('problem' in found) return found;
    return found.there.size === 0 ? planned : planSet(set, { ...ask, there: found.there });
  }

  private async renderAll(
    plan: SetPlan,
    sources: SetSources,
    staged: string[],
    signal: AbortSignal | undefined,
  ): Promise<Map<string, MadeBytes> | { failure: SaveFailure }> {
    const { imaging, staging, disk } = this.deps;
    await disk.mkdir(staging, { recursive: true });
    const made = new Map<string, MadeBytes>();
    for (const of of ['image', 'dark'] as const) {
      const source = sources[of];
      const work = plan.files.flatMap(planned => {
        const make = makeOf(planned);
        if (!make || !('of' in planned) || planned.of !== of) return [];
        const output = path.join(staging, `set-${randomUUID()}${path.extname(planned.path)}`);
        staged.push(output);
        return [{ id: planned.id, output, make }];
      });
      if (!source || work.length === 0) continue;
      const jobs = work.map(({ output, make }) => ({ output, make }));
      let rendered: readonly Rendered[];
      try {
        rendered = await imaging.renderAll(source.file, jobs, signal);
      } catch (error) {
        return { failure: conversionFailure(error, staging, { work: 'set', source }) };
      }
      for (const [i, { id, output }] of work.entries()) {
        const { bytes = 0, width = 0, height = 0 } = rendered[i] ?? {};
        made.set(id, { file: output, bytes, width, height });
      }
    }
    return made;
  }

  private async copied(planned: PlannedFile, sources: SetSources): Promise<MadeBytes | undefined> {
    if (planned.kind !== 'copy') return undefined;
    if (planned.of === 'svg') {
      const file = sources.svg ?? '';
      return { file, bytes: (await this.deps.disk.stat(file)).size };
    }
    const { file, facts } = sources[planned.of] ?? sources.image;
    return { file, bytes: facts.bytes, width: facts.width, height: facts.height };
  }

  /** `logo.svg` beside `logo.png`. A candidate has none. */
  private async drawingOf({ workspaceFile }: SaveSource): Promise<string | undefined> {
    if (!workspaceFile) return undefined;
    const { dir, name } = path.parse(workspaceFile.path);
    const drawing = path.join(dir, `${name}.svg`);
    return (await this.isSvg(drawing)) ? drawing : undefined;
  }

  /** An SVG in a workspace folder, wherever a link leads. */
  private async isSvg(file: string): Promise<boolean> {
    const { disk, folders } = this.deps;
    try {
      const real = await disk.realpath(file);
      const roots = await Promise.all(folders().map(folder => disk.realpath(folder)));
      if (!roots.some(root => isInside(root, real))) return false;
      const read = await readText(real, maxSvgBytes);
      return 'text' in read && /<svg[\s>]/i.test(read.text);
    } catch {
      return false;
    }
  }

  /** By whatever name: it is what the set is made of, and would be gone. */
  private async isSource(target: string, { image, dark, svg }: SetSources): Promise<boolean> {
    const sources = [image.workspaceFile?.path, dark?.workspaceFile?.path, svg].filter(
      each => each !== undefined,
    );
    const [there, ...known] = await Promise.all(
      [target, ...sources].map(file => this.deps.disk.stat(file).catch(() => undefined)),
    );
    return there !== undefined && known.some(each => each?.ino === there.ino && each.dev === there.dev);
  }
}

/** The set's own, else that of the image; another one where the image itself would be replaced. `folder` is absolute. */
export function proposedName(set: SetDescription, { image, name }: SetSources, folder: string): string {
  if (set.name?.default !== undefined) return set.name.default;
  const stem = name.replace(/@\d(\.\d)?x$/, '') || name;
  const { dir, base, ext } = path.parse(image.workspaceFile?.path ?? '');
  const becomes = (pattern: string) => pattern.replaceAll('{name}', stem).replaceAll('{ext}', ext.slice(1));
  const hit = set.files.some(each => mayBeSame(becomes(each.path), base));
  return hit && path.resolve(folder) === dir ? `${stem}-web` : stem;
}

/** The file that the system could not read. */
function pathOf(error: unknown): string | undefined {
  const { path: file } = error as NodeJS.ErrnoException;
  return typeof file === 'string' ? file : undefined;
}

export function isWritten({ fate }: MadeFile): boolean {
  return fate === 'new' || fate === 'replaced' || fate === 'merged';
}

/** What may change while somebody looks at the set: a file of the workspace that there is no copy of. */
async function fingerprintsOf({ image, dark, svg }: SetSources): Promise<Map<string, string>> {
  const known = [image, dark].flatMap(source => {
    const { path: file, sha256 } = source?.workspaceFile ?? {};
    return file !== undefined && file === source?.file && sha256 !== undefined
      ? [[file, sha256] as const]
      : [];
  });
  return new Map([...known, ...(svg === undefined ? [] : [[svg, await sha256Of(svg)] as const])]);
}
