import { redact } from '../../core/redact';
import { withoutLinks } from './withoutLinks';

const maxLength = 400;

/** Tokens, hashes, pieces of base64: what no user reads. A path has slashes, so those count only in very long runs. */
const unreadable =
  /data:[\w.+-]+\/[\w.+-]+;base64,[\w+/=-]*|(?=[\w=-]*\d)(?=[\w=-]*[A-Za-z])[\w=-]{40,}|[\w+/=]{64,}/g;

/**
 * Text of a service or of an error, made fit to be shown: one line, at most 400 characters, without control characters,
 * keys or image data. Providers redact too; this is the last gate before the user's eyes.
 */
export function safeText(text: string): string {
  const shown = withoutLinks(redact(text, 4 * maxLength))
    .replace(unreadable, '…')
    .replace(/[\u0000-\u001f\u007f\u2028\u2029\s]+/g, ' ')
    .trim();
  return shown.length <= maxLength ? shown : `${shown.slice(0, maxLength - 1).trimEnd()}…`;
}
