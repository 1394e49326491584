import { givenOf, mustBe } from '../run/argumentObject';
import { encodableFormats, type EncodableFormat } from '../model/output';
import { isFile, type FileArgument } from '../run/automationArgs';
import type { Translate } from '../translate';
import { positions, type Position } from '../model/position';

/** The argument object of `inlineAssets.makeSet`, checked. */
export interface SetArgs {
  image: FileArgument;
  dark?: FileArgument;
  svg?: FileArgument;
  /** Id of a set. */
  set: string;
  folder: FileArgument;
  name: string | null;
  background: string | null;
  /** A share of the shorter side at each edge, 0–0.4. */
  padding: number;
  fit: 'contain' | 'cover' | null;
  position: Position;
  width: number | null;
  format: 'keep' | EncodableFormat | null;
  options: Readonly<Record<string, boolean>>;
  overwrite: boolean;
  /** Only says what would be written. */
  dryRun: boolean;
}

const known = [
  'image',
  'dark',
  'svg',
  'set',
  'folder',
  'name',
  'background',
  'padding',
  'fit',
  'position',
  'width',
  'format',
  'options',
  'overwrite',
  'dryRun',
];

/** Percent; more would leave hardly anything of the image. */
export const maxPadding = 40;

/** What is unknown or of a wrong type is refused by name. Whether the set exists is the caller's to find out. */
export function parseSetArgs(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: SetArgs } | { refused: string } {
  const wrong = (part: string, wanted: string) => mustBe(t, part, wanted);
  const found = givenOf(value, known, t);
  if ('refused' in found) return found;
  const { given } = found;
  const { image, dark, svg, set, folder, name = null, background = null, padding = 0 } = given;
  const {
    fit = null,
    position = 'auto',
    width = null,
    format = null,
    options = {},
    overwrite = false,
    dryRun = false,
  } = given;
  for (const [part, file] of Object.entries({ image, folder })) {
    if (!isFile(file)) return wrong(part, t('a Uri or a path'));
  }
  for (const [part, file] of Object.entries({ dark, svg })) {
    if (file !== undefined && !isFile(file)) return wrong(part, t('a Uri or a path'));
  }
  if (typeof set !== 'string' || set === '') return wrong('set', t('the id of a set'));
  if (name !== null && (typeof name !== 'string' || name.trim() === '')) return wrong('name', t('a name'));
  if (background !== null && !(typeof background === 'string' && /^#[0-9a-f]{6}$/i.test(background))) {
    return wrong('background', t('a color like #1e90ff'));
  }
  if (!(typeof padding === 'number' && padding >= 0 && padding <= maxPadding)) {
    return wrong('padding', t('a percentage from 0 to {0}', maxPadding));
  }
  if (fit !== null && fit !== 'contain' && fit !== 'cover') return wrong('fit', 'contain, cover');
  const place = positions.find(each => each === position);
  if (place === undefined) return wrong('position', positions.join(', '));
  if (width !== null && !(Number.isInteger(width) && (width as number) >= 1 && (width as number) <= 8192)) {
    return wrong('width', t('a whole number of pixels from 1 to {0}', 8192));
  }
  const formats: readonly unknown[] = ['keep', ...encodableFormats];
  if (format !== null && !formats.includes(format)) return wrong('format', formats.join(', '));
  if (!isFlags(options)) return wrong('options', t('an object of true and false'));
  for (const [part, flag] of Object.entries({ overwrite, dryRun })) {
    if (typeof flag !== 'boolean') return wrong(part, 'true, false');
  }
  return {
    args: {
      image: image as FileArgument,
      folder: folder as FileArgument,
      ...(dark !== undefined && { dark: dark as FileArgument }),
      ...(svg !== undefined && { svg: svg as FileArgument }),
      set,
      name: typeof name === 'string' ? name.trim() : null,
      background: background as string | null,
      padding: padding / 100,
      fit,
      position: place,
      width: width as number | null,
      format: format as SetArgs['format'],
      options,
      overwrite: overwrite === true,
      dryRun: dryRun === true,
    },
  };
}

function isFlags(value: unknown): value is Record<string, boolean> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(part => typeof part === 'boolean')
  );
}
