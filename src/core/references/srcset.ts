import type { Description, Found } from './makeReference';
import type { ReferenceKind } from './reference';

/** One image of a `srcset`; offsets are within the attribute's value. */
export interface SrcsetCandidate {
  url: string;
  start: number;
  end: number;
  /** From `800w`. */
  width?: number;
  /** From `2x`. */
  density?: number;
}

/** Splits a `srcset` as the HTML standard does: a comma inside a URL does not end it, one at its end does. */
export function splitSrcset(value: string): SrcsetCandidate[] {
  const candidates: SrcsetCandidate[] = [];
  const candidate = /[\s,]*([^\s,]\S*)([^,]*)/y;
  for (let match = candidate.exec(value); match?.[1] !== undefined; match = candidate.exec(value)) {
    const url = match[1].replace(/,+$/, '');
    const start = match.index + match[0].length - (match[2]?.length ?? 0) - match[1].length;
    const read: SrcsetCandidate = { url, start, end: start + url.length };
    if (url.length < match[1].length) candidate.lastIndex = start + match[1].length;
    else {
      const descriptor = /(\d+(?:\.\d+)?)([wx])/.exec(match[2] ?? '');
      if (descriptor?.[2] === 'w') read.width = Number(descriptor[1]);
      if (descriptor?.[2] === 'x') read.density = Number(descriptor[1]);
    }
    candidates.push(read);
  }
  return candidates;
}

/** The images of a `srcset` whose text begins at `start`. */
export function readSrcset(
  text: string,
  start: number,
  described: Description,
  kind: ReferenceKind,
): Found[] {
  return splitSrcset(text).map(candidate => ({
    ...described,
    start: start + candidate.start,
    end: start + candidate.end,
    target: candidate.url,
    kind,
    ...(candidate.width === undefined ? {} : scaled(described, candidate.width)),
    density: candidate.density,
  }));
}

/** The size of an `800w` candidate, with the ratio that the attributes give. */
function scaled(size: Pick<Found, 'width' | 'height'>, width: number): Pick<Found, 'width' | 'height'> {
  if (size.width === undefined || size.height === undefined) return { width, height: undefined };
  return { width, height: Math.round((width * size.height) / size.width) };
}
