import { givenOf, mustBe } from '../run/argumentObject';
import {
  atlasForms,
  cutRanges,
  type CutSettings,
  pivots,
  plainCut,
  plainSheet,
  sheetRanges,
  type SheetSettings,
  spriteOutputs,
  type SpriteSettings,
} from '../model/sprites';
import { isFile, type FileArgument } from '../run/automationArgs';
import type { Translate } from '../translate';

/** The argument object of `inlineAssets.makeSpriteSheet` or `inlineAssets.cutSpriteSheet`, checked. */
export interface SpriteArgs {
  images: readonly FileArgument[];
  saveTo: FileArgument;
  overwrite: boolean;
  settings: SpriteSettings;
}

type Check = { is(value: unknown): boolean; wanted: string };

const oneOf = (...all: readonly (string | boolean)[]): Check => ({
  is: value => (all as readonly unknown[]).includes(value),
  wanted: all.join(', '),
});
const whole = ([low, high]: readonly [number, number]): Check => ({
  is: value => Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
  wanted: `${low}–${high}`,
});
const flag = oneOf(true, false);

const sheetChecks: Readonly<Record<keyof SheetSettings, Check>> = {
  layout: oneOf('packed', 'grid'),
  columns: whole(sheetRanges.columns),
  trim: flag,
  padding: whole(sheetRanges.padding),
  border: whole(sheetRanges.border),
  extrude: whole(sheetRanges.extrude),
  powerOfTwo: flag,
  maxSide: whole(sheetRanges.maxSide),
  pivot: oneOf('none', ...pivots),
  align: oneOf(...pivots),
  atlas: oneOf(...atlasForms, 'none'),
  duration: whole(sheetRanges.duration),
  sort: flag,
};

const cutChecks: Readonly<Record<keyof CutSettings, Check>> = {
  by: oneOf('grid', 'islands'),
  columns: whole(cutRanges.columns),
  rows: whole(cutRanges.rows),
  frameWidth: whole(cutRanges.frameWidth),
  frameHeight: whole(cutRanges.frameHeight),
  margin: whole(cutRanges.margin),
  spacing: whole(cutRanges.spacing),
  gap: whole(cutRanges.gap),
  removeBackground: flag,
  align: oneOf('none', ...pivots),
};

/** Of a sheet that is made of what was cut: the frames keep their places. */
export const cutSheet: SheetSettings = { ...plainSheet, layout: 'grid', trim: false, padding: 0 };

/** What is unknown or of a wrong type is refused by name. */
export function parseMake(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: SpriteArgs } | { refused: string } {
  const { images, ...rest } = value;
  if (!Array.isArray(images) || images.length === 0 || !images.every(isFile)) {
    return mustBe(t, 'images', t('a list of files'));
  }
  return parseRest(t, images, rest, sheetChecks, ({ output, ...parts }) => ({
    cut: null,
    sheet: { ...plainSheet, ...parts },
    output: (output ?? 'sheet') as SpriteSettings['output'],
  }));
}

export function parseCut(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: SpriteArgs } | { refused: string } {
  const { image, ...rest } = value;
  if (!isFile(image)) return mustBe(t, 'image', t('a Uri or a path'));
  if ((rest['frameWidth'] === undefined) !== (rest['frameHeight'] === undefined)) {
    return { refused: t('“frameWidth” and “frameHeight” are only known together.') };
  }
  // `columns` and `align` are those of the sheet that is cut.
  const ofSheet: Readonly<Record<string, Check>> = Object.fromEntries(
    Object.entries(sheetChecks).filter(([name]) => !Object.hasOwn(cutChecks, name) && name !== 'sort'),
  );
  return parseRest(t, [image], rest, { ...ofSheet, ...cutChecks }, ({ output, ...parts }) => ({
    cut: { ...plainCut, ...pick(parts, cutChecks) },
    sheet: { ...cutSheet, ...pick(parts, ofSheet) },
    output: (output ?? 'files') as SpriteSettings['output'],
  }));
}

function parseRest(
  t: Translate,
  images: readonly FileArgument[],
  { saveTo, overwrite = false, ...rest }: Readonly<Record<string, unknown>>,
  partChecks: Readonly<Record<string, Check>>,
  settings: (parts: Readonly<Record<string, unknown>>) => SpriteSettings,
): { args: SpriteArgs } | { refused: string } {
  if (!isFile(saveTo)) return mustBe(t, 'saveTo', t('a Uri or a path'));
  if (typeof overwrite !== 'boolean') return mustBe(t, 'overwrite', 'true, false');
  const checks: Readonly<Record<string, Check>> = { ...partChecks, output: oneOf(...spriteOutputs) };
  const found = givenOf({ saveTo, overwrite, ...rest }, ['saveTo', 'overwrite', ...Object.keys(checks)], t);
  if ('refused' in found) return found;
  const parts = { ...found.given };
  delete parts['saveTo'];
  delete parts['overwrite'];
  for (const [name, part] of Object.entries(parts)) {
    const check = checks[name];
    if (check && !check.is(part)) return mustBe(t, name, check.wanted);
  }
  return { args: { images, saveTo, overwrite, settings: settings(parts) } };
}

function pick(parts: Readonly<Record<string, unknown>>, known: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([name]) => Object.hasOwn(known, name)));
}
