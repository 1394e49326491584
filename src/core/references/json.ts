import { createScanner, type JSONScanner } from 'jsonc-parser';
import {
  describingKeys,
  isFirm,
  isLeftAlone,
  placeInJson,
  sizeInJson,
  type JsonFacts,
  type JsonPlace,
} from './jsonShapes';
import { makeReference, type Found } from './makeReference';
import type { ReferenceParser } from './reference';

/** Values of the library's `SyntaxKind`, a const enum that is not there when it runs. */
const [openBrace, closeBrace, openBracket, closeBracket, comma, colon] = [1, 2, 3, 4, 5, 6];
const [stringLiteral, numericLiteral, endOfFile] = [10, 11, 17];

/** An object or a list. */
interface Container {
  parent: Container | undefined;
  /** The key of it in its parent. */
  at: string;
  list: boolean;
  /** The key whose value comes next. */
  key: string;
  /** What it says in words and numbers of the image in it. */
  said?: Map<string, string>;
}

interface Value {
  start: number;
  end: number;
  value: string;
  container: Container;
  path: string;
}

const imageName = /\.(?:png|jpe?g|webp|gif|avif|svg)(?:[?#]|$)/i;
const longestPath = 500;
/** Objects around an image that say something of it. */
const levels = 6;
const deepest = 12;

/** Images of JSON, with comments or without: those of known manifests, and whatever else looks like a path as a guess. */
export const parseJson: ReferenceParser = text => {
  const { values, root, facts } = readValues(text);
  if (isLeftAlone(facts)) return [];
  // Lists say the same thing of many.
  const places = new Map<string, JsonPlace>();
  return values.flatMap(({ start, end, value, container, path }) => {
    const place = places.get(path) ?? placeInJson(facts, path);
    places.set(path, place);
    const firm = isFirm(place, value);
    // A sentence may end in a file name.
    if (!firm && /\s/.test(value)) return [];
    const found: Found = { start, end, target: value, kind: place.kind };
    // Nobody is asked to make what is only a guess, so that nothing has to be said of it.
    if (firm) Object.assign(found, describe(container, root, path));
    else found.guess = true;
    return makeReference(text, found) ?? [];
  });
};

/** By the scanner of the library and not by its parser, which recurses and so breaks off in deep texts. */
function readValues(text: string): { values: Value[]; root: Container | undefined; facts: JsonFacts } {
  const scanner = createScanner(text, true);
  const values: Value[] = [];
  const facts: JsonFacts = { keys: new Set(), forVscode: false };
  let root: Container | undefined;
  let open: Container | undefined;
  let isValue = false;
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === openBrace || token === openBracket) {
      open = newContainer(open, token === openBracket);
      root ??= open;
      isValue = open.list;
    } else if (token === closeBrace || token === closeBracket) {
      open = open?.parent;
      isValue = open?.list ?? false;
    } else if (open === undefined) continue;
    else if (token === colon) isValue = true;
    else if (token === comma) isValue = open.list;
    else if (token === numericLiteral) say(open, scanner.getTokenValue());
    else if (token === stringLiteral) {
      const value = scanner.getTokenValue();
      if (!isValue) {
        open.key = value;
        if (open === root) facts.keys.add(value);
        continue;
      }
      // A comma may be missing: what follows in an object is a key.
      isValue = open.list;
      say(open, value);
      if (open.key === 'vscode' && pathTo(open) === 'engines.vscode') facts.forVscode = true;
      if (value.length <= longestPath && imageName.test(value))
        values.push({ ...rangeOf(scanner, text), value, container: open, path: pathTo(open) });
    }
  }
  return { values, root, facts };
}

function newContainer(parent: Container | undefined, list: boolean): Container {
  return { parent, at: parent?.key ?? '', list, key: '' };
}

/** Of the value that comes next, as `shortcuts[].icons[].src`; what is deeper than any manifest has no root. */
function pathTo(container: Container): string {
  let path = container.list ? '[]' : container.key;
  let at: Container | undefined = container;
  for (let level = 0; level < deepest && at?.parent !== undefined; level++) {
    const step: string = at.parent.list ? '[]' : at.at;
    path = path.startsWith('[]') ? step + path : `${step}.${path}`;
    at = at.parent;
  }
  return at?.parent === undefined ? path : `….${path}`;
}

function say(container: Container, value: string): void {
  if (container.list || !describingKeys.test(container.key)) return;
  container.said ??= new Map();
  container.said.set(container.key, value);
}

/** Without the quotes; a string that is not closed ends with its line. */
function rangeOf(scanner: JSONScanner, text: string): { start: number; end: number } {
  const start = scanner.getTokenOffset() + 1;
  const end = start - 1 + scanner.getTokenLength();
  return { start, end: end > start && text[end - 1] === '"' ? end - 1 : end };
}

/** What the objects around an image say of it, the nearest first; the root is the document. */
function describe(container: Container, root: Container | undefined, path: string): Partial<Found> {
  const described: Partial<Found> = { ...sizeInJson(path, container.said ?? new Map()) };
  if (/\bmaskable\b/.test(container.said?.get('purpose') ?? '')) described.purpose = 'maskable';
  const take = (key: 'alt' | 'title' | 'documentTitle', value: string | undefined) => {
    if (value !== undefined) described[key] ??= value;
  };
  let at: Container | undefined = container;
  for (let level = 0; level < levels && at !== undefined && at !== root; level++) {
    const { said } = at;
    take('alt', said?.get('alt') ?? said?.get('label') ?? said?.get('caption'));
    take('title', said?.get('title') ?? said?.get('name'));
    at = at.parent;
  }
  take(
    'documentTitle',
    ['displayName', 'name', 'title', 'short_name'].map(key => root?.said?.get(key)).find(Boolean),
  );
  return described;
}
