/** Elements that stay. Animations and links are not among them: what is kept is a picture that stands still. */
export const elements: ReadonlySet<string> = new Set(
  [
    'svg g defs symbol use switch title desc style path rect circle ellipse line polyline polygon text tspan textPath',
    'image linearGradient radialGradient stop pattern clipPath mask marker filter feBlend feColorMatrix',
    'feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge',
    'feMergeNode feOffset feTile',
  ].flatMap(names => names.split(' ')),
);

/** They go, what they hold stays. */
export const wrappers: ReadonlySet<string> = new Set(['a']);

/** Words in any other element are none that anybody sees. */
export const wordy: ReadonlySet<string> = new Set(['text', 'tspan', 'textPath', 'title', 'desc', 'style']);

export const gradients: ReadonlySet<string> = new Set(['linearGradient', 'radialGradient']);

export const shapes: ReadonlySet<string> = new Set(['path', 'line', 'polyline', 'polygon']);

/** Of numbers and keywords. */
export const plainAttributes: ReadonlySet<string> = new Set(
  [
    'x y width height rx ry cx cy r x1 y1 x2 y2 dx dy d points fx fy fr offset transform viewBox preserveAspectRatio',
    'gradientTransform gradientUnits spreadMethod patternTransform patternUnits patternContentUnits clipPathUnits',
    'maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient pathLength rotate textLength',
    'lengthAdjust startOffset method spacing side filterUnits primitiveUnits stdDeviation in in2 result mode operator',
    'k1 k2 k3 k4 type values tableValues slope intercept amplitude exponent xml:space',
  ].flatMap(names => names.split(' ')),
);

/** Of words that are shown or read out, never followed. */
export const wordAttributes: ReadonlySet<string> = new Set([
  ...[
    'class',
    'role',
    'lang',
    'xml:lang',
    'aria-label',
    'aria-hidden',
    'aria-labelledby',
    'aria-describedby',
  ],
]);

/** As attributes and in styles. */
export const properties: ReadonlySet<string> = new Set(
  [
    'alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters',
    'direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family',
    'font-size font-size-adjust font-stretch font-style font-variant font-weight image-rendering isolation',
    'letter-spacing marker-start marker-mid marker-end mask mask-type mix-blend-mode opacity overflow paint-order',
    'shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap',
    'stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering',
    'transform transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing',
    'writing-mode',
  ].flatMap(names => names.split(' ')),
);

/** In the values of properties. */
export const functions: ReadonlySet<string> = new Set(
  [
    'rgb rgba hsl hsla hwb lab lch oklab oklch color calc matrix translate translatex translatey scale scalex scaley',
    'rotate skew skewx skewy blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia',
  ].flatMap(names => names.split(' ')),
);

/** Elements whose `href` leads to another one of the same drawing. */
export const referring: ReadonlySet<string> = new Set([
  ...['use', 'textPath', 'pattern', 'linearGradient', 'radialGradient'],
]);

/** What editors write for themselves; that it goes is worth no word. */
export function isEditors(name: string): boolean {
  return name.includes(':') || name === 'metadata';
}

export const idPattern = /^[\p{L}\p{N}_.:-]{1,200}$/u;
