import type { Description, Layer } from '../model/layers';

/** What `{{name}}` stands for. */
export type Values = Readonly<Record<string, string>>;

/** Letters, digits, `_`, `-` and `.`, as the keys of JSON, CSV and front matter are mostly written. */
const pattern = /\{\{\s*([\p{L}\p{N}_][\p{L}\p{N}\p{M}_.\- ]*?)\s*\}\}/gu;

/** Names in the order of their first use. */
export function variablesOf(description: Description): readonly string[] {
  const names = new Set<string>();
  for (const text of textsOf(description)) {
    for (const [, name] of text.matchAll(pattern)) if (name !== undefined) names.add(name);
  }
  return [...names];
}

/** The names of a text, such as an output path. */
export function namesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, name]) => name ?? []))];
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
  return text.replace(pattern, (whole, name: string) => {
    if (Object.hasOwn(values, name)) return values[name] ?? '';
    missing(name);
    return whole;
  });
}

function textsOf({ image, layers }: Description): readonly string[] {
  const texts = layers.flatMap(layer =>
    (layer.type === 'text' || layer.type === 'step') && layer.hidden !== true ? [layer.text] : [],
  );
  return image === undefined ? texts : [image, ...texts];
}
