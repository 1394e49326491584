import type { Values } from '../variables';

/** What is filled in, a drawing a row. `name`: where the row comes from, for messages. */
export interface Row {
  name: string;
  values: Values;
}

export const maxRows = 1000;
const maxValue = 20_000;

/** Rows of a CSV (RFC 4180; `;` and tabs, too), the first line names the columns. */
export function readCsv(text: string): Row[] {
  const [head = [], ...body] = cells(text.replace(/^\uFEFF/, ''));
  const names = head.map(name => name.trim());
  return body
    .filter(row => row.some(cell => cell !== ''))
    .map((row, i) => ({
      name: String(i + 1),
      values: Object.fromEntries(names.flatMap((name, at) => (name === '' ? [] : [[name, row[at] ?? '']]))),
    }));
}

/** A list of objects, an object, or an object of objects whose names become `key`. Undefined: it is none of them. */
export function rowsOf(value: unknown): Row[] | undefined {
  if (Array.isArray(value)) {
    const rows = value.map((item, i) =>
      isObject(item) ? { name: String(i + 1), values: valuesOf(item) } : undefined,
    );
    return rows.every(row => row !== undefined) ? rows : undefined;
  }
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, item]) => isObject(item))) {
    return [{ name: '1', values: valuesOf(value) }];
  }
  return entries.map(([key, item]) => ({ name: key, values: { key, ...valuesOf(item as object) } }));
}

/** What can be written as text: texts, numbers, yes and no, days, lists of them. The rest has no letters. */
export function valuesOf(object: object): Values {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name, text.slice(0, maxValue)]];
    }),
  );
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (!Array.isArray(value)) return undefined;
  const parts = value.map(textOf);
  return parts.every(part => part !== undefined) ? parts.join(', ') : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function cells(text: string): string[][] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const separator = [',', ';', '\t'].reduce((best, each) =>
    first.split(each).length > first.split(best).length ? each : best,
  );
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] ?? '';
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') cell += text[++i] ?? '';
      else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === separator) {
      row.push(cell);
      cell = '';
    } else if (letter === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      row = [];
      cell = '';
    } else cell += letter;
  }
  return cell === '' && row.length === 0 ? rows : [...rows, [...row, cell.replace(/\r$/, '')]];
}
