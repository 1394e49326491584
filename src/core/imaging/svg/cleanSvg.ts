import {
  elements,
  gradients,
  idPattern,
  isEditors,
  plainAttributes,
  properties,
  referring,
  shapes,
  wordAttributes,
  wordy,
  wrappers,
} from './svgLists';
import { cleanDeclarations, cleanSheet, cleanValue, type CleanStyle } from './svgStyles';
import { readSvgTree, svgLimits, type SvgElement, type SvgRefusal } from './svgTree';
import { drawnElements, type KeptElement } from './svgWeight';

export type CleanedSvg =
  | {
      text: string;
      /** Names of what was taken out and could have done more than look; a few. */
      removed: readonly string[];
      /** Base64 of the raster images inside. */
      rasters: readonly string[];
    }
  | { refused: SvgRefusal; detail?: string };

const maxRemoved = 8;
const svgNamespace = 'http://www.w3.org/2000/svg';
const xlinkNamespace = 'http://www.w3.org/1999/xlink';
const raster = /^data:image\/(?:png|jpe?g|gif|webp);base64,([A-Za-z\d+/]+={0,2})$/;

/**
 * A drawing of a stranger as one of our own: what is on the lists is written anew, and nothing else comes through. No code,
 * no animation, nothing from outside, no more to draw than can be drawn. Throws nothing, and cleans what is clean into
 * itself.
 */
export function cleanSvg(bytes: Uint8Array): CleanedSvg {
  const root = readSvgTree(bytes);
  if ('refused' in root) return root;
  const removed = new Set<string>();
  const cleaner = new Cleaner(gradientIds(root), removed);
  const clean = cleaner.element(root);
  if (clean === undefined) return { refused: 'no-svg' };
  if (drawnElements(clean, svgLimits.maxDrawn) === undefined) return { refused: 'too-many' };
  const named = new Map<string, string>([['xmlns', svgNamespace]]);
  if (cleaner.xlink) named.set('xmlns:xlink', xlinkNamespace);
  const text = `${write({ ...clean, attributes: [...named, ...clean.attributes] })}\n`;
  return { text, removed: [...removed].slice(0, maxRemoved), rasters: cleaner.rasters };
}

class Cleaner {
  readonly rasters: string[] = [];
  xlink = false;

  constructor(
    private readonly gradientIds: ReadonlySet<string>,
    private readonly removed: Set<string>,
  ) {}

  element(from: SvgElement): KeptElement | undefined {
    const { name } = from;
    const attributes: [string, string][] = [];
    const paints: string[] = [];
    const uses: { id: string; times: number }[] = [];
    let linked = false;
    for (const [attribute, value] of name === 'style' ? [] : from.attributes) {
      const link = attribute === 'href' || attribute === 'xlink:href';
      if (link && linked) continue;
      const clean = this.attribute(name, attribute, value.replace(/[\t\n\r]/g, ' ').trim());
      if (clean === undefined) {
        if (link || /^on/i.test(attribute)) this.remove(attribute);
        continue;
      }
      linked ||= link;
      this.xlink ||= attribute === 'xlink:href';
      attributes.push([attribute, clean.text]);
      for (const { property, id } of clean.references) {
        // A gradient is no drawing.
        if (this.gradientIds.has(id)) continue;
        if (property.startsWith('marker-')) uses.push({ id, times: cornersOf(from) });
        else if (
          property === 'href' ||
          property === 'mask' ||
          property === 'clip-path' ||
          property === 'filter'
        )
          uses.push({ id, times: 1 });
        else paints.push(id);
      }
    }
    // Without its picture it is nothing.
    if (name === 'image' && !linked) return undefined;
    return { name, attributes, paints, uses, children: this.children(from) };
  }

