import { split } from './changedReply';
import type { Answer } from './faultTypes';
import type { ReplyJson } from './goodReply';
import { serverImage } from './serverImages';

/** A good answer bit by bit, its words broken anywhere; without the blank line at the end, as some services send it. */
export function asEvents(answer: Answer): Answer {
  if (answer.status !== 200 || typeof answer.body !== 'string' || !answer.body.startsWith('{')) return answer;
  const chunks = split(JSON.parse(answer.body) as ReplyJson).flatMap(chunk => {
    const [part] = chunk.candidates?.[0]?.content?.parts ?? [];
    if (part?.text === undefined || part.thoughtSignature !== undefined) return [chunk];
    const middle = part.text.length >> 1;
    return [part.text.slice(0, middle), part.text.slice(middle)].map(text => ({
      candidates: [{ content: { role: 'model', parts: [{ ...part, text }] }, index: 0 }],
    }));
  });
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: chunks.map(chunk => `data: ${JSON.stringify(chunk)}`).join('\r\n\r\n'),
  };
}

/** What lies at `/files`, where a gateway keeps its images. */
export function heldFile(pathname: string): Answer | undefined {
  switch (pathname) {
    case '/files/image.png':
      return { status: 200, headers: { 'content-type': 'image/png' }, body: linkedImage.bytes };
    case '/files/page.html':
      return { status: 200, headers: { 'content-type': 'image/png' }, body: '<!doctype html><p>Sign in' };
    case '/files/gone.png':
      return {
        status: 403,
        headers: { 'content-type': 'application/xml' },
        body: '<Error>Request has expired</Error>',
      };
    case '/files/large.png':
      return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.alloc(300_000_000) };
    default:
      return undefined;
  }
}

/** The image at `/files/image.png`. */
export const linkedImage = serverImage('image/png', 400, 300, 120);
