import type { Translate } from '../translate';
import { readPixelArt } from './pixelArtArgs';
import type { ImageFacts } from '../model/run';
import {
  type Cutout,
  encodableFormats,
  fits,
  type OutputSettings,
  plainCutout,
  plainOutput,
} from '../model/output';

/** Settings under a name. */
export interface OutputPreset {
  name: string;
  settings: OutputSettings;
}

type Part = keyof OutputSettings;

const maxSide = 20_000;
const maxTolerance = 50;
const maxFeather = 20;
const whole = (low: number, high: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
const oneOf = (all: readonly unknown[]) => (value: unknown) => all.includes(value);

const checks: Readonly<Record<Exclude<Part, 'focus' | 'cutout' | 'pixelArt'>, (value: unknown) => boolean>> =
  {
    format: oneOf(['keep', ...encodableFormats]),
    width: whole(1, maxSide),
    height: whole(1, maxSide),
    fit: oneOf(fits),
    background: value => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value),
    quality: whole(1, 100),
    lossless: oneOf([true, false]),
    progressive: oneOf([true, false]),
    colours: whole(2, 256),
    optimise: oneOf([true, false]),
    srgb: oneOf([true, false]),
    maxKilobytes: whole(1, 1_000_000),
    strip: oneOf([true, false]),
    keepOriginal: oneOf([true, false]),
    recipe: oneOf([true, false]),
  };

/**
 * Settings as somebody wrote them down: each part that makes sense, the others as they are by default. `unknown` names
 * the rest, so that a misspelt part does not go by in silence.
 */
export function readOutput(value: unknown): { settings: OutputSettings; unknown: readonly string[] } {
  if (typeof value !== 'object' || value === null) return { settings: plainOutput, unknown: [] };
  const parts: Partial<Record<Part, unknown>> = {};
  const unknown: string[] = [];
  for (const [name, part] of Object.entries(value)) {
    if (part === null || name === 'name') continue;
    if (name === 'focus' && isFocus(part)) parts.focus = { x: part.x, y: part.y };
    else if (name === 'cutout' && readCutout(part)) parts.cutout = readCutout(part);
    else if (name === 'pixelArt' && readPixelArt(part)) parts.pixelArt = readPixelArt(part);
    else if (Object.hasOwn(checks, name) && checks[name as keyof typeof checks](part)) {
      parts[name as Part] = part;
    } else unknown.push(name);
  }
  return { settings: { ...plainOutput, ...parts } as OutputSettings, unknown };
}

/** The presets of the setting; what has no name is left out. `problems`: a sentence each. */
export function readPresets(
  value: unknown,
  t: Translate,
): {
  presets: readonly OutputPreset[];
  problems: readonly string[];
} {
  const presets: OutputPreset[] = [];
  const problems: string[] = [];
  for (const item of Array.isArray(value) ? (value as unknown[]) : []) {
    const name = typeof item === 'object' && item !== null && 'name' in item ? item.name : undefined;
    if (typeof name !== 'string' || name.trim() === '') {
      problems.push(t('A preset without a name was left out.'));
      continue;
    }
    const label = name.trim().slice(0, 60);
    const { settings, unknown } = readOutput(item);
    for (const part of unknown)
      problems.push(t('Preset “{0}”: “{1}” is not known, or its value is not.', label, part));
    presets.push({ name: label, settings });
  }
  return { presets, problems };
}

/** `true`: as by default. */
function readCutout(value: unknown): Cutout | undefined {
  if (value === true) return plainCutout;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { tolerance = null, everywhere = false, feather = 0, ...rest } = value as Record<string, unknown>;
  const number = (part: unknown, high: number) => typeof part === 'number' && part >= 0 && part <= high;
  if (Object.keys(rest).length > 0 || typeof everywhere !== 'boolean' || !number(feather, maxFeather))
    return undefined;
  if (tolerance !== null && !number(tolerance, maxTolerance)) return undefined;
  return { tolerance: tolerance as number | null, everywhere, feather: feather as number, strokes: [] };
}

function isFocus(value: unknown): value is { x: number; y: number } {
  const inside = (part: unknown) => typeof part === 'number' && part >= 0 && part <= 1;
  return (
    typeof value === 'object' &&
    value !== null &&
    'x' in value &&
    'y' in value &&
    inside(value.x) &&
    inside(value.y)
  );
}

/**
 * What pages ask for most. 1200 × 630 is the card of Open Graph consumers (Facebook's sharing guide, X's large card);
 * they take JPEG and PNG, not all take WebP.
 */
export function builtInPresets(t: Translate): readonly OutputPreset[] {
  const preset = (name: string, settings: Partial<OutputSettings>): OutputPreset => ({
    name,
    settings: { ...plainOutput, ...settings },
  });
  return [
    preset(t('As it is'), {}),
    preset(t('Hero'), { format: 'webp', width: 1600, height: 900 }),
    preset(t('OG card'), { format: 'jpeg', width: 1200, height: 630, maxKilobytes: 300 }),
    preset(t('Thumbnail'), { format: 'webp', width: 400, height: 300 }),
    preset(t('Icon'), { format: 'png', width: 256, height: 256, fit: 'pad', optimise: true }),
  ];
}

/** What was saved last, for another picture: a size that would enlarge it is left out. */
export function rememberedFor(
  last: OutputSettings,
  { width, height }: Pick<ImageFacts, 'width' | 'height'>,
): OutputSettings {
  const enlarges = (last.width ?? 0) > width || (last.height ?? 0) > height;
  return enlarges ? { ...last, width: null, height: null } : last;
}

/** The presets to choose from. What was remembered has a name, so that nobody wonders where it comes from. */
export function presetsWith(
  remembered: OutputSettings,
  own: readonly OutputPreset[],
  t: Translate,
): readonly OutputPreset[] {
  const [asItIs, ...others] = [...builtInPresets(t), ...own];
  // What the file says of itself is no part of how it looks.
  const { strip, keepOriginal, recipe } = plainOutput;
  const looks = { ...remembered, strip, keepOriginal, recipe };
  const isPlain = JSON.stringify(looks) === JSON.stringify(plainOutput);
  const last = { name: t('As last saved in this folder'), settings: remembered };
  return [...(asItIs ? [asItIs] : []), ...(isPlain ? [] : [last]), ...others];
}
