import { parseTree, findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import { editDistance } from '../editDistance';
import type { ModelId, ModelInfo } from '../model/modelInfo';
import type { RetiredModel } from '../provider';

/** What is wrong with a model that is named somewhere. */
export interface Finding {
  id: ModelId;
  /**
   * `ending`: it still works; `unknown`: no table and no list has it; `elsewhere`: who made it took it away, and the service of
   * somebody else that is named may still have it.
   */
  kind: 'retired' | 'ending' | 'unknown' | 'elsewhere';
  label: string;
  /** What takes its place; of an unknown one what was probably meant. */
  replacement?: ModelInfo;
  /** The last day, `2026-10-29`. */
  since?: string;
  note?: string;
  /** Where that is from. */
  source?: string;
}

export interface Known {
  all(): readonly ModelInfo[];
  resolve(id: ModelId): ModelInfo | undefined;
  retired(id: ModelId): RetiredModel | undefined;
}

/** `undefined`: it is offered. `today`: `2026-11-23`, in UTC. */
export function examine(id: ModelId, known: Known, today: string): Finding | undefined {
  const model = known.resolve(id);
  if (!model) {
    const meant = nearestId(id, known.all());
    return { id, kind: 'unknown', label: id, ...(meant && { replacement: meant }) };
  }
  if (model.status === 'unknown') return takenAway(id, known);
  if (model.status !== 'retired' && model.status !== 'deprecated') return undefined;
  const isOver = model.status === 'retired' || (model.lastDay !== undefined && model.lastDay < today);
  const heir = model.replacement === undefined ? undefined : known.resolve(model.replacement);
  const source = known.retired(id)?.source;
  return {
    id,
    kind: isOver ? 'retired' : 'ending',
    label: model.label,
    ...(heir && heir.status !== 'retired' && { replacement: heir }),
    ...(model.lastDay !== undefined && { since: model.lastDay }),
    ...(model.statusNote !== undefined && { note: model.statusNote }),
    ...(source !== undefined && { source }),
  };
}

/** The user's own settings name it, so that it is in the list whatever became of it. */
function takenAway(id: ModelId, known: Known): Finding | undefined {
  const gone = known.retired(id);
  if (!gone) return undefined;
  const { label, since, note, source } = gone;
  const heir = gone.replacement === undefined ? undefined : known.resolve(gone.replacement);
  return {
    ...{ id, kind: 'elsewhere', label, source },
    ...(heir && heir.status !== 'retired' && { replacement: heir }),
    ...(since !== undefined && { since }),
    ...(note !== undefined && { note }),
  };
}

/** A slip of the hand, not another model. */
const maxSlips = 2;

function nearestId(id: ModelId, models: readonly ModelInfo[]): ModelInfo | undefined {
  const offered = models.filter(({ status }) => status !== 'retired');
  const near = offered
    .filter(model => Math.abs(model.id.length - id.length) <= maxSlips)
    .map(model => ({ model, far: editDistance(model.id, id) }))
    .filter(({ far }) => far <= maxSlips)
    .sort((a, b) => a.far - b.far);
  // Without its service, as people write it.
  return near[0]?.model ?? offered.find(model => model.id.endsWith(`/${id}`));
}

/** A list with other models in the place of some; one that is in it already is not in it twice. */
export function moveModels(
  models: readonly ModelId[],
  moves: ReadonlyMap<ModelId, ModelId>,
): readonly ModelId[] {
  return [...new Set(models.map(id => moves.get(id) ?? id))];
}

/** The string with its quotes, in UTF-16 units of the text. */
export interface NamedModel {
  id: ModelId;
  offset: number;
  length: number;
}

/** More than anybody writes. */
const maxPlaces = 200;
const maxIdLength = 200;

/**
 * Where a recipe names models. Empty for what is no recipe. Of one that has more steps than anybody writes only the first; a
 * name that is longer than any model's is none.
 */
export function modelsOfRecipe(text: string): readonly NamedModel[] {
  const root = parseTree(text);
  if (!root || !findNodeAtLocation(root, ['version']) || !findNodeAtLocation(root, ['image'])) return [];
  const steps = findNodeAtLocation(root, ['steps'])?.children?.slice(0, maxPlaces) ?? [];
  const paths: JSONPath[] = [['model'], ...steps.map((_, index) => ['steps', index, 'model'])];
  return paths.flatMap(path => named(findNodeAtLocation(root, path)));
}

/** Where inputs of tasks name models for our commands: in a `tasks.json`, or in the `tasks` of a `.code-workspace`. As many as of a recipe. */
export function modelsOfTasks(text: string): readonly NamedModel[] {
  const root = parseTree(text);
  if (!root) return [];
  const lists: JSONPath[] = [['inputs'], ['tasks', 'inputs']];
  return lists
    .flatMap(path => findNodeAtLocation(root, path)?.children ?? [])
    .filter(input => {
      const command: unknown = findNodeAtLocation(input, ['command'])?.value;
      return typeof command === 'string' && command.startsWith('inlineAssets.');
    })
    .flatMap(input => [
      ...named(findNodeAtLocation(input, ['args', 'model'])),
      ...(findNodeAtLocation(input, ['args', 'models'])?.children ?? []).flatMap(named),
    ])
    .slice(0, maxPlaces);
}

function named(node: Node | undefined): readonly NamedModel[] {
  const id: unknown = node?.value;
  return node && typeof id === 'string' && id !== '' && id.length <= maxIdLength
    ? [{ id, offset: node.offset, length: node.length }]
    : [];
}

/** Where the setting `inlineAssets.endpoints` names models, with the name of their service before them. */
export function modelsOfEndpoints(value: unknown): readonly ModelId[] {
  return entriesOf(value).flatMap(({ name, models }) => models.map(id => `${name}/${id}`));
}

/** The setting with other models in the place of some. A model of another service cannot take a place here. */
export function moveEndpointModels(value: unknown, moves: ReadonlyMap<ModelId, ModelId>): unknown {
  if (!Array.isArray(value)) return value;
  return (value as unknown[]).map(entry => {
    const [known] = entriesOf([entry]);
    if (!known) return entry;
    const prefix = `${known.name}/`;
    const moved = known.models.map(id => {
      const to = moves.get(prefix + id);
      return to?.startsWith(prefix) ? to.slice(prefix.length) : id;
    });
    return { ...(entry as object), models: [...new Set(moved)] };
  });
}

function entriesOf(value: unknown): readonly { name: string; models: readonly string[] }[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).flatMap(entry => {
    const { name, models } = (entry ?? {}) as { name?: unknown; models?: unknown };
    if (typeof name !== 'string' || !Array.isArray(models)) return [];
    return [{ name, models: models.filter((id): id is string => typeof id === 'string') }];
  });
}
