import { colourOf, colourPattern } from './colourNames';
import type { Edge, Length, RetouchStep } from './steps';

/** What a rule makes of its match. `strength` is 0.5 for "slightly", 2 for "strongly", else 1. */
type Make = (
  groups: Readonly<Record<string, string | undefined>>,
  strength: number,
) => readonly RetouchStep[];

export interface Rule {
  /** Sticky and case-insensitive. */
  pattern: RegExp;
  /** "slightly" and "a lot" mean something here. */
  adjustable: boolean;
  make: Make;
}

const it = String.raw`(?:\s+(?:it|this|that|them|everything|(?:all|both)(?:\s+of\s+them)?|(?:the|this|that|these|my|all|both|each|every)(?:\s+the)?\s+(?:images?|pictures?|photos?|pics?|results?|icons?|logos?|screenshots?)))?`;
const glue = String.raw`(?:\s*(?:\b(?:by|to|of|with|at|a|an|about|around|radius|amount|strength|factor|size|blocks?|corner)\b|[:=]|\())*\s*`;
const number = String.raw`\d+(?:\.\d+)?`;
const px = String.raw`\s*(?:px|pixels?|pt)?`;
const percent = String.raw`\s*(?:%|percent|per\s+cent)`;
const degrees = String.raw`\s*(?:°|deg(?:rees?)?)?`;
const by = String.raw`\s*(?:x|×|\*|by)\s*`;
const colour = `(?<colour>${colourPattern})`;
const more = String.raw`(?:increase|raise|boost|enhance|more|higher|add|up|stronger)`;
const less = String.raw`(?:decrease|reduce|lower|less|decreased|drop|weaker)`;
const the = String.raw`(?:\s+(?:the|its|their|some))?\s+`;

function rule(source: string, make: Make, adjustable = false): Rule {
  return { pattern: new RegExp(`(?:${source})\\)?(?![\\w#])`, 'iy'), adjustable, make };
}

const num = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

function length(value: string | undefined, unit: string | undefined): Length | undefined {
  return value === undefined
    ? undefined
    : { value: Number(value), unit: /^\s*(%|per)/i.test(unit ?? '') ? '%' : 'px' };
}

const unit = `(?<unit>${percent}|${px})`;

/** "brighten by 20%", "20% brighter", "increase the brightness by 20%", "brightness +20%", "brighter". */
function adjustment(
  names: { up: string; down?: string; noun: string },
  usual: number,
  make: (percent: number) => RetouchStep,
): Rule[] {
  const amount = `(?:${glue}(?<n>${number})(?:${percent})?)?`;
  const change =
    (sign: number): Make =>
    (groups, strength) => [make(sign * (num(groups.n) ?? usual * strength))];
  const rules = [
    rule(`(?:${names.up})${it}(?:\\s+up)?${amount}`, change(1), true),
    rule(`(?<n>${number})(?:${percent})?\\s+(?:${names.up}|${more}\\s+(?:${names.noun}))`, change(1)),
    rule(`${more}${the}(?:${names.noun})${amount}`, change(1), true),
    rule(`(?<n>${number})(?:${percent})\\s+less\\s+(?:${names.noun})`, change(-1)),
    rule(`${less}${the}(?:${names.noun})${amount}`, change(-1), true),
    rule(
      `(?:${names.noun})\\s*(?:by|:|=)?\\s*(?<sign>[+-])\\s*(?<n>${number})(?:${percent})?`,
      ({ n, sign }) => [make((sign === '-' ? -1 : 1) * Number(n))],
    ),
  ];
  if (!names.down) return rules;
  return [
    ...rules,
    rule(`(?:${names.down})${it}(?:\\s+down)?${amount}`, change(-1), true),
    rule(`(?<n>${number})(?:${percent})?\\s+(?:${names.down})`, change(-1)),
  ];
}

