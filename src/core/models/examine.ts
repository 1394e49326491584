import { parseTree, findNodeAtLocation, type JSONPath } from 'jsonc-parser';
import { editDistance } from '../editDistance';
import type { ModelId, ModelInfo } from '../model/modelInfo';
import type { RetiredModel } from '../provider';

/** What is wrong with a model that is named somewhere. */
export interface Finding {
  id: ModelId;
  /** `ending`: it still works; `unknown`: no table and no list has it. */
  kind: 'retired' | 'ending' | 'unknown';
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

/** Where a recipe names models: the string with its quotes, in UTF-16 units of `text`. Empty for what is no recipe. */
export function modelsOfRecipe(text: string): readonly { id: ModelId; offset: number; length: number }[] {
  const root = parseTree(text);
  if (!root || !findNodeAtLocation(root, ['version']) || !findNodeAtLocation(root, ['image'])) return [];
  const steps = findNodeAtLocation(root, ['steps'])?.children ?? [];
  const paths: JSONPath[] = [['model'], ...steps.map((_, index) => ['steps', index, 'model'])];
  return paths.flatMap(path => {
    const node = findNodeAtLocation(root, path);
    const id: unknown = node?.value;
    return node && typeof id === 'string' && id !== ''
      ? [{ id, offset: node.offset, length: node.length }]
      : [];
  });
}
