import type { Description, Layer } from './layers';

/** What `{{name}}` stands for. */
export type Values = Readonly<Record<string, string>>;

/** What may hold a name; short, so that braces without an end cost nothing. */
const braces = /\{\{([^{}]{1,200})\}\}/g;
/** Letters, digits, `_`, `-` and `.`, as the keys of JSON, CSV and front matter are mostly written. */
const nameOnly = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.\- ]*$/u;
/** Letters of a text with its values in it: as many as it may have without them. */
const maxFilled = 20_000;

/** Names in the order of their first use. */
export function variablesOf(description: Description): readonly string[] {
  const names = new Set<string>();
  for (const text of textsOf(description)) {
    for (const name of namesIn(text)) names.add(name);
  }
  return [...names];
}

/** The names of a text, such as an output path. */
export function namesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(braces)].flatMap(([, inside]) => nameOf(inside) ?? []))];
}

/** With the values in it; what has none stays as it is written, and is named. */
export function fillVariables(
  description: Description,
  values: Values,
): { description: Description; missing: readonly string[] } {
  const all: Values = { ...description.variables, ...values };
  const missing = new Set<string>();
  const fill = (text: string) => fillText(text, all, name => void missing.add(name));
  const layers = description.layers.map((layer): Layer => {
    if (layer.type === 'text' && layer.hidden !== true) return { ...layer, text: fill(layer.text) };
    return layer.type === 'step' && layer.hidden !== true ? { ...layer, text: fill(layer.text) } : layer;
  });
  const image = description.image === undefined ? {} : { image: fill(description.image) };
  return { description: { ...description, ...image, layers }, missing: [...missing] };
}

export function fillText(text: string, values: Values, missing: (name: string) => void): string {
  let added = 0;
  const filled = text.replace(braces, (whole, inside: string) => {
    const name = nameOf(inside);
    if (name === undefined) return whole;
    if (Object.hasOwn(values, name)) {
      const value = added > maxFilled ? '' : (values[name] ?? '');
      added += value.length;
      return value;
    }
    missing(name);
    return whole;
  });
  return added === 0 ? filled : filled.slice(0, Math.max(maxFilled, text.length));
}

function nameOf(inside = ''): string | undefined {
  const name = inside.trim();
  return nameOnly.test(name) ? name : undefined;
}

function textsOf({ image, layers }: Description): readonly string[] {
  const texts = layers.flatMap(layer =>
    (layer.type === 'text' || layer.type === 'step') && layer.hidden !== true ? [layer.text] : [],
  );
  return image === undefined ? texts : [image, ...texts];
}