const colours: Rule[] = [
  rule(
    `gr[ae]y[- ]?scaled?|black\\s*(?:and|&|n)\\s*white|b\\s*&\\s*w|b/w|monochrome|desaturated?${it}|` +
      `(?:remove|drop|no|without)(?:\\s+(?:all|the|its|any))*\\s+colou?rs?|(?:make|turn|paint)${it}\\s+gr[ae]y`,
    () => [{ op: 'grayscale' }],
  ),
  rule(`sepia(?:[- ](?:toned?|effect|filter|look))?`, () => [{ op: 'sepia' }]),
  rule(`invert(?:ed)?${it}(?:${the}colou?rs)?|(?:photo\\s+)?negative`, () => [{ op: 'invert' }]),
  ...adjustment(
    {
      up: 'brighten|lighten|brighter|lighter',
      down: 'darken|darker|dim|dimmer',
      noun: 'brightness|exposure',
    },
    20,
    percent => ({ op: 'brightness', percent }),
  ),
  ...adjustment({ up: 'more\\s+contrasty', noun: 'contrast' }, 20, percent => ({ op: 'contrast', percent })),
  ...adjustment(
    {
      up: 'saturate|more\\s+(?:saturated|vivid|vibrant|colou?rful)|vivid|vibrant',
      down: 'desaturate|less\\s+(?:saturated|vivid|colou?rful)|muted?',
      noun: 'saturation|vibrance',
    },
    30,
    percent => ({ op: 'saturation', percent }),
  ),
  ...adjustment(
    { up: 'warmer|warm', down: 'cooler|cool|colder', noun: 'warmth|temperature' },
    20,
    percent => ({ op: 'warmth', percent }),
  ),
  rule(
    `(?:(?:shift|rotate|change)${the}hue|hue[- ]?(?:shift|rotate|rotation)?)${glue}(?<n>-?${number})${degrees}`,
    ({ n }) => [{ op: 'hue', degrees: Number(n) }],
  ),
  rule(
    `(?:tint(?:ed)?|colou?ri[sz]ed?)${it}(?:\\s+(?:in|with|to|a|it))*\\s+${colour}(?:${glue}(?<n>${number})${percent})?`,
    ({ colour: name, n }, strength) => [
      { op: 'tint', colour: colourOf(name ?? ''), percent: Math.min(100, num(n) ?? 50 * strength) },
    ],
    true,
  ),
  rule(
    `(?:(?:add|give${it})\\s+)?(?:an?\\s+)?(?:(?<n>${number})${percent}\\s+)?${colour}\\s+tint`,
    ({ colour: name, n }, strength) => [
      { op: 'tint', colour: colourOf(name ?? ''), percent: Math.min(100, num(n) ?? 50 * strength) },
    ],
    true,
  ),
  rule(
    `(?:make|turn|paint|colou?r)\\s+(?:it|this|them|everything)\\s+${colour}(?!\\s+(?:back|border|frame|tint|padding|margin))`,
    ({ colour: name }) => [{ op: 'tint', colour: colourOf(name ?? ''), percent: 100 }],
  ),
  rule(
    `opacity${glue}(?<n>${number})${percent}|(?<m>${number})${percent}\\s+(?:opacity|opaque)`,
    ({ n, m }) => [{ op: 'opacity', percent: Number(n ?? m) }],
  ),
  rule(`(?<n>${number})${percent}\\s+(?:transparent|transparency)`, ({ n }) => [
    { op: 'opacity', percent: 100 - Number(n) },
  ]),
  rule(`(?:semi|half)[- ]transparent|see[- ]through`, () => [{ op: 'opacity', percent: 50 }]),
];

const focus: Rule[] = [
  rule(
    `(?:gaussian\\s+)?blur(?:red|ry)?${it}(?:${glue}(?<n>${number})${px})?|(?<m>${number})${px}\\s+(?:of\\s+)?(?:gaussian\\s+)?blur`,
    ({ n, m }, strength) => {
      const radius = num(n ?? m);
      return [radius === undefined ? { op: 'blur', strength } : { op: 'blur', radius }];
    },
    true,
  ),
  rule(
    `sharp(?:en|er|ened)${it}(?:${glue}(?<n>${number})(?:${percent})?)?|${more}${the}sharpness(?:${glue}(?<m>${number})(?:${percent})?)?`,
    ({ n, m }, strength) => [{ op: 'sharpen', percent: num(n ?? m) ?? 60 * strength }],
    true,
  ),
  rule(
    `(?:pixelat(?:ed?|ion)|pixelis?z?ed?)${it}(?:${glue}(?<n>${number})${px})?(?:\\s+(?:blocks?|squares?))?`,
    ({ n }) => [n === undefined ? { op: 'pixelate' } : { op: 'pixelate', size: Number(n) }],
  ),
];

