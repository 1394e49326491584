import { readdirSync } from 'node:fs';
import type { ConfigFacts } from '../../core/references/config/configFacts';
import { dirname, isInside } from '../../core/references/paths';
import { askDisk } from './diskWatch';
import { decidesProject, findProject, type ProjectFacts } from '../../core/references/project';

/** What decides how the documents of a folder find their images, read with Node and kept until `clear`. */
export class NodeProjects {
  private readonly facts = new Map<string, Promise<ProjectFacts>>();
  private readonly entries = new Map<string, readonly string[]>();
  private readonly configs = new Map<string, Promise<ConfigFacts | undefined>>();

  constructor(
    private readonly fileOf: (path: string) => string,
    private readonly readConfig: (path: string) => Promise<ConfigFacts | undefined>,
  ) {}

  /** @param root the workspace folder */
  of(folder: string, root: string): Promise<ProjectFacts> {
    const known = this.facts.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const same =
      folder !== root &&
      isInside(root, above) &&
      above !== folder &&
      !this.names(folder).some(decidesProject);
    const facts = same ? this.of(above, root) : findProject(`${folder}/x`, root, this.disk);
    this.facts.set(folder, facts);
    return facts;
  }

  clear(): void {
    this.facts.clear();
    this.entries.clear();
    this.configs.clear();
  }

  private readonly disk = {
    names: (folder: string): Promise<readonly string[]> => Promise.resolve(this.names(folder)),
    config: (path: string): Promise<ConfigFacts | undefined> => {
      const known = this.configs.get(path);
      if (known !== undefined) return known;
      const facts = this.readConfig(path).catch(() => undefined);
      this.configs.set(path, facts);
      return facts;
    },
  };

  private names(folder: string): readonly string[] {
    const known = this.entries.get(folder);
    if (known !== undefined) return known;
    let names: readonly string[] = [];
    try {
      const file = this.fileOf(folder);
      names = askDisk(file, () => readdirSync(file));
    } catch {
      // As if it were empty.
    }
    this.entries.set(folder, names);
    return names;
  }
}
