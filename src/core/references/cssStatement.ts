import { TokenType, type CSSToken, type TokenString, type TokenURL } from '@csstools/css-tokenizer';
import { readBox, sizesOfLayers, type BoxSizes, type LayerSize } from './cssSize';

export type StyleDialect = 'css' | 'scss' | 'less';

/** What a declaration, or whatever else stands between `;` and braces, holds. */
export interface StyleStatement {
  images: StyleImage[];
  /** What it says of the size of the box. */
  box: BoxSizes;
}

export interface StyleImage {
  start: number;
  end: number;
  target: string;
  /** Lower case; absent outside declarations. */
  property?: string;
  density?: number;
  /** Which of several backgrounds, from 0. */
  layer: number;
  /** From the shorthand: `background: url(a.png) center / 40px`. */
  layerSize?: LayerSize;
}

/** Names of modules and pages, never of an image. */
const notOfImages = /^@(?:import|use|forward|charset|namespace|plugin|reference|require|-moz-document)$/i;
/** Their `url(x.svg#id)` is an element of an SVG, not a picture. */
const ofElements = /^(?:filter|backdrop-filter|clip-path|marker(?:-\w+)?|fill|stroke|src|behavior)$/;
const imageSet = /^(?:-webkit-)?image-set$/i;

/** @param code its tokens without white space and comments */
export function readStatement(code: readonly CSSToken[], dialect: StyleDialect): StyleStatement {
  const [first] = code;
  const statement: StyleStatement = { images: [], box: {} };
  if (first === undefined || (first[0] === TokenType.AtKeyword && notOfImages.test(first[1]))) {
    return statement;
  }
  const property = propertyOf(code);
  if (property !== undefined) statement.box = readBox(property, code);
  if (property !== undefined && ofElements.test(property)) return statement;
  statement.images = imagesOf(code, dialect, property);
  const sizes = statement.images.length > 0 ? sizesOfLayers(property, code) : [];
  for (const image of statement.images) {
    const layerSize = sizes[image.layer];
    if (layerSize !== undefined) image.layerSize = layerSize;
  }
  return statement;
}

/** `name :` without spaces between them counts also in `a:hover {`, which is harmless: no selector has an image. */
function propertyOf([first, second, third]: readonly CSSToken[]): string | undefined {
  const variable = first?.[1] === '$' ? second : undefined;
  const colon = variable === undefined ? second : third;
  if (colon?.[0] !== TokenType.Colon) return undefined;
  const name = variable ?? first;
  return name?.[0] === TokenType.Ident || name?.[0] === TokenType.AtKeyword
    ? name[1].toLowerCase()
    : undefined;
}

function imagesOf(
  code: readonly CSSToken[],
  dialect: StyleDialect,
  property: string | undefined,
): StyleImage[] {
  const images: StyleImage[] = [];
  const functions: string[] = [];
  let layer = 0;
  /** Those of the candidate of an `image-set` that is being read. */
  let candidate: StyleImage[] = [];
  const add = (place: Pick<StyleImage, 'start' | 'end' | 'target'>) => {
    const image: StyleImage = { ...place, layer, ...(property === undefined ? {} : { property }) };
    // PostCSS and Sass put variables into paths.
    if (dialect !== 'css' && /\$[\w-]/.test(place.target)) return;
    images.push(image);
    candidate.push(image);
  };
  for (const [index, token] of code.entries()) {
    switch (token[0]) {
      case TokenType.Function:
        functions.push(token[4].value.toLowerCase());
        break;
      case TokenType.OpenParen:
        functions.push('');
        break;
      case TokenType.CloseParen:
        functions.pop();
        break;
      case TokenType.Comma:
        if (functions.length === 0) layer++;
        candidate = [];
        break;
      case TokenType.URL:
        add(urlPlace(token));
        break;
      case TokenType.String: {
        const name = functions.at(-1) ?? '';
        const named = name === 'url' || imageSet.test(name) || (name === 'data-uri' && dialect === 'less');
        if (named && isWhole(code[index - 1], code[index + 1])) add(stringPlace(token));
        break;
      }
      case TokenType.Dimension: {
        const density = densityOf(token[4].value, token[4].unit.toLowerCase());
        if (imageSet.test(functions.at(-1) ?? '') && density !== undefined)
          for (const image of candidate) image.density = density;
        break;
      }
    }
  }
  return images;
}

/** Not part of an expression: `url("a/" + $name)`, `image-set(~"…" 1x)`. */
function isWhole(before: CSSToken | undefined, after: CSSToken | undefined): boolean {
  return [before, after].every(token => token?.[0] !== TokenType.Delim);
}

/** @see https://www.w3.org/TR/css-values-4/#resolution */
function densityOf(value: number, unit: string): number | undefined {
  if (unit === 'x' || unit === 'dppx') return value;
  return unit === 'dpi' ? value / 96 : undefined;
}

function urlPlace(token: TokenURL): Pick<StyleImage, 'start' | 'end' | 'target'> {
  const raw = token[1];
  const inner = raw.slice(raw.indexOf('(') + 1, raw.endsWith(')') ? -1 : undefined);
  const start = token[2] + raw.indexOf('(') + 1 + (inner.length - inner.trimStart().length);
  return { start, end: start + inner.trim().length, target: token[4].value };
}

function stringPlace(token: TokenString): Pick<StyleImage, 'start' | 'end' | 'target'> {
  const [, raw, start, last] = token;
  // A string may end with the document.
  const closed = raw.length > 1 && raw.endsWith(raw.charAt(0));
  return { start: start + 1, end: last + (closed ? 0 : 1), target: token[4].value };
}
