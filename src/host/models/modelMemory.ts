import type * as vscode from 'vscode';
import { Emitter } from '../../core/emitter';
import type { ModelId } from '../../core/model/modelInfo';

const favouritesKey = 'inlineAssets.favouriteModels';
const usedKey = 'inlineAssets.usedModels';
const maxFavourites = 100;
/** More would push what is looked for out of sight. */
const maxUsed = 5;

/** The models that somebody likes and those that they used last, in all workspaces. */
export class ModelMemory {
  private readonly changed = new Emitter<[]>();

  constructor(private readonly memento: vscode.Memento) {}

  readonly onDidChange = this.changed.on;

  /** In the order in which they became it. */
  get favourites(): readonly ModelId[] {
    return this.read(favouritesKey);
  }

  /** Newest first. */
  get used(): readonly ModelId[] {
    return this.read(usedKey);
  }

  async star(id: ModelId, on: boolean): Promise<void> {
    const others = this.favourites.filter(each => each !== id);
    await this.write(favouritesKey, on ? [...others, id].slice(-maxFavourites) : others);
  }

  async use(ids: readonly ModelId[]): Promise<void> {
    const used = [...new Set([...ids, ...this.used])].slice(0, maxUsed);
    if (used.join() !== this.used.join()) await this.write(usedKey, used);
  }

  dispose(): void {
    this.changed.clear();
  }

  private async write(key: string, ids: readonly ModelId[]): Promise<void> {
    await this.memento.update(key, ids);
    this.changed.fire();
  }

  /** What lies there may be of another version. */
  private read(key: string): readonly ModelId[] {
    const stored = this.memento.get<unknown>(key);
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [];
  }
}
