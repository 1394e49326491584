import type * as z from 'zod/mini';
import type { Translate } from '../translate';
import { formatBytes, megabyte } from '../model/format';
import { type Description, descriptionSchema } from '../model/layers';

export const maxDescriptionBytes = 2 * megabyte;

/** The text of a `*.layers.json`. What is wrong with it is named by its place, such as `layers[2].size`. */
export function readDescription(
  text: string,
  t: Translate,
): { description: Description } | { refused: string } {
  if (text.length > maxDescriptionBytes)
    return { refused: t('The description has more than {0}.', formatBytes(maxDescriptionBytes)) };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { refused: t('This is not JSON: {0}', why.slice(0, 200)) };
  }
  return checkDescription(value, t);
}

export function checkDescription(
  value: unknown,
  t: Translate,
): { description: Description } | { refused: string } {
  const read = descriptionSchema.safeParse(value);
  if (!read.success) return { refused: sentence(read.error.issues[0], t) };
  const ids = new Set<string>();
  for (const [i, { id }] of read.data.layers.entries()) {
    if (ids.has(id)) return { refused: t('“{0}”: another layer has the id “{1}”.', `layers[${i}].id`, id) };
    ids.add(id);
  }
  if (!read.data.canvas && read.data.image === undefined) {
    return { refused: t('The description needs a canvas or an image.') };
  }
  return { description: read.data };
}

/** Stable order and indentation, so that a change shows as a small difference in version control. */
export function writeDescription(description: Description): string {
  return `${JSON.stringify(description, null, 2)}\n`;
}

type Issue = z.core.$ZodIssue;

function sentence(issue: Issue | undefined, t: Translate): string {
  if (!issue) return t('The description is not valid.');
  const place = placeOf(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return t('“{0}” is not known here.', placeOf([...issue.path, issue.keys[0] ?? '']));
    case 'invalid_type':
      return t('“{0}” must be {1}.', place, issue.expected);
    case 'too_small':
      return t('“{0}” must be at least {1}.', place, String(issue.minimum));
    case 'too_big':
      return t('“{0}” must be at most {1}.', place, String(issue.maximum));
    case 'invalid_value':
      return t('“{0}” must be {1}.', place, issue.values.map(String).join(', '));
    case 'invalid_format':
      return /colou?r|fill|from|to|background/i.test(place)
        ? t('“{0}” must be a color like {1}.', place, '#1a2b3c, #1a2b3c80')
        : t('“{0}” is written in a way that is not known.', place);
    case 'invalid_union':
      return issue.discriminator === undefined
        ? t('“{0}” has a value that is not known.', place)
        : t(
            '“{0}” must be {1}.',
            placeOf([...issue.path.filter(part => part !== 'type'), 'type']),
            layerTypes,
          );
    default:
      return t('“{0}” has a value that is not known.', place);
  }
}

const layerTypes = 'text, box, ellipse, line, arrow, step, highlight, redact';

function placeOf(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (place, part) =>
      typeof part === 'number'
        ? `${place}[${part}]`
        : place === ''
          ? String(part)
          : `${place}.${String(part)}`,
    '',
  );
  return text.slice(0, 120);
}
