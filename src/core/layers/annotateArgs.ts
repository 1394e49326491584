import { givenOf, mustBe } from '../run/argumentObject';
import { isFile, type FileArgument } from '../run/automationArgs';
import type { Translate } from '../translate';
import type { Description } from '../model/layers';
import { checkDescription } from './description';
import { maxRows, type Row, rowsOf } from './rows/table';

/** The argument object of `inlineAssets.annotate`, checked. */
export interface AnnotateArgs {
  drawing: { file: FileArgument } | { description: Description };
  /** Instead of the one that the description names. */
  image?: FileArgument;
  /** A list of rows, or where they are: a JSON or CSV file, or Markdown pages by a glob. */
  variables?: { rows: readonly Row[] } | { from: FileArgument };
  /** A path, or a pattern of paths with variables. */
  saveTo: FileArgument;
  overwrite: boolean;
  quality?: number;
  /** SVG: letters as outlines or as text. */
  svgText?: 'paths' | 'text';
}

const known = [
  'image',
  'layers',
  'canvas',
  'safeArea',
  'imageFit',
  'description',
  'variables',
  'saveTo',
  'pattern',
  'overwrite',
  'quality',
  'svgText',
];

export function parseAnnotate(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: AnnotateArgs } | { refused: string } {
  const wrong = (part: string, wanted: string) => mustBe(t, part, wanted);
  const found = givenOf(value, known, t);
  if ('refused' in found) return found;
  const { given } = found;
  const { image, description, variables, saveTo, pattern, overwrite = false, quality, svgText } = given;
  const { layers, canvas, safeArea, imageFit } = given;
  if (image !== undefined && !isFile(image)) return wrong('image', t('a Uri or a path'));
  if (typeof overwrite !== 'boolean') return wrong('overwrite', 'true, false');
  const inRange = Number.isInteger(quality) && (quality as number) >= 1 && (quality as number) <= 100;
  if (quality !== undefined && !inRange) return wrong('quality', t('a whole number from 1 to 100'));
  if (svgText !== undefined && svgText !== 'paths' && svgText !== 'text')
    return wrong('svgText', 'paths, text');
  if ((saveTo === undefined) === (pattern === undefined)) {
    return { refused: t('Name either “{0}” or “{1}”.', 'saveTo', 'pattern') };
  }
  if (saveTo !== undefined && !isFile(saveTo)) return wrong('saveTo', t('a Uri or a path'));
  if (pattern !== undefined && (typeof pattern !== 'string' || pattern.trim() === '')) {
    return wrong('pattern', t('a path like {0}', 'img/{{slug}}.png'));
  }
  if ((layers === undefined) === (description === undefined)) {
    return { refused: t('Name either “{0}” or “{1}”.', 'layers', 'description') };
  }
  const inline = [layers, canvas, safeArea, imageFit].some(part => part !== undefined);
  if (description !== undefined && (inline || !isFile(description))) {
    return wrong('description', t('a file, without {0}', 'layers, canvas, safeArea, imageFit'));
  }
  const read = variables === undefined ? undefined : readVariables(variables);
  if (variables !== undefined && !read) {
    return wrong('variables', t('an object, a list of objects, or a JSON, CSV or Markdown file'));
  }
  if (read && 'rows' in read && (read.rows.length === 0 || read.rows.length > maxRows)) {
    return wrong('variables', t('a list of 1 to {0} rows', maxRows));
  }
  const drawing = description === undefined ? inlineDrawing(given, t) : { file: description as FileArgument };
  if ('refused' in drawing) return drawing;
  return {
    args: {
      drawing,
      saveTo: (saveTo ?? pattern) as FileArgument,
      overwrite,
      ...(image !== undefined && { image: image as FileArgument }),
      ...(read && { variables: read }),
      ...(quality !== undefined && { quality: quality as number }),
      ...(svgText !== undefined && { svgText }),
    },
  };
}

function readVariables(value: unknown): AnnotateArgs['variables'] | undefined {
  if (typeof value === 'string') return { from: value };
  // A Uri is an object, too.
  if (isFile(value)) return { from: value };
  const rows = rowsOf(value);
  return rows && { rows };
}

/** Layers without an id get one: who draws once has no use for it. */
function inlineDrawing(
  { image, layers, canvas, safeArea, imageFit }: Readonly<Record<string, unknown>>,
  t: Translate,
): { description: Description } | { refused: string } {
  if (!Array.isArray(layers)) return { refused: t('“{0}” must be {1}.', 'layers', t('a list of layers')) };
  const named = (layers as unknown[]).map((layer, i) =>
    typeof layer === 'object' && layer !== null && !('id' in layer)
      ? { id: `layer-${i + 1}`, ...layer }
      : layer,
  );
  return checkDescription(
    {
      version: 1,
      layers: named,
      ...(canvas !== undefined && { canvas }),
      ...(safeArea !== undefined && { safeArea }),
      ...(imageFit !== undefined && { imageFit }),
      // Stands for the one that is named beside it.
      ...(image !== undefined && { image: '.' }),
    },
    t,
  );
}
