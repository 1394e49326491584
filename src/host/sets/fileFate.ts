import { stat } from 'node:fs/promises';
import { mergeJson, newJson } from '../../core/sets/mergeJson';
import type { PlannedFile } from '../../core/sets/planned';
import { readText } from '../readText';
import { isMissing } from '../save/disk';
import { sha256Of } from '../sha256';
import type { MadeFile } from './setTypes';

export type MadeBytes = Pick<MadeFile, 'bytes' | 'width' | 'height'> & { file: string };

/** Bytes. Longer than any manifest; what is longer is not merged into. */
const maxMergedBytes = 2_000_000;

/** Compares a file of a set with what is at its place. `made`: for pictures. Changes nothing. */
export async function fateOf(
  planned: PlannedFile,
  target: string,
  made: MadeBytes | undefined,
  signal?: AbortSignal,
): Promise<MadeFile> {
  const there = await hashOf(target, signal);
  const common = { planned, target, ...(there !== undefined && { replaces: there }) };
  if (made) {
    const fate = there === undefined ? 'new' : there === (await sha256Of(made.file)) ? 'same' : 'replaced';
    return { ...common, ...made, fate };
  }
  // Letters of another encoding would be lost in what is written back.
  const old = there === undefined ? undefined : await readText(target, maxMergedBytes, { strictly: true });
  const written = textAt(planned, old);
  return { ...common, ...written, bytes: new TextEncoder().encode(written.text).length };
}

type Old = Awaited<ReturnType<typeof readText>> | undefined;
type Written = Pick<MadeFile, 'fate' | 'kept'> & { text: string };

function textAt(planned: PlannedFile, old: Old): Written {
  if (planned.kind === 'json') return jsonAt(planned, old);
  const text = planned.kind === 'text' ? planned.text : '';
  return { text, fate: old === undefined ? 'new' : 'text' in old && old.text === text ? 'same' : 'replaced' };
}

function jsonAt(planned: Extract<PlannedFile, { kind: 'json' }>, old: Old): Written {
  if (old === undefined) {
    return { text: newJson(planned), fate: planned.existing === 'ifThere' ? 'left-out' : 'new' };
  }
  const replaces = planned.existing === 'replace';
  if ('problem' in old) {
    if (replaces) return { text: newJson(planned), fate: 'replaced' };
    return { text: '', fate: 'kept', kept: old.problem === 'not-utf8' ? 'not-utf8' : 'unreadable' };
  }
  const merged = replaces ? { text: newJson(planned) } : mergeJson(old.text, planned);
  if ('kept' in merged) return { text: old.text, fate: 'kept', kept: merged.kept };
  const { text } = merged;
  if (text === old.text) return { text, fate: 'same' };
  return { text, fate: replaces ? 'replaced' : 'merged' };
}

/** `undefined`: there is no file. What else is in the way is found when the set is written. */
async function hashOf(target: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    // A link may lead to a device, which has no end.
    return (await stat(target)).isFile() ? await sha256Of(target, signal) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
