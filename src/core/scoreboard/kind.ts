import type { Run } from '../model/run';

/** What an image is for, as far as its prompt says: models are good at different things. */
export const imageKinds = [
  'icon',
  'logo',
  'pixel-art',
  'texture',
  'diagram',
  'card',
  'photo-edit',
  'photo',
  'illustration',
  'other',
] as const;
export type ImageKind = (typeof imageKinds)[number];

/** Words in the languages that the extension's users write most prompts in; the first kind that one fits. */
const words: readonly (readonly [ImageKind, RegExp])[] = [
  ['pixel-art', /\bpixel[ -]?art|\bsprites?\b|\b(8|16)[ -]?bit\b/i],
  ['logo', /\blogos?\b|\bwordmark|\bemblem|\blogotipo/i],
  ['icon', /\bicons?\b|\bfavicon|\bpictogram|\bglyph\b|\bicono\b|\bicône|\bsymbol\b/i],
  ['texture', /\btextures?\b|\bseamless\b|\btileable|\bpattern\b|\bmuster\b/i],
  ['diagram', /\bdiagram|\bflow ?chart|\binfographic|\bschema(tic)?\b|\bdiagramm/i],
  [
    'card',
    /\bog[ -](image|card)|\bsocial (card|preview)|\bbanner\b|\bhero (image|banner)|\bthumbnail\b|\bposter\b/i,
  ],
  [
    'illustration',
    /\billustrat|\bcartoon|\bdrawing\b|\bwatercolou?r|\bvector\b|\bflat design|\bsketch\b|\bzeichnung|\bdessin\b/i,
  ],
  [
    'photo',
    /\bphoto(graph|s|realistic)?\b|\brealistic\b|\bportrait\b|\bfoto\b|\bproduct shot|\b(35|50|85)\s?mm\b/i,
  ],
];

/** Of several words the one that says most about the form: a photo of an icon is an icon. */
export function kindOf({ prompt, references }: Pick<Run, 'prompt' | 'references'>): ImageKind {
  const said = words.find(([, pattern]) => pattern.test(prompt))?.[0];
  const edits = references.some(({ role }) => role === 'subject' || role === 'scene');
  if (edits && (said === undefined || said === 'photo')) {
    // What came from a camera is a JPEG far more often than not.
    const photo = references.some(({ facts }) => facts.format === 'jpeg' || facts.format === 'heic');
    return photo || said === 'photo' ? 'photo-edit' : 'other';
  }
  return said ?? 'other';
}
