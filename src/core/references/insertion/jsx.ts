import { parseProgram } from '../jsx';
import { basename } from '../paths';
import { encodeUrlPath, referenceTo } from '../referenceTo';
import { escapeAttribute, oneLine, type Insertion, type TextEditAt } from './insertionTypes';

/** `src="/x.png"` for what the public folder serves; else an import, added unless the file has it already. */
export const insertJsx: Insertion = (document, image, project) => {
  const { path, form } = referenceTo(image.path, document, project);
  const element = (src: string): TextEditAt => ({
    offset: document.offset,
    length: 0,
    text: `<img src=${src} alt="${escapeAttribute(oneLine(image.alt))}" width={${image.width}} height={${image.height}} />`,
  });
  if (form === 'rooted') return [element(`"${escapeAttribute(encodeUrlPath(path))}"`)];

  const module = form === 'alias' || /^\.{1,2}\//.test(path) ? path : `./${path}`;
  const imports = readImports(document.text, document.offset);
  const known = imports.defaults.get(module);
  if (known !== undefined) return [element(`{${known}}`)];
  const name = freeName(basename(path), document.text);
  const statement = `import ${name} from ${imports.quote}${escapeString(module, imports.quote)}${imports.quote}${imports.end}`;
  const newLine = document.text.includes('\r\n') ? '\r\n' : '\n';
  const added: TextEditAt = {
    offset: imports.at,
    length: 0,
    text: imports.at === 0 ? statement + newLine : newLine + statement,
  };
  // A cursor inside the imports: the element goes where it was asked for, the import keeps its own place.
  return document.offset < added.offset ? [element(`{${name}}`), added] : [added, element(`{${name}}`)];
};

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