const edgeWords: Readonly<Record<string, readonly Edge[]>> = {
  top: ['top'],
  bottom: ['bottom'],
  left: ['left'],
  right: ['right'],
  sides: ['left', 'right'],
};
const edge = String.raw`(?:the\s+)?(?<edge>top|bottom|left|right|(?:all|every|each|both)\s+(?:sides?|edges?)|sides|edges)(?:(?:[- ]hand)?\s+(?:side|edge))?`;

function edgesOf(text: string | undefined): readonly Edge[] {
  const name = (text ?? '').toLowerCase();
  if (name.startsWith('both')) return ['left', 'right'];
  return edgeWords[name] ?? ['left', 'right', 'top', 'bottom'];
}

/** For short forms that are a wish only where nothing else belongs to them: "add a 20px wide border". */
const alone = {
  from: String.raw`(?<=(?:^|[,.;(]|\band|\bthen|\bplease|\bit)\s*)`,
  to: String.raw`(?=\s*(?:$|[,.;!?)]|and\b|then\b|please\b))`,
};

const shape: Rule[] = [
  rule(
    `crop(?:ped)?${it}${glue}(?<w>${number})\\s*[:/]\\s*(?<h>${number})(?:\\s+(?:aspect\\s+)?ratio)?|(?:aspect\\s+)?ratio${glue}(?<v>${number})\\s*[:/]\\s*(?<g>${number})|(?:make${it}\\s+)(?<a>${number}):(?<b>${number})`,
    ({ w, h, v, g, a, b }) => [{ op: 'cropRatio', width: Number(w ?? v ?? a), height: Number(h ?? g ?? b) }],
  ),
  rule(`(?:crop(?:ped)?${it}(?:\\s+(?:in)?to)?|make${it})(?:\\s+an?)?\\s+square|square\\s+crop`, () => [
    { op: 'cropRatio', width: 1, height: 1 },
  ]),
  rule(
    `${alone.from}(?:(?:in|as|into|to)\\s+)?(?:an?\\s+)?square(?:d|\\s+(?:format|shape|ratio|aspect\\s+ratio))?${alone.to}`,
    () => [{ op: 'cropRatio', width: 1, height: 1 }],
  ),
  rule(`${alone.from}(?<w>${number})\\s*:\\s*(?<h>${number})${alone.to}`, ({ w, h }) => [
    { op: 'cropRatio', width: Number(w), height: Number(h) },
  ]),
  rule(`crop(?:ped)?${it}${glue}(?<w>\\d+)${px}${by}(?<h>\\d+)${px}`, ({ w, h }) => [
    { op: 'cropTo', width: Number(w), height: Number(h) },
  ]),
  rule(
    `(?:crop|cut|trim|chop|remove|take)(?:\\s+(?:off|away))?\\s+(?<n>${number})${unit}\\s+(?:off|from|of|at)?\\s*(?:of\\s+)?${edge}`,
    ({ n, unit: u, edge: name }) => [
      { op: 'cropEdges', edges: edgesOf(name), amount: length(n, u) ?? { value: 0, unit: 'px' } },
    ],
  ),
  rule(
    `(?:crop|cut|trim|chop)(?:\\s+off)?\\s+${edge}${glue}(?<n>${number})${unit}`,
    ({ n, unit: u, edge: name }) => [
      { op: 'cropEdges', edges: edgesOf(name), amount: length(n, u) ?? { value: 0, unit: 'px' } },
    ],
  ),
  rule(
    `trim${it}(?:${the}(?:edges|borders?|margins?|white\\s?space))?|auto-?crop${it}|(?:crop|remove|cut\\s+off)${the}(?:(?:empty|blank|transparent|white)\\s+)?(?:borders?|edges|margins?|(?:empty|white|blank)?\\s?space)`,
    () => [{ op: 'trim' }],
  ),
  rule(
    `(?:circle|circular|round)\\s+crop|(?:crop${it}(?:\\s+(?:in)?to)?|make${it})(?:\\s+an?)?\\s+(?:circle|circular|round)(?!\\s+corner)`,
    () => [{ op: 'circle' }],
  ),
  rule(
    `(?:make${it}\\s+)?(?:round(?:ed|er)?)(?:\\s+(?:the|its|all|off))*\\s+corners?(?:${glue}(?<n>${number})${unit})?|(?<m>${number})(?<unit2>${percent}|${px})\\s+(?:round(?:ed)?\\s+corners?|corner\\s+radius)|corner\\s+radius${glue}(?<k>${number})(?<unit3>${percent}|${px})`,
    ({ n, unit: u, m, unit2, k, unit3 }) => {
      const radius = length(n ?? m ?? k, u ?? unit2 ?? unit3);
      return [radius ? { op: 'roundCorners', radius } : { op: 'roundCorners' }];
    },
  ),
];

