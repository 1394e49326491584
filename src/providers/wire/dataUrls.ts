import type { GenerateContext } from '../../core/provider';
import { Base64Sink } from './base64Sink';

const pieceLength = 256 * 1024;

export interface DataUrl {
  mimeType: string;
  data: string;
}

/** The first base64 images in a text, and the text without them. Linear, however many there are. */
export function findDataUrls(text: string, max: number): { urls: readonly DataUrl[]; without: string } {
  const urls: DataUrl[] = [];
  const rest: string[] = [];
  let from = 0;
  while (urls.length < max) {
    const at = text.indexOf('data:image/', from);
    if (at < 0) break;
    const head = /^data:(image\/[\w.+-]{1,40});base64,/.exec(text.slice(at, at + 80));
    const start = at + (head?.[0].length ?? 11);
    if (head?.[1] === undefined) {
      rest.push(text.slice(from, start));
      from = start;
      continue;
    }
    const end = endOfUrl(text, start);
    rest.push(text.slice(from, at).replace(/!\[[^\]]{0,200}\]\($/, ''));
    urls.push({ mimeType: head[1], data: text.slice(start, end) });
    from = text[end] === ')' ? end + 1 : end;
  }
  rest.push(text.slice(from));
  return { urls, without: rest.join('').trim() };
}

function endOfUrl(text: string, from: number): number {
  // Piece by piece: to look for every mark to the end of the text, for every image, would take for ever.
  for (let at = from; at < text.length; at += pieceLength) {
    const end = text.slice(at, at + pieceLength).search(/[)"' \n>\r]/);
    if (end >= 0) return at + end;
  }
  return text.length;
}

/** Decodes base64 that is already in memory, or takes an SVG drawing as it is. Look at `corrupt`; `made` gets the blob as soon as there is one. */
export async function decodeWhole(
  data: string,
  createBlob: GenerateContext['createBlob'],
  declaredType: string | undefined,
  made: Base64Sink[],
): Promise<Base64Sink> {
  const blob = new Base64Sink(await createBlob(declaredType));
  made.push(blob);
  const drawing = drawingIn(data);
  if (drawing !== undefined) {
    await blob.sink.write(Buffer.from(drawing));
    await blob.settle();
    return blob;
  }
  const head = /^data:[\w.+/-]{0,60};base64,/.exec(data.slice(0, 100))?.[0];
  for (let at = head?.length ?? 0; at < data.length && !blob.corrupt; at += pieceLength) {
    const piece = data.slice(at, at + pieceLength);
    // `latin1` would fold foreign letters into the alphabet.
    await blob.feed(Buffer.from(/[^!-~\s]/.test(piece) ? '!' : piece.replace(/\s+/g, ''), 'latin1'));
  }
  await blob.end();
  return blob;
}

/** An SVG as text, or as a data URL that is not base64. */
function drawingIn(data: string): string | undefined {
  if (/^\s*<[?!s]/i.test(data.slice(0, 200))) return data.includes('<svg') ? data : undefined;
  const head = /^data:image\/svg\+xml(?:;(?!base64)[\w=-]{1,30})*,/i.exec(data.slice(0, 120))?.[0];
  if (head === undefined) return undefined;
  try {
    return decodeURIComponent(data.slice(head.length));
  } catch {
    return data.slice(head.length);
  }
}
