import { isInside } from './paths';

/** A file or folder that is in another place now. Normalised, absolute. */
export interface Move {
  from: string;
  to: string;
}

/** Where a path is after the moves; the same when none of them was of it or of a folder around it. */
export function pathAfter(path: string, moves: readonly Move[]): string {
  const move = moves.find(({ from }) => isInside(from, path));
  return move === undefined ? path : move.to + path.slice(move.from.length);
}

/** Where a path was before the moves. */
export function pathBefore(path: string, moves: readonly Move[]): string {
  const move = moves.find(({ to }) => isInside(to, path));
  return move === undefined ? path : move.from + path.slice(move.to.length);
}