const left = String.raw`(?:to\s+the\s+)?left|counter[- ]?clockwise|anti[- ]?clockwise|ccw`;
const right = String.raw`(?:to\s+the\s+)?right|clockwise|cw`;

function turn(sign: string | undefined, n: string | undefined, direction: string | undefined): RetouchStep {
  const amount = Number(n ?? 90) * (sign === '-' ? -1 : 1);
  const back = direction !== undefined && new RegExp(`^(?:${left})$`, 'i').test(direction.trim());
  return { op: 'rotate', degrees: back ? -amount : amount };
}

const turning: Rule[] = [
  rule(
    `(?:rotated?|spin)${it}(?:\\s+by)?(?:\\s+(?<d1>${left}|${right})(?:\\s+by)?)?(?:\\s*(?<sign>-)?(?<n>${number})${degrees})?(?:\\s+(?<d2>${left}|${right}))?`,
    ({ sign, n, d1, d2 }) => [turn(sign, n, d1 ?? d2)],
  ),
  rule(
    `(?:turn|straighten|tilt)${it}(?:\\s+by)?\\s+(?:(?<sign>-)?(?<n>${number})${degrees}(?:\\s+(?<d1>${left}|${right}))?|(?<d2>${left}|${right}))`,
    ({ sign, n, d1, d2 }) => [turn(sign, n, d1 ?? d2)],
  ),
  rule(`(?:turn${it}\\s+)?upside[- ]down`, () => [{ op: 'rotate', degrees: 180 }]),
  rule(
    `(?:flip|mirror)(?:ped|ed)?${it}(?:\\s+(?<a>horizontal(?:ly)?|vertical(?:ly)?|left\\s+to\\s+right|upside[- ]down|top\\s+to\\s+bottom)(?:\\s+and\\s+(?<b>horizontally|vertically))?)?`,
    ({ a, b }) =>
      [a ?? 'horizontally', ...(b ? [b] : [])].map(axis => ({
        op: 'flip',
        axis: /^(vert|upside|top)/i.test(axis) ? 'vertical' : 'horizontal',
      })),
  ),
];

const resizing = `(?:resized?|re-?scaled?|scaled?|shrink|enlarge|upscaled?|downscaled?|upsize|downsize|reduce|make|set)${it}(?:${the}(?:size|dimensions|width|height))?(?:\\s+(?:down|up))?(?:\\s+to\\s+be)?`;

