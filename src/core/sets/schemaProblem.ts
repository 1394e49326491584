import type * as z from 'zod/mini';
import { editDistance } from '../editDistance';

/** What is wrong, and with which field: `files[3].width: …`. English, because it is about a file of English words. */
export interface DescriptionProblem {
  field: string;
  problem: string;
}

/** One finding of a schema in words: `zod/mini` has none of its own. `known`: the names of all fields there are. */
export function problemsOf(issue: z.core.$ZodIssue, known: readonly string[]): DescriptionProblem[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldOf(issue.path), problem: words(issue) }];
  return issue.keys.map(key => {
    const meant = nearest(key, known);
    return {
      field: fieldOf([...issue.path, key]),
      problem: `is not known here.${meant === undefined ? '' : ` Did you mean “${meant}”?`}`,
    };
  });
}

/** What it is a slip of the pen for. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const slips = known
    .map(each => ({ each, slips: editDistance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, slips }) => slips <= Math.max(2, each.length / 4) && slips < each.length / 2);
  return slips.sort((a, b) => a.slips - b.slips)[0]?.each;
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
