import { findNodeAtLocation, parseTree, type JSONPath, type Node } from 'jsonc-parser';

/**
 * Sets one value in the text of a JSON document, as its author would have: nothing else moves, not even a space.
 * `jsonc-parser` has a `modify` as well, but it lays out the neighbours anew. The parent of `path` is there, a list's next
 * index appends.
 */
export function setJson(text: string, path: JSONPath, value: unknown): string {
  const root = parseTree(text);
  const name = path.at(-1);
  const parent = root && findNodeAtLocation(root, path.slice(0, -1));
  if (!root || !parent || name === undefined) return text;
  const there = findNodeAtLocation(root, path);
  if (there) {
    const inside = write(value, lineIndent(text, there.offset), styleOf(text));
    return splice(text, there.offset, there.length, inside);
  }
  const label = typeof name === 'string' ? `${JSON.stringify(name)}: ` : '';
  return insert(text, parent, label, value);
}

interface Style {
  /** Of one level. */
  indent: string;
  newLine: string;
}

function insert(text: string, parent: Node, label: string, value: unknown): string {
  const { offset, length } = parent;
  const last = parent.children?.at(-1);
  const own = text.slice(offset, offset + length);
  const style = styleOf(text);
  if (last && !own.includes('\n')) {
    return splice(text, last.offset + last.length, 0, `, ${label}${writeOnLine(value)}`);
  }
  const outer = lineIndent(text, offset);
  const inner = last ? lineIndent(text, last.offset) : outer + style.indent;
  const item = `${style.newLine}${inner}${label}${write(value, inner, style)}`;
  if (last) return splice(text, last.offset + last.length, 0, `,${item}`);
  return splice(text, offset + 1, length - 2, `${item}${style.newLine}${outer}`);
}

function splice(text: string, at: number, length: number, inside: string): string {
  return text.slice(0, at) + inside + text.slice(at + length);
}

/** The white space at the beginning of the line. */
function lineIndent(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? '';
}

function write(value: unknown, indent: string, style: Style): string {
  return JSON.stringify(value, null, style.indent).replaceAll('\n', style.newLine + indent);
}

/** `{ "src": "a.png" }` */
function writeOnLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeOnLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${writeOnLine(part)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function styleOf(text: string): Style {
  return {
    indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
    newLine: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
