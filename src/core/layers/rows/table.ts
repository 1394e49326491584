import type { Values } from '../../model/layerVariables';

/** What is filled in, a drawing a row. `name`: where the row comes from, for messages. */
export interface Row {
  name: string;
  values: Values;
}

export const maxRows = 1000;
export const maxColumns = 200;
const maxValue = 20_000;
/** Tags and authors are a few; more is no line of text. */
const maxItems = 100;

/**
 * Rows of a CSV (RFC 4180; `;` and tabs, too), the first line names the columns; at most one row more than there may
 * be. `columns`: more of them than there may be.
 */
export function readCsv(text: string): { rows: Row[] } | { columns: number } {
  let names: string[] | undefined;
  const rows: Row[] = [];
  for (const cells of linesOf(text.replace(/^\uFEFF/, ''))) {
    if (names === undefined) {
      names = cells.map(name => name.trim());
      if (names.length > maxColumns) return { columns: names.length };
    } else if (cells.some(cell => cell !== '')) {
      const values = names.flatMap((name, at) =>
        name === '' ? [] : [[name, (cells[at] ?? '').slice(0, maxValue)]],
      );
      rows.push({ name: String(rows.length + 1), values: Object.fromEntries(values) as Values });
      if (rows.length > maxRows) break;
    }
  }
  return { rows };
}

/**
 * A list of objects, an object, or an object of objects whose names become `key`; at most one row more than there may
 * be. Undefined: it is none of them.
 */
export function rowsOf(value: unknown): Row[] | undefined {
  if (Array.isArray(value)) {
    const rows = value
      .slice(0, maxRows + 1)
      .map((item: unknown, i) =>
        isObject(item) ? { name: String(i + 1), values: valuesOf(item) } : undefined,
      );
    return rows.every(row => row !== undefined) ? rows : undefined;
  }
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, item]) => isObject(item))) {
    return [{ name: '1', values: valuesOf(value) }];
  }
  return entries
    .slice(0, maxRows + 1)
    .map(([key, item]) => ({ name: key, values: { key, ...valuesOf(item as object) } }));
}

/** What can be written as text: texts, numbers, yes and no, days, short lists of them. The rest has no letters. */
export function valuesOf(object: object): Values {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Lists of lists are none: an alias of YAML names a list again and again at the price of two letters. */
function textOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return scalarText(value);
  if (value.length > maxItems) return undefined;
  const parts = value.map(scalarText);
  return parts.every(part => part !== undefined) ? parts.join(', ').slice(0, maxValue) : undefined;
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.slice(0, maxValue);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!(value instanceof Date)) return undefined;
  return Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 10);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** One after the other, so that a file of line ends takes no memory. */
function* linesOf(text: string): Generator<string[]> {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const separator = [',', ';', '\t'].reduce((best, each) =>
    first.split(each).length > first.split(best).length ? each : best,
  );
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
      yield [...row, cell.replace(/\r$/, '')];
      row = [];
      cell = '';
    } else cell += letter;
  }
  if (cell !== '' || row.length > 0) yield [...row, cell.replace(/\r$/, '')];
}
