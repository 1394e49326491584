import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfig } from '../../../src/core/references/config/parseConfig';
import { findProject, type ProjectFacts } from '../../../src/core/references/project';
import type { ProjectFiles } from '../../../src/core/references/projectFiles';
import type { ReferenceKind } from '../../../src/core/references/reference';
import { resolveReference, type Resolution } from '../../../src/core/references/resolve';
import { readTarget } from '../../../src/core/references/target';

/** The disk, as the host reads it. */
export const realFiles: ProjectFiles = {
  names: folder => readdir(folder).catch(() => []),
  config: async file => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : parseConfig(file, text);
  },
};

/** A project in a temporary folder; all paths that go in and out are relative to it. */
export class ProjectTree {
  private constructor(readonly root: string) {}

  /** @param files path → text; an object is written as JSON, a path with `/` at its end is a folder */
  static async create(files: Readonly<Record<string, string | object>>): Promise<ProjectTree> {
    const root = await realpath(await mkdtemp(path.join(tmpdir(), 'inline-assets-project-')));
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(root, name);
      await mkdir(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
      if (name.endsWith('/')) continue;
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    }
    return new ProjectTree(root);
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  project(document: string): Promise<ProjectFacts> {
    return findProject(path.join(this.root, document), this.root, realFiles);
  }

  async resolve(document: string, target: string, kind: ReferenceKind = 'import'): Promise<Resolution> {
    const read = readTarget(target);
    if (read === undefined) throw new Error(`${target} is no target`);
    const { candidates, ...rest } = resolveReference(
      { path: read.path, rawTarget: target, kind },
      path.join(this.root, document),
      await this.project(document),
    );
    return { ...rest, candidates: candidates.map(place => path.relative(this.root, place)) };
  }

  /** Where a missing image is said to belong; undefined: nothing is said. */
  async place(document: string, target: string, kind?: ReferenceKind): Promise<string | undefined> {
    const { candidates, certain } = await this.resolve(document, target, kind);
    return certain ? candidates[0] : undefined;
  }
}