const sizes: Rule[] = [
  rule(
    `${alone.from}(?<n>\\d+)${px}\\s*(?<side>wide|in\\s+width|tall|high|in\\s+height)${alone.to}`,
    ({ n, side }) => [
      /wid/i.test(side ?? '') ? { op: 'resize', width: Number(n) } : { op: 'resize', height: Number(n) },
    ],
  ),
  rule(
    `(?:(?:scale|make|shrink|resize|reduce)${it}(?:\\s+to)?\\s+)?(?:(?:a\\s+)?(?<part>third|quarter)|half)(?:\\s+as\\s+(?:big|large)|\\s+(?:of\\s+)?(?:the|its)(?:\\s+original)?\\s+size)`,
    ({ part }) => [{ op: 'scale', percent: part === undefined ? 50 : /third/i.test(part) ? 100 / 3 : 25 }],
  ),
  rule(`${resizing}${glue}(?:exactly\\s+)?(?<w>\\d+)${px}${by}(?<h>\\d+)${px}`, ({ w, h }) => [
    { op: 'resize', width: Number(w), height: Number(h) },
  ]),
  rule(
    `${resizing}${glue}(?<n>\\d+)${px}\\s*(?<side>wide|width|in\\s+width|tall|high|height|in\\s+height)`,
    ({ n, side }) => [
      /wid/i.test(side ?? '') ? { op: 'resize', width: Number(n) } : { op: 'resize', height: Number(n) },
    ],
  ),
  rule(`(?:set${the})?(?<side>width|height)${glue}(?<n>\\d+)${px}`, ({ n, side }) => [
    /wid/i.test(side ?? '') ? { op: 'resize', width: Number(n) } : { op: 'resize', height: Number(n) },
  ]),
  rule(
    `(?:resize|re-?scale|scale|shrink|reduce|enlarge|upscale|downscale)${it}(?:\\s+(?:down|up))?\\s+to\\s+(?<n>\\d+)${px}`,
    ({ n }) => [{ op: 'fit', width: Number(n), height: Number(n) }],
  ),
  rule(
    `(?:resize|re-?scale|scale|make|shrink|reduce|enlarge)${it}(?:\\s+(?:down|up))?(?:\\s+to)?\\s+(?<n>${number})${percent}(?:\\s+(?:of\\s+)?(?:its\\s+|the\\s+)?(?:original\\s+)?size)?`,
    ({ n }) => [{ op: 'scale', percent: Number(n) }],
  ),
  rule(
    `(?:shrink|downscale|scale\\s+down|reduce)${it}\\s+by\\s+(?<n>${number})${percent}|(?<m>${number})${percent}\\s+smaller`,
    ({ n, m }) => [{ op: 'scale', percent: 100 - Number(n ?? m) }],
  ),
  rule(
    `(?:enlarge|upscale|scale\\s+up)${it}\\s+by\\s+(?<n>${number})${percent}|(?<m>${number})${percent}\\s+(?:larger|bigger)`,
    ({ n, m }) => [{ op: 'scale', percent: 100 + Number(n ?? m) }],
  ),
  rule(
    `(?:(?:scale|make|shrink|resize|reduce)${it}(?:\\s+to)?\\s+)?half(?:\\s+(?:of\\s+)?(?:the|its))?(?:\\s+original)?\\s+size`,
    () => [{ op: 'scale', percent: 50 }],
  ),
  rule(`double(?:\\s+(?:the|its))?\\s+size|twice(?:\\s+(?:the|its|as))?\\s+(?:size|large|big)`, () => [
    { op: 'scale', percent: 200 },
  ]),
  rule(
    `fit${it}\\s*(?:in(?:to|side)?|within|to)?\\s*(?:an?\\s+)?(?<w>\\d+)${px}(?:${by}(?<h>\\d+)${px})?`,
    ({ w, h }) => [{ op: 'fit', width: Number(w), height: Number(h ?? w) }],
  ),
];

const ground = String.raw`(?:back\s?ground|backdrop|bg)(?:\s+colou?r)?`;
const someColour = `(?:${colour}\\s+)?`;

