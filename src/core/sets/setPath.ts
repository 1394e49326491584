import { fileNameProblem } from '../save/fileName';

export type PathProblem = 'absolute' | 'escapes' | 'hidden' | 'not-a-name';

/** Why a path of a set (`/` between the parts) must not be written. Strict on every system: sets travel in repositories. */
export function pathProblem(path: string): PathProblem | undefined {
  if (/^([a-z]:|[/\\])/i.test(path)) return 'absolute';
  const parts = path.split(/[/\\]/);
  if (parts.includes('..')) return 'escapes';
  // A set of somebody else's repository must not reach what tools run: `.git`, `.vscode`, `.github`.
  if (parts.some(part => part.startsWith('.') && part.toLowerCase() !== '.well-known')) return 'hidden';
  if (path.includes('\\') || parts.some(part => fileNameProblem(part, true) !== undefined))
    return 'not-a-name';
  return undefined;
}
