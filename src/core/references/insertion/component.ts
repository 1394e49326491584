import { encodeUrlPath, referenceTo } from '../referenceTo';
import { importedName, moduleOf } from './imports';
import {
  escapeAttribute,
  oneLine,
  type InsertedImage,
  type Insertion,
  type TextEditAt,
} from './insertionTypes';

/** Vue's compiler takes in what begins with a dot or an alias; everything else is an address on the server. */
export const insertVue: Insertion = (document, image, project) => {
  const path = encodeUrlPath(moduleOf(referenceTo(image.path, document, project)));
  return [{ offset: document.offset, length: 0, text: element(`src="${escapeAttribute(path)}"`, image) }];
};

/** Svelte leaves `src` to the browser, so that what no public folder serves is imported. */
export const insertSvelte: Insertion = (document, image, project) => {
  const script = /<script\b(?![^>]*\b(?:module|context)\b)[^>]*>/i.exec(document.text);
  return withImport(document, image, project, {
    ...(script && { start: script.index + script[0].length, end: /<\/script/i }),
    created: statement => `<script>\n${statement}</script>\n\n`,
    src: name => `src={${name}}`,
    // Braces in quotes are code to it, too.
    quoted: text => text.replaceAll('{', '&#123;').replaceAll('}', '&#125;'),
  });
};

/** Astro's modules of images are objects; its own component takes them whole. @see https://docs.astro.build/en/guides/images */
export const insertAstro: Insertion = (document, image, project) => {
  const frontMatter = /^\s*---[ \t]*(?:\r?\n|$)/.exec(document.text);
  const hasComponent = /\bimport\b[^;]*\bImage\b[^;]*["']astro:assets["']/.test(document.text);
  return withImport(document, image, project, {
    ...(frontMatter && { start: frontMatter[0].length, end: /^---/m }),
    created: statement => `---\n${statement}---\n\n`,
    src: name => (hasComponent ? `src={${name}}` : `src={${name}.src}`),
    ...(hasComponent && { element: 'Image' }),
  });
};

interface Component {
  /** Where its code begins; absent: it has none. */
  start?: number;
  end?: RegExp;
  created(statement: string): string;
  src(name: string): string;
  element?: string;
  quoted?(text: string): string;
}

function withImport(
  document: Parameters<Insertion>[0],
  image: InsertedImage,
  project: Parameters<Insertion>[2],
  { start, end, created, src, element: tag, quoted = text => text }: Component,
): TextEditAt[] {
  const { text, offset } = document;
  const named = referenceTo(image.path, document, project);
  const at = (attribute: string): TextEditAt => ({
    offset,
    length: 0,
    text: element(attribute, image, tag, quoted),
  });
  if (named.form === 'rooted') return [at(`src="${escapeAttribute(encodeUrlPath(named.path))}"`)];

  const from = start ?? 0;
  const length = start === undefined || end === undefined ? 0 : text.slice(from).search(end);
  const code = text.slice(from, length < 0 ? undefined : from + length);
  const { name, edit } = importedName(code, code.length, moduleOf(named), text);
  if (edit === undefined) return [at(src(name))];
  const added =
    start === undefined
      ? { offset: 0, length: 0, text: created(edit.text) }
      : { ...edit, offset: edit.offset + from, text: placed(edit, code) };
  return offset < added.offset ? [at(src(name)), added] : [added, at(src(name))];
}

/** The first import of a script stands on a line of its own, as deep as the others. */
function placed({ offset, text }: TextEditAt, code: string): string {
  const indent = /(?:^|\n)([ \t]+)\S/.exec(code)?.[1] ?? '';
  if (offset > 0) return text.replace(/^\r?\n/, newLine => newLine + indent);
  const newLine = /\r?\n$/.exec(text)?.[0] ?? '\n';
  const isBehindLineEnd = code === '' || !/^\r?\n/.test(code);
  return isBehindLineEnd ? indent + text : newLine + indent + text.slice(0, -newLine.length);
}

function element(
  src: string,
  { alt, width, height }: InsertedImage,
  tag = 'img',
  quoted: (text: string) => string = text => text,
): string {
  return `<${tag} ${src} alt="${quoted(escapeAttribute(oneLine(alt)))}" width="${width}" height="${height}" />`;
}
