import { mergeJson, newJson } from '../../core/sets/mergeJson';
import type { PlannedFile } from '../../core/sets/planned';
import { errorCode, isMissing, type Disk } from '../save/disk';
import { sha256Of } from '../sha256';
import type { MadeFile } from './setTypes';

export type MadeBytes = Pick<MadeFile, 'bytes' | 'width' | 'height'> & { file: string };

/** Compares a file of a set with what is at its place. `made`: for pictures. Changes nothing. */
export async function fateOf(
  planned: PlannedFile,
  target: string,
  made: MadeBytes | undefined,
  disk: Disk,
): Promise<MadeFile> {
  const there = await hashOf(target);
  const common = { planned, target, ...(there !== undefined && { replaces: there }) };
  if (made) {
    const fate = there === undefined ? 'new' : there === (await sha256Of(made.file)) ? 'same' : 'replaced';
    return { ...common, ...made, fate };
  }
  const old = there === undefined ? undefined : await disk.readFile(target, 'utf8');
  const written = textAt(planned, old);
  return { ...common, ...written, bytes: new TextEncoder().encode(written.text).length };
}

function textAt(
  planned: PlannedFile,
  old: string | undefined,
): Pick<MadeFile, 'fate' | 'kept'> & { text: string } {
  if (planned.kind === 'json') return jsonAt(planned, old);
  const text = planned.kind === 'text' ? planned.text : '';
  return { text, fate: old === undefined ? 'new' : old === text ? 'same' : 'replaced' };
}

function jsonAt(
  planned: Extract<PlannedFile, { kind: 'json' }>,
  old: string | undefined,
): Pick<MadeFile, 'fate' | 'kept'> & { text: string } {
  if (old === undefined) {
    return { text: newJson(planned), fate: planned.existing === 'ifThere' ? 'left-out' : 'new' };
  }
  const replaces = planned.existing === 'replace';
  const merged = replaces ? { text: newJson(planned) } : mergeJson(old, planned);
  if ('kept' in merged) return { text: old, fate: 'kept', kept: merged.kept };
  const { text } = merged;
  if (text === old) return { text, fate: 'same' };
  return { text, fate: replaces ? 'replaced' : 'merged' };
}

/** `undefined`: there is no file. What else is in the way is found when the set is written. */
async function hashOf(target: string): Promise<string | undefined> {
  try {
    return await sha256Of(target);
  } catch (error) {
    if (isMissing(error) || errorCode(error) === 'EISDIR') return undefined;
    throw error;
  }
}