const backgrounds: Rule[] = [
  rule(
    `(?:remove|erase|delete|drop|cut\\s*out|clear|knock\\s+out|strip)(?:\\s+(?:the|its|their|any|a))?\\s+${someColour}(?:(?:flat|plain|solid|uniform)\\s+)?${someColour.replace('<colour>', '<colour2>')}${ground}|(?:no|without(?:\\s+an?|\\s+the)?)\\s+${ground}|(?:with\\s+)?(?:an?\\s+)?transparent\\s+${ground}|(?:make|turn|set)(?:\\s+(?:the|its|their))?\\s+${someColour.replace('<colour>', '<colour3>')}${ground}\\s+(?:to\\s+)?transparent`,
    ({ colour: a, colour2: b, colour3: c }) => {
      const name = a ?? b ?? c;
      return [name ? { op: 'removeBackground', colour: colourOf(name) } : { op: 'removeBackground' }];
    },
  ),
  rule(
    `(?:make|turn)(?:\\s+(?:the|all))*\\s+${colour}(?:\\s+(?:colou?r|pixels?|areas?|parts?))?\\s+transparent`,
    ({ colour: name }) => [{ op: 'removeBackground', colour: colourOf(name ?? ''), everywhere: true }],
  ),
  rule(
    `(?:(?:put|place|lay|set|add|use|give)${it}\\s+)?(?:(?:on(?:to)?|with|over)\\s+)?(?:an?\\s+)?(?:(?:plain|solid|flat)\\s+)?${colour}\\s+${ground}|flatten(?:ed)?${it}\\s+(?:on(?:to)?|to|with|in)\\s+${colour.replace('<colour>', '<colour2>')}`,
    ({ colour: a, colour2: b }) => [{ op: 'background', colour: colourOf(a ?? b ?? '') }],
  ),
  rule(
    `(?:make|change|set|fill|replace|turn|paint)(?:\\s+(?:the|its))?\\s+${ground}(?:\\s+(?:to|with|in|into|by))?(?:\\s+(?:plain|solid))?\\s+${colour}`,
    ({ colour: name }) => [{ op: 'removeBackground' }, { op: 'background', colour: colourOf(name ?? '') }],
  ),
  rule(
    `(?:(?:add|draw|put|give${it}|with)\\s+)?(?:an?\\s+)?(?:(?<n>\\d+)${px}\\s+)?(?:(?:solid)\\s+)?${someColour}(?:(?<m>\\d+)${px}\\s+)?(?:border|frame|outline)(?:${glue}(?<k>\\d+)${px})?(?:\\s+(?:in\\s+)?${colour.replace('<colour>', '<colour2>')})?`,
    ({ n, m, k, colour: a, colour2: b }) => {
      const width = num(n ?? m ?? k);
      const name = a ?? b;
      return [
        {
          op: 'border',
          colour: name ? colourOf(name) : '#000000',
          ...(width === undefined ? {} : { width }),
        },
      ];
    },
  ),
  rule(
    `(?:(?:add|put|with|give${it})\\s+)?(?:(?:some|an?)\\s+)?(?:(?<n>${number})${unit}\\s+(?:of\\s+)?)?${someColour}(?:padding|margins?|space\\s+around(?:\\s+it)?)(?:${glue}(?<m>${number})(?<unit2>${percent}|${px}))?`,
    ({ n, unit: u, m, unit2, colour: name }) => {
      const amount = length(n ?? m, u ?? unit2);
      return [{ op: 'pad', ...(amount ? { amount } : {}), ...(name ? { colour: colourOf(name) } : {}) }];
    },
  ),
];

const joining = `(?:(?:put|place|arrange|join|combine|merge|lay|show|align|stack|stitch)${it}\\s+)?`;
const gap = `(?:,?\\s+with\\s+(?:an?\\s+)?(?<gap>\\d+)${px}\\s+(?:gap|spacing|space)(?:\\s+between(?:\\s+(?:them|each))?)?)?`;
const combine =
  (layout: 'row' | 'column' | 'grid'): Make =>
  groups => [{ op: 'combine', layout, gap: num(groups.gap) ?? 0 }];

const combining: Rule[] = [
  rule(
    `${joining}(?:side[- ]by[- ]side|(?:next\\s+to|beside)\\s+(?:each\\s+other|one\\s+another)|in\\s+a\\s+row)${gap}|(?:join|combine|merge|stitch)${it}(?:\\s+together)?(?:\\s+horizontally)?${gap.replace('<gap>', '<gap2>')}|(?:stack|arrange|align)${it}\\s+horizontally${gap.replace('<gap>', '<gap3>')}`,
    groups => combine('row')({ gap: groups.gap ?? groups.gap2 ?? groups.gap3 }, 1),
  ),
  rule(
    `${joining}(?:on\\s+top\\s+of\\s+(?:each\\s+other|one\\s+another)|one\\s+(?:above|below|under|on\\s+top\\s+of)\\s+(?:the\\s+other|another)|(?:below|under|above)\\s+(?:each\\s+other|one\\s+another)|in\\s+(?:a|one)\\s+column)${gap}|(?:join|combine|merge|stack|stitch|arrange|align)${it}(?:\\s+together)?\\s+vertically${gap.replace('<gap>', '<gap2>')}|stack(?:ed)?${it}${gap.replace('<gap>', '<gap3>')}`,
    groups => combine('column')({ gap: groups.gap ?? groups.gap2 ?? groups.gap3 }, 1),
  ),
  rule(`${joining}(?:in(?:to)?|as)?\\s*(?:an?\\s+)?(?:grid|collage|contact\\s+sheet)${gap}`, combine('grid')),
];

export const rules: readonly Rule[] = [
  ...colours,
  ...focus,
  ...shape,
  ...turning,
  ...sizes,
  ...backgrounds,
  ...combining,
];
