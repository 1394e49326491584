export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Google answers in camelCase, some gateways in snake_case. */
export function pick(value: unknown, name: string): unknown {
  if (!isRecord(value)) return undefined;
  return value[name] ?? value[name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)];
}

export function pickString(value: unknown, name: string): string | undefined {
  const found = pick(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function pickNumber(value: unknown, name: string): number | undefined {
  const found = pick(value, name);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

export function pickList(value: unknown, name: string): readonly unknown[] {
  const found = pick(value, name);
  return Array.isArray(found) ? found : [];
}

/** `undefined` for what is no JSON. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
