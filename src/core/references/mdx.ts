import { blank, readBrokenJsx } from './brokenJsx';
import { readJsx } from './jsx';
import { makeReference, move, type Found } from './makeReference';
import { readMarkdown } from './markdown';
import { outlineOf } from './outline';
import type { ImageReference } from './reference';

/** In MDX, comments are expressions; `/*` alone is prose (`src/*`). */
const comments = /\{\s*\/\*[\s\S]*?\*\/\s*\}/g;

/** What MDX takes out of Markdown. */
const dialect = { disable: { null: ['codeIndented', 'htmlFlow', 'htmlText', 'autolink'] } };

/**
 * Images of an MDX document: Markdown's, those of JSX elements, and imports.
 * MDX's own parser stops at the first mistake, so the parts are read by themselves.
 */
export function parseMdx(text: string): ImageReference[] {
  const withoutComments = blank(text, comments);
  const { images, blocks, code } = readMarkdown(withoutComments, [dialect]);
  const withoutCode = blankRanges(withoutComments, code);
  const found = new Map<number, Found>();
  const elements = readBrokenJsx(withoutCode);
  const modules = readModules(withoutCode, blocks);
  for (const { name, described, near } of elements.variables.toReversed()) {
    const image = modules.imports.get(name);
    if (image !== undefined) Object.assign(image, described, { near });
  }
  for (const image of [...modules.images, ...elements.images, ...images]) {
    if (!found.has(image.start)) found.set(image.start, image);
  }
  const prose = blocks.filter(block => !isModule(text, block.start));
  const contextAt = outlineOf(prose.map(block => ({ ...block, text: block.text.replace(/<[^>]*>?/g, '') })));
  return [...found.values()]
    .sort((a, b) => a.start - b.start)
    .flatMap(image => makeReference(text, image, contextAt(image.near ?? image.start)) ?? []);
}

/** Paragraphs that begin with `import` or `export` are JavaScript. */
function readModules(
  code: string,
  blocks: readonly { start: number; end: number }[],
): { images: Found[]; imports: ReadonlyMap<string, Found> } {
  const parts = blocks
    .filter(({ start }) => isModule(code, start))
    .map(({ start, end }) => {
      const { images, imports } = readJsx(code.slice(start, end));
      for (const image of images) move(image, start);
      return { images, imports };
    });
  return {
    images: parts.flatMap(({ images }) => images),
    imports: new Map(parts.flatMap(({ imports }) => [...imports])),
  };
}

function isModule(text: string, start: number): boolean {
  return /^(?:import|export)\s/.test(text.slice(start, start + 7));
}

function blankRanges(text: string, ranges: readonly (readonly [start: number, end: number])[]): string {
  let blanked = '';
  let at = 0;
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    blanked += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return blanked + text.slice(at);
}