  private children({ name, children }: SvgElement): (KeptElement | string)[] {
    if (name === 'style') {
      const sheet = cleanSheet(textIn(children), id => this.gradientIds.has(id));
      return sheet === '' ? [] : [sheet];
    }
    if (name === 'title' || name === 'desc') return [textIn(children)];
    return children.flatMap((child): (KeptElement | string)[] => {
      if (typeof child === 'string') return wordy.has(name) || child.trim() === '' ? [child] : [];
      if (wrappers.has(child.name)) return this.children({ ...child, name });
      if (elements.has(child.name)) {
        const clean = this.element(child);
        return clean ? [clean] : [];
      }
      if (!isEditors(child.name)) this.remove(child.name);
      return [];
    });
  }

  private attribute(element: string, name: string, value: string): CleanStyle | undefined {
    const plain = (text: string): CleanStyle => ({ text, references: [] });
    if (name === 'href' || name === 'xlink:href') return this.link(element, value);
    if (name === 'id') return idPattern.test(value) ? plain(value) : undefined;
    if (name === 'style') {
      const clean = cleanDeclarations(value);
      return clean.text === '' || !mayPaint(element, clean) ? undefined : clean;
    }
    if (wordAttributes.has(name)) return value.length <= 2000 ? plain(value) : undefined;
    // `transform` is both; the list of properties knows less of old spellings.
    if (plainAttributes.has(name))
      return /^[\w\s.,+\-%#()]*$/.test(value) && !/url\s*\(/i.test(value) ? plain(value) : undefined;
    if (!properties.has(name)) return undefined;
    const clean = cleanValue(name, value);
    return clean && mayPaint(element, clean) ? clean : undefined;
  }

  /** To an element of the drawing, or a picture that is in it. */
  private link(element: string, value: string): CleanStyle | undefined {
    if (element === 'image') {
      const text = value.replace(/\s+/g, '');
      const base64 = raster.exec(text)?.[1];
      if (base64 === undefined) return undefined;
      this.rasters.push(base64);
      return { text, references: [] };
    }
    const id = value.slice(1);
    if (!referring.has(element) || !value.startsWith('#') || !idPattern.test(id)) return undefined;
    return { text: value, references: [{ property: 'href', id }] };
  }

  private remove(name: string): void {
    // A name of the drawing's own is shown to the user.
    if (this.removed.size < maxRemoved) this.removed.add(name.replace(/[^\w-]/g, '').slice(0, 40));
  }
}

/** Markers are counted by the corners of a shape, which nobody can do for what inherits them. */
function mayPaint(element: string, { references }: CleanStyle): boolean {
  return shapes.has(element) || references.every(({ property }) => !property.startsWith('marker-'));
}

/** As many as the shape can have at most. */
function cornersOf({ attributes }: SvgElement): number {
  const drawn = attributes.find(([name]) => name === 'd' || name === 'points')?.[1].length ?? 4;
  return 1 + Math.ceil(drawn / 2);
}

function gradientIds(root: SvgElement): ReadonlySet<string> {
  const seen = new Map<string, boolean>();
  const waiting: SvgElement[] = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    const id = element.attributes.find(([name]) => name === 'id')?.[1].trim();
    // Two elements of one id: only when both are gradients is it harmless.
    if (id !== undefined) seen.set(id, (seen.get(id) ?? true) && gradients.has(element.name));
    for (const child of element.children) if (typeof child !== 'string') waiting.push(child);
  }
  return new Set([...seen].flatMap(([id, is]) => (is ? [id] : [])));
}

function textIn(children: readonly (SvgElement | string)[]): string {
  return children.map(child => (typeof child === 'string' ? child : '')).join('');
}

function write({ name, attributes, children }: KeptElement): string {
  const start = `<${name}${attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}`;
  if (children.length === 0) return `${start}/>`;
  const inner = children.map(child => (typeof child === 'string' ? escaped(child) : write(child))).join('');
  return `${start}>${inner}</${name}>`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without characters that no XML may hold, half ones included. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, mark => escapes[mark] ?? '')
    .replace(/\r/g, '&#13;');
}
