import { t } from '@vscode/l10n';
import type { ModelView } from '../protocol/views';
import { modelBadges } from './labels';

/** A line of the model picker. */
export type ModelEntry = { id: string; group: string } & (
  | { kind: 'model'; model: ModelView }
  /** Leads to entering the key of a service. */
  | { kind: 'key'; provider: string; label: string }
);

export function providerName({ provider, providerLabel }: ModelView): string {
  return providerLabel ?? provider;
}

/**
 * Favourites, then what was used last, then every service with its models; each model once. Retired ones only while
 * they are chosen or named in the search, for what takes their place.
 */
export function arrangeModels(
  models: readonly ModelView[],
  chosen: readonly string[],
  search: string,
): readonly ModelEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.filter(model => {
    if (model.status === 'retired' && words.length === 0) return chosen.includes(model.id);
    return words.every(word => textOf(model).includes(word));
  });
  const line = (group: string) => (model: ModelView) =>
    ({ kind: 'model', id: model.id, group, model }) as const satisfies ModelEntry;
  const favourites = found.filter(model => model.favourite);
  const used = found
    .filter(model => !model.favourite && model.used !== undefined)
    .sort((a, b) => (a.used ?? 0) - (b.used ?? 0));
  const groups = new Map<string, ModelView[]>();
  const rest = new Set([...favourites, ...used]);
  for (const model of found) {
    const group = groups.get(model.provider) ?? [];
    groups.set(model.provider, group);
    if (!rest.has(model)) group.push(model);
  }
  return [
    ...favourites.map(line(t('Favorites'))),
    ...used.map(line(t('Last used'))),
    ...[...groups].flatMap(([provider, group]) => {
      const [first] = found.filter(model => model.provider === provider);
      const label = first ? providerName(first) : provider;
      const key: ModelEntry[] =
        first?.needsKey === true
          ? [{ kind: 'key', id: `key:${provider}`, group: label, provider, label }]
          : [];
      return [...key, ...group.map(line(label))];
    }),
  ];
}

/** For menus, which are no place to search in: favourites and what was used last come first. */
export function shortList(models: readonly ModelView[], most = 100): readonly ModelView[] {
  if (models.length <= most) return models;
  const first = (model: ModelView): boolean => model.favourite === true || model.used !== undefined;
  return [...models.filter(first), ...models.filter(model => !first(model))].slice(0, most);
}

/** Names that several models have: these are told apart by their service. */
export function ambiguousLabels(models: readonly ModelView[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { label, status } of models) {
    if (status === 'retired') continue;
    if (seen.has(label)) twice.add(label);
    seen.add(label);
  }
  return twice;
}

const texts = new WeakMap<ModelView, string>();

/** Lists have thousands of models, and every letter of a search asks for all of them. */
function textOf(model: ModelView): string {
  const known = texts.get(model);
  if (known !== undefined) return known;
  // What a model is good for is searched too: nobody knows all names. One that is gone has the words of its heir.
  const about = model.status === 'retired' ? '' : (model.description ?? '');
  const parts = [model.label, model.id, providerName(model), ...modelBadges(model), about];
  const text = parts.join(' ').toLowerCase();
  texts.set(model, text);
  return text;
}
