import type * as z from 'zod/mini';

/** What is wrong, and with which field: `files[3].width: …`. English, because it is about a file of English words. */
export interface DescriptionProblem {
  field: string;
  problem: string;
}

/** One finding of a schema in words: `zod/mini` has none of its own. */
export function problemOf(issue: z.core.$ZodIssue): DescriptionProblem {
  return { field: fieldOf(issue.path), problem: words(issue) };
}

/** `files[3].width` */
function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function words(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing (${issue.expected})`
        : `must be of type ${issue.expected}`;
    case 'unrecognized_keys':
      return `not known: ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return 'does not have the form it must have';
    case 'too_small':
      return `must have at least ${String(issue.minimum)}`;
    case 'too_big':
      return `must have at most ${String(issue.maximum)}`;
    case 'invalid_union':
      return 'discriminator' in issue && issue.discriminator !== undefined
        ? 'must be one of image, icon, copy, text, json'
        : 'does not have a form that is known';
    default:
      return 'is not valid';
  }
}
