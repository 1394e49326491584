import { assertNever } from '../../core/assertNever';
import type { ImageProblem, ProblemKind } from '../../core/imageIndex/problems';
import { formatBytes } from '../../core/model/format';
import type { Translate } from '../../core/translate';

/**
 * One sentence on what is wrong.
 * @param nameOf a path of the index, from its workspace folder
 */
export function problemText(t: Translate, problem: ImageProblem, nameOf: (path: string) => string): string {
  switch (problem.kind) {
    case 'missing':
      return t('Image not found: {0}', problem.name);
    case 'unreadable':
      return problem.bytes === 0 ? t('The file is empty.') : t('The file cannot be read as an image.');
    case 'unused':
      return t('No file of the workspace names this image.');
    case 'too-big':
      return 'bytes' in problem
        ? tooManyBytes(t, problem)
        : t(
            'The image has {0} × {1} pixels, and is nowhere shown larger than {2}. A quarter of its width would do.',
            problem.width,
            problem.height,
            shownSize(t, problem.shown),
          );
    case 'wrong-extension':
      return t('The file is a {0} file, whatever its name says.', problem.extension.toUpperCase());
    case 'wrong-size':
      return t(
        'The image has {0} × {1} pixels: width {2} and height {3} are of another shape.',
        problem.width,
        problem.height,
        problem.written.width,
        problem.written.height,
      );
    case 'no-alt':
      return t('The image has no alternative text: {0}', problem.name);
    case 'duplicates': {
      const [first = '', ...more] = problem.others;
      return more.length === 0
        ? t('{0} is the same image.', nameOf(first))
        : t('{0} and {1} more are the same image.', nameOf(first), more.length);
    }
    default:
      return assertNever(problem);
  }
}

/** "3 missing" */
export function problemCount(t: Translate, kind: ProblemKind, count: number): string {
  switch (kind) {
    case 'missing':
      return t('{0} missing', count);
    case 'unreadable':
      return t('{0} broken', count);
    case 'unused':
      return t('{0} unused', count);
    case 'too-big':
      return t('{0} too big', count);
    case 'wrong-extension':
      return t('{0} with the extension of another format', count);
    case 'wrong-size':
      return t('{0} with a wrong width or height', count);
    case 'no-alt':
      return t('{0} without alternative text', count);
    case 'duplicates':
      return t('{0} duplicated', count);
    default:
      return assertNever(kind);
  }
}

function shownSize(t: Translate, { width, height }: { width?: number; height?: number }): string {
  if (width !== undefined && height !== undefined) return `${width} × ${height}`;
  return width === undefined ? t('a height of {0}', height ?? 0) : t('a width of {0}', width);
}

function tooManyBytes(t: Translate, { bytes, mostBytes }: { bytes: number; mostBytes: number }): string {
  const [has, most] = [formatBytes(bytes), formatBytes(mostBytes)];
  return has === most
    ? t('The image has a little more than {0}.', most)
    : t('The image has {0}, more than {1}.', has, most);
}
