const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/**
 * Index of the quote that ends a JSON string, or -1. `bytes` begins inside the string and not inside an escape.
 */
export function findStringEnd(bytes: Buffer): number {
  for (let from = 0; ;) {
    const at = bytes.indexOf(quote, from);
    if (at < 0) return -1;
    if (backslashesBefore(bytes, at) % 2 === 0) return at;
    from = at + 1;
  }
}

/** How many bytes at the end are an escape that is not complete: 0 for none, at most 5. */
export function incompleteEscape(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - 5);
  const at = bytes.lastIndexOf(backslash);
  if (at < from || backslashesBefore(bytes, at) % 2 === 1) return 0;
  const has = bytes.length - at;
  const needs = has === 1 || bytes[at + 1] !== letterU ? 2 : 6;
  return has < needs ? has : 0;
}

/**
 * What a piece of a JSON string that holds base64 says, without line breaks. `undefined`: not JSON. A character that
 * base64 can't have stays one.
 */
export function unescapeBase64(piece: Buffer): Buffer | undefined {
  if (!piece.includes(backslash)) return piece;
  try {
    const text = JSON.parse(`"${piece.toString('latin1')}"`) as string;
    const plain = text.replace(/[\t\n\r ]+/g, '').replace(/[^!-~]/g, '!');
    return Buffer.from(plain, 'latin1');
  } catch {
    return undefined;
  }
}

function backslashesBefore(bytes: Buffer, at: number): number {
  let from = at;
  while (from > 0 && bytes[from - 1] === backslash) from--;
  return at - from;
}
