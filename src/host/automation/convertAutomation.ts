import * as vscode from 'vscode';
import { type ConvertArgs, parseConvert } from '../../core/save/convertArgs';
import type { OutputSettings } from '../../core/model/output';
import type { FailureKind } from '../../core/model/outcome';
import { paletteOf } from '../save/paletteOf';
import type { Saver } from '../save/saver';
import { locate } from './locate';
import { checkNotes } from '../text/cutoutText';
import { outputNotes } from '../text/outputNotes';
import { outcomeOf } from './saveAnswer';

export interface ConvertAnswer {
  outcome: 'images' | 'exists' | FailureKind;
  uri?: vscode.Uri;
  mimeType?: string;
  width?: number;
  height?: number;
  bytes?: number;
  hasAlpha?: boolean;
  quality?: number;
  colours?: number;
  /** Written in the same step: the original's bytes, a recipe. */
  beside?: readonly vscode.Uri[];
  /** What the file loses, or what is worth a word, a sentence each. */
  notes?: readonly string[];
  message?: string;
}

/** Nobody says which page it is for. */
const midGrey = '#808080';

/** `inlineAssets.convert` with an argument object: no dialog, no message; what would ask is a failure that says so. */
export function createConvert(deps: {
  saver: Pick<Saver, 'saveTo'>;
}): (ask: Readonly<Record<string, unknown>>) => Promise<ConvertAnswer> {
  return async ask => {
    const parsed = parseConvert(ask, vscode.l10n.t);
    if ('refused' in parsed) return { outcome: 'bad-request', message: parsed.refused };
    const { args } = parsed;
    const image = locate(args.image);
    if ('refused' in image) return { outcome: 'bad-request', message: image.refused };
    const target = locate(args.saveTo);
    if ('refused' in target) return { outcome: 'bad-request', message: target.refused };
    const { overwrite } = args;
    const output = await withPalette(args);
    if ('refused' in output) return { outcome: 'bad-request', message: output.refused };
    const options = {
      overwrite,
      output,
      ...(output.format !== 'keep' && { format: output.format }),
      ...(output.cutout && { page: midGrey }),
    };
    const result = await deps.saver.saveTo({ file: image.path }, target.path, options);
    if (!result.ok) return { outcome: outcomeOf(result.reason), message: result.message };
    const { width, height, bytes, mimeType, hasAlpha } = result.facts;
    const notes = [
      ...outputNotes(vscode.l10n.t, result.original, result.facts, output, result),
      ...(result.checks ? checkNotes(vscode.l10n.t, result.checks) : []),
    ];
    return {
      outcome: 'images',
      uri: vscode.Uri.parse(result.uri),
      mimeType,
      width,
      height,
      bytes,
      hasAlpha,
      ...(result.quality !== undefined && { quality: result.quality }),
      ...(result.colours !== undefined && { colours: result.colours }),
      ...(result.beside && { beside: result.beside.map(file => vscode.Uri.file(file)) }),
      ...(notes.length > 0 && { notes }),
    };
  };
}

/** With the colours of the palette file, where one is named. */
async function withPalette({ output, palette }: ConvertArgs): Promise<OutputSettings | { refused: string }> {
  if (palette === undefined || !output.pixelArt) return output;
  const file = locate(palette);
  if ('refused' in file) return file;
  const read = await paletteOf(file.path, vscode.l10n.t);
  return 'refused' in read ? read : { ...output, pixelArt: { ...output.pixelArt, palette: read.colours } };
}
