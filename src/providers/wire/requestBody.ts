import { giveWay } from '../../core/giveWay';
import type { ProviderDeps } from '../../core/provider';
import type { Translate } from '../../core/translate';

/** Bytes that stand for a placeholder in the JSON of a request. */
export interface BodyFile {
  placeholder: string;
  path: string;
}

/** Google takes 100 MB of inline data since 2026-01-08; beyond that nothing needs to be sent to know. */
const mostBodyBytes = 100 * 1000 * 1000;

const pieceBytes = 3 * 512 * 1024;

export interface BodyTooLarge extends Error {
  name: 'BodyTooLarge';
}

/**
 * Puts the files, as base64, in place of their placeholders. By itself because `JSON.stringify` of such strings blocks
 * the thread. Rejects with an error named `UnreadableInput`, and with `BodyTooLarge` above `maxBytes`.
 */
export async function fillBody(
  json: string,
  files: readonly BodyFile[],
  { readFile, t }: Pick<ProviderDeps, 'readFile' | 't'>,
  signal: AbortSignal,
  maxBytes = mostBodyBytes,
): Promise<string | Buffer> {
  if (files.length === 0) return json;
  const parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length > maxBytes) throw bodyTooLarge(tooLarge(t, maxBytes));
    parts.push(part);
  };
  let rest = json;
  for (const { placeholder, path } of files) {
    const at = rest.indexOf(placeholder);
    if (at < 0) throw new Error(t('A placeholder is missing in the request.'));
    add(Buffer.from(rest.slice(0, at)));
    rest = rest.slice(at + placeholder.length);
    const bytes = await readFile(path).catch((cause: unknown) => unreadable(t, cause));
    signal.throwIfAborted();
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const piece = bytes.subarray(from, from + pieceBytes);
      const view = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      add(Buffer.from(view.toString('base64'), 'latin1'));
      await giveWay();
    }
  }
  add(Buffer.from(rest));
  signal.throwIfAborted();
  return Buffer.concat(parts, length);
}

/** Without the path: it is not the reader's own when a thread is continued. */
export function unreadable(t: Translate, cause: unknown): never {
  const code: unknown = cause instanceof Error ? (cause as { code?: unknown }).code : undefined;
  const message =
    typeof code === 'string'
      ? t('An image could not be read ({0}).', code)
      : t('An image could not be read.');
  const error = new Error(message, { cause });
  error.name = 'UnreadableInput';
  throw error;
}

function tooLarge(t: Translate, maxBytes: number): string {
  return t(
    'The images are too large to send: at most {0} MB, a third more than the files have.',
    maxBytes / 1e6,
  );
}

export function bodyTooLarge(message: string): BodyTooLarge {
  const error = new Error(message);
  error.name = 'BodyTooLarge';
  return error as BodyTooLarge;
}
