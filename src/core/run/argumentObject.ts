import type { Translate } from '../translate';

type Values = Readonly<Record<string, unknown>>;

/**
 * What an argument object of automation says. Callers build it with optional parts: `undefined` is absence, `null` is not. A
 * part that nobody knows is refused by its name.
 */
export function givenOf(
  value: Values,
  known: readonly string[],
  t: Translate,
): { given: Values } | { refused: string } {
  const given = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
  const other = Object.keys(given).find(name => !known.includes(name));
  if (other === undefined) return { given };
  return { refused: t('“{0}” is not known here. Known are: {1}.', other.slice(0, 100), known.join(', ')) };
}

export function mustBe(t: Translate, part: string, wanted: string): { refused: string } {
  return { refused: t('“{0}” must be {1}.', part, wanted) };
}
