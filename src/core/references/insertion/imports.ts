import { parseProgram } from '../jsx';
import { basename } from '../paths';
import type { TextEditAt } from './insertionTypes';

/**
 * The name under which a module has an image: the one that it imports it by, else a new one with the edit that adds the
 * import.
 * @param code the module; `cursor`, an offset in it, may be where the code has a hole
 * @param module as it will be written, not escaped
 * @param around what else may use names: the document that the module is a part of
 */
export function importedName(
  code: string,
  cursor: number,
  module: string,
  around = code,
): { name: string; edit?: TextEditAt } {
  const imports = readImports(code, cursor);
  const known = imports.defaults.get(module);
  if (known !== undefined) return { name: known };
  const name = freeName(basename(module), around);
  const statement = `import ${name} from ${imports.quote}${escapeString(module, imports.quote)}${imports.quote}${imports.end}`;
  const newLine = around.includes('\r\n') ? '\r\n' : '\n';
  const text = imports.at === 0 ? statement + newLine : newLine + statement;
  return { name, edit: { offset: imports.at, length: 0, text } };
}

/** For a name from `referenceTo` that begins with neither a dot nor an alias. */
export function moduleOf({ path, form }: { path: string; form: 'relative' | 'rooted' | 'alias' }): string {
  return form !== 'relative' || /^\.{1,2}\//.test(path) ? path : `./${path}`;
}

interface Imports {
  /** Module → name of its default import. */
  defaults: Map<string, string>;
  /** Where the next import goes: the end of the last one, or of the directives, or 0. */
  at: number;
  quote: string;
  /** `;` or nothing, as the file does it. */
  end: string;
}

function readImports(text: string, offset: number): Imports {
  for (const filler of ['', '0']) {
    try {
      // `const logo = ;` has a hole where the element goes, and parses once it is filled.
      return importsOf(text.slice(0, offset) + filler + text.slice(offset), offset, filler.length);
    } catch {
      // Half-typed elsewhere too.
    }
  }
  return byLine(text);
}

function importsOf(text: string, offset: number, filled: number): Imports {
  const imports: Imports = { defaults: new Map(), at: 0, quote: "'", end: ';' };
  const program = parseProgram(text);
  if (program.interpreter) imports.at = program.interpreter.end ?? 0;
  for (const { end } of program.directives) imports.at = end ?? imports.at;
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    imports.at = node.end ?? imports.at;
    imports.quote = text.charAt(node.source.start ?? 0) === '"' ? '"' : "'";
    imports.end = text[imports.at - 1] === ';' ? ';' : '';
    const first = node.specifiers.find(({ type }) => type === 'ImportDefaultSpecifier');
    if (first !== undefined && node.importKind !== 'type')
      imports.defaults.set(node.source.value, first.local.name);
  }
  if (imports.at > offset) imports.at -= filled;
  return imports;
}

/** Half-typed code does not parse, but its imports still end in a line with a quoted module. */
function byLine(text: string): Imports {
  const imports: Imports = { defaults: new Map(), at: 0, quote: "'", end: ';' };
  const directive = /^(?:#!.*\r?\n)?\s*(["'])use [\w ]+\1;?/.exec(text);
  if (directive !== null) imports.at = directive[0].length;
  for (const match of text.matchAll(/^(?:import\b(.*)|\}\s*from\s*)(["'])([^"'\n]*)\2[ \t]*(;?)/gm)) {
    const [whole, between, quote, module, end] = match;
    Object.assign(imports, { at: match.index + whole.length, quote, end });
    const name = /^\s+([\w$]+)\b.*\bfrom\s*$/.exec(between ?? '')?.[1];
    if (name !== undefined && name !== 'type' && module !== undefined) imports.defaults.set(module, name);
  }
  return imports;
}

const reserved = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally ' +
    'for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield arguments eval'
  ).split(' '),
);

/** `login-flow@2x.png` → `loginFlow2x`, numbered when the file already says that word anywhere. */
function freeName(file: string, text: string): string {
  const words = file
    .replace(/\.[^.]+$/, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '' && /^[\p{ID_Continue}]+$/u.test(word));
  const camel = words
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('');
  const name = /^\p{ID_Start}/u.test(camel) && !reserved.has(camel) ? camel : `image${capital(camel)}`;
  const used = new Set(text.match(/[\p{ID_Continue}$]+/gu));
  let free = name;
  for (let i = 2; used.has(free); i++) free = `${name}${i}`;
  return free;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function escapeString(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
}
