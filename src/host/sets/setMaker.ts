import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { Imaging } from '../../core/imaging/imagingPort';
import { altOfName, altText } from '../../core/save/altText';
import { assetName } from '../../core/save/assetName';
import type { SaveFailure } from '../../core/save/saveResult';
import { makeOf } from '../../core/sets/makeOf';
import { defaultFit, planSet, type SetPlan } from '../../core/sets/plan';
import type { PlannedFile, SetAsk } from '../../core/sets/planned';
import { remove } from '../save/atomicWrite';
import type { Disk } from '../save/disk';
import { conversionFailure } from '../save/fileSaver';
import type { FileSets, WrittenSet } from '../save/fileSet';
import { isInside } from '../save/pathRules';
import type { Found } from '../save/saveContext';
import type { SaveSource, SaveSubject } from '../save/saveTypes';
import { sha256Of } from '../sha256';
import { fateOf, type MadeBytes } from './fileFate';
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
    const stem = path.parse(source.workspaceFile?.path ?? source.file).name;
    return {
      image: source,
      ...(other && { dark: other.source }),
      ...(drawing !== undefined && { svg: drawing }),
      name: run ? assetName(run.prompt) : stem,
      alt: run ? altText(run.prompt) : altOfName(stem),
    };
  }

  async leave({ image, dark }: SetSources): Promise<void> {
    await this.deps.leave(image);
    if (dark) await this.deps.leave(dark);
  }

  /** Every file as it will be. A failure or an abort leaves nothing. */
  async make(sources: SetSources, choices: SetChoices, signal?: AbortSignal): Promise<MadeSet | SetFailure> {
    const planned = planSet(choices.set, this.askOf(sources, choices));
    if ('problem' in planned) return planned;
    const { plan } = planned;
    const staged: string[] = [];
    try {
      const fingerprints = await fingerprintsOf(sources);
      const made = await this.renderAll(plan, sources, staged, signal);
      const files: MadeFile[] = [];
      for (const file of plan.files) {
        const target = path.join(choices.folder, ...file.path.split('/'));
        const bytes = made.get(file.id) ?? (await this.copied(file, sources));
        files.push(await fateOf(file, target, bytes, this.deps.disk));
      }
      return { choices, sources, plan, files, fingerprints, staged };
    } catch (error) {
      await this.release({ staged });
      return { failure: conversionFailure(error, this.deps.staging) };
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
    // What was not there when the set was shown is nobody's to replace.
    const fresh = writing.filter(({ fate }) => fate === 'new').map(({ target }) => target);
    const found = await this.deps.sets.taken(fresh, roots);
    if ('failure' in found) return found;
    const [taken] = found.taken;
    if (taken !== undefined) return { failure: { kind: 'exists', path: taken } };
    const { candidate } = sources.image;
    return this.deps.sets.write({
      files: writing.map(({ target, file, text, replaces }) => ({
        target,
        ...(file === undefined ? { text: text ?? '' } : { file }),
        ...(replaces !== undefined && { replaces }),
        ...(candidate && file !== undefined && { candidate }),
      })),
      roots,
      overwrite: true,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
  }

  async release({ staged }: Pick<MadeSet, 'staged'>): Promise<void> {
    await Promise.all(staged.map(file => remove(file, this.deps.disk)));
  }

  /** What the set is asked for, with what was left to it. */
  askOf({ image, dark, svg, name: own }: SetSources, choices: SetChoices): SetAsk {
    const { set, folder, name, background, padding, fit, width, format, options } = choices;
    const root = this.deps.folders().find(each => each === folder || isInside(each, folder));
    return {
      image: image.facts,
      ...(dark && { dark: dark.facts }),
      svg: svg !== undefined,
      name: name ?? set.name?.default ?? own,
      folder: path.basename(folder),
      project: altOfName(path.basename(root ?? folder)),
      background,
      padding,
      fit: fit ?? defaultFit(set, image.facts),
      width,
      format: format ?? set.formats?.[0] ?? 'keep',
      options,
      quality: this.deps.quality(folder),
    };
  }

  private async renderAll(
    plan: SetPlan,
    sources: SetSources,
    staged: string[],
    signal: AbortSignal | undefined,
  ): Promise<Map<string, MadeBytes>> {
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
      const rendered = await imaging.renderAll(source.file, jobs, signal);
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
    return this.deps.disk.stat(drawing).then(
      stat => (stat.isFile() ? drawing : undefined),
      () => undefined,
    );
  }
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
