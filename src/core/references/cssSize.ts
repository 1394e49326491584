import { TokenType, type CSSToken } from '@csstools/css-tokenizer';

/** CSS pixels; a side that is `auto` is absent. */
export interface LayerSize {
  width?: number;
  height?: number;
  /** The picture fills the box (`cover`, `contain`, `100%`, `auto`): the size of the box is that of the picture. */
  box?: true;
}

/** What a rule says of its box and of the pictures in it. */
export interface BoxSizes {
  width?: number;
  height?: number;
  backgroundSize?: LayerSize[];
  maskSize?: LayerSize[];
}

/** Browsers take larger cursors for nothing. @see https://developer.mozilla.org/docs/Web/CSS/cursor */
const cursorSide = 32;

/** How large the picture of a declaration is shown, as far as the rule says it in pixels. */
export function sizeOf(
  image: { property?: string; layer: number; layerSize?: LayerSize },
  rule: BoxSizes,
): { width?: number | undefined; height?: number | undefined } {
  const property = image.property?.replace(/^-(?:webkit|moz)-/, '');
  if (property === 'cursor') return { width: cursorSide, height: cursorSide };
  const what = /^(background|mask|content)(?:-image)?$/.exec(property ?? '')?.[1];
  if (what === undefined) return {};
  const list = what === 'background' ? rule.backgroundSize : what === 'mask' ? rule.maskSize : undefined;
  const size = image.layerSize ?? list?.[image.layer % list.length] ?? { box: true };
  return size.box === undefined ? size : { width: rule.width, height: rule.height };
}

/** True where `readBox` may find something: cheap, for the many declarations that are of something else. */
export function isOfBox([first]: readonly CSSToken[]): boolean {
  return first?.[0] === TokenType.Ident && /^(?:width|height|[\w-]+-size)$/i.test(first[1]);
}

/** @param code the tokens of a declaration without white space */
export function readBox(property: string, code: readonly CSSToken[]): BoxSizes {
  const value = code.slice(2);
  switch (property.replace(/^-(?:webkit|moz)-/, '')) {
    case 'width':
      return withSide('width', pixels(value[0]));
    case 'height':
      return withSide('height', pixels(value[0]));
    case 'background-size':
      return { backgroundSize: layersOf(value).map(layer => readLayer(layer)) };
    case 'mask-size':
      return { maskSize: layersOf(value).map(layer => readLayer(layer)) };
    default:
      return {};
  }
}

/** Sizes in the shorthand, behind its `/`. */
export function sizesOfLayers(
  property: string | undefined,
  code: readonly CSSToken[],
): (LayerSize | undefined)[] {
  if (!/^(?:-webkit-)?(?:background|mask)$/.test(property ?? '')) return [];
  return layersOf(code.slice(2)).map(layer => {
    const slash = layer.findIndex(([, raw]) => raw === '/');
    return slash < 0 ? undefined : readLayer(layer.slice(slash + 1));
  });
}

/** Split at the commas outside of functions. */
function layersOf(value: readonly CSSToken[]): CSSToken[][] {
  const layers: CSSToken[][] = [[]];
  let depth = 0;
  for (const token of value) {
    if (token[0] === TokenType.Function || token[0] === TokenType.OpenParen) depth++;
    if (token[0] === TokenType.CloseParen) depth--;
    if (token[0] === TokenType.Comma && depth <= 0) layers.push([]);
    else if (depth <= 0) layers.at(-1)?.push(token);
  }
  return layers;
}

function readLayer([first, second]: readonly CSSToken[]): LayerSize {
  const width = pixels(first);
  const height = pixels(second);
  if (width !== undefined || height !== undefined)
    return { ...withSide('width', width), ...withSide('height', height) };
  return /^(?:cover|contain|auto|100%)$/i.test(first?.[1] ?? '') ? { box: true } : {};
}

function withSide(side: 'width' | 'height', value: number | undefined): LayerSize {
  return value === undefined ? {} : { [side]: value };
}

function pixels(token: CSSToken | undefined): number | undefined {
  return token?.[0] === TokenType.Dimension && token[4].unit.toLowerCase() === 'px' && token[4].value > 0
    ? Math.round(token[4].value)
    : undefined;
}
