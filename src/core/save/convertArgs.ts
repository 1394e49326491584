import { mustBe } from '../run/argumentObject';
import type { OutputSettings } from '../model/output';
import { isFile, type FileArgument } from '../run/automationArgs';
import type { Translate } from '../translate';
import { readOutput } from './presets';

/** The argument object of `inlineAssets.convert`, checked. */
export interface ConvertArgs {
  image: FileArgument;
  saveTo: FileArgument;
  overwrite: boolean;
  output: OutputSettings;
  /** A palette file for `output.pixelArt`. */
  palette?: FileArgument;
}

/** What is unknown or of a wrong type is refused by name. */
export function parseConvert(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: ConvertArgs } | { refused: string } {
  const { image, saveTo, overwrite, ...rest } = value;
  const wrong = (part: string, wanted: string) => mustBe(t, part, wanted);
  if (!isFile(image)) return wrong('image', t('a Uri or a path'));
  if (!isFile(saveTo)) return wrong('saveTo', t('a Uri or a path'));
  if (overwrite !== undefined && typeof overwrite !== 'boolean') return wrong('overwrite', 'true, false');
  // Callers build the object with optional parts: `undefined` is absence.
  const given = Object.fromEntries(Object.entries(rest).filter(([, part]) => part !== undefined));
  const { pixelArt } = given;
  const palette = paletteIn(pixelArt);
  if (palette !== undefined) given['pixelArt'] = { ...(pixelArt as object), palette: null };
  const { settings, unknown } = readOutput(given);
  // A file of the workspace has none.
  const [first] = 'recipe' in given ? ['recipe'] : unknown;
  if (first !== undefined)
    return { refused: t('“{0}” is not known here, or has a value that is not.', first.slice(0, 100)) };
  return {
    args: {
      image,
      saveTo,
      overwrite: overwrite === true,
      output: settings,
      ...(palette !== undefined && { palette }),
    },
  };
}

/** Named as a file; a list of colours is none. */
function paletteIn(pixelArt: unknown): FileArgument | undefined {
  if (typeof pixelArt !== 'object' || pixelArt === null || !('palette' in pixelArt)) return undefined;
  return isFile(pixelArt.palette) ? pixelArt.palette : undefined;
}
