import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeJpeg } from '../../server/jpeg';

/** A reply as JSON, as it is, or sent by hand. */
export type Sent = object | string | ((response: ServerResponse, incoming: IncomingMessage) => void);

interface SentPart {
  text?: string;
  inlineData?: { mimeType: string; data: string };
}

/** What arrived, as far as tests look at it. */
export interface Asked {
  contents: readonly { role: string; parts: readonly SentPart[] }[];
}

/** A service over real HTTP that answers with what the test gives it, whatever it is asked. */
export interface Replies {
  url: string;
  asked: Asked[];
  /** One answer for each request; the last one again and again. */
  answers: Sent[];
  stop(): Promise<void>;
}

export async function startReplies(): Promise<Replies> {
  const replies: Replies = { url: '', asked: [], answers: [], stop };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      replies.asked.push(JSON.parse(Buffer.concat(chunks).toString()) as Asked);
      const answer = replies.answers[Math.min(replies.asked.length, replies.answers.length) - 1] ?? '';
      if (typeof answer === 'function') return answer(response, incoming);
      const status = statusOf(answer);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  replies.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return replies;

  async function stop(): Promise<void> {
    const closed = new Promise(resolve => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

/** An error that is all of the answer comes with its status, as from Google. */
function statusOf(answer: object | string): number {
  if (typeof answer === 'string' || !('error' in answer) || Object.keys(answer).length > 1) return 200;
  return (answer.error as { code?: number }).code ?? 200;
}

export const jpeg = makeJpeg(64, 48, 30, Buffer.alloc(6000, 7));
export const otherJpeg = makeJpeg(48, 64, 200, Buffer.alloc(6000, 9));

/** `thoughtSignature` with the bytes of an image, as a model of the third generation sends it. */
export function imagePart(
  bytes: Buffer,
  mimeType: string | undefined = 'image/jpeg',
  signature: string | undefined = 'c2lnbmF0dXJl',
): object {
  return {
    inlineData: { ...(mimeType === '' ? {} : { mimeType }), data: bytes.toString('base64') },
    ...(signature === '' ? {} : { thoughtSignature: signature }),
  };
}

export function candidate(parts: readonly object[], more: object = {}): object {
  return { content: { role: 'model', parts }, finishReason: 'STOP', index: 0, ...more };
}

/** A whole reply with these parts; 1120 tokens for an image, 12 went in. */
export function reply(parts: readonly object[], more: object = {}): Record<string, unknown> {
  return {
    candidates: [candidate(parts)],
    usageMetadata: {
      promptTokenCount: 12,
      candidatesTokenCount: 1120,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1120 }],
    },
    modelVersion: 'gemini-nano-banana-2.1',
    ...more,
  };
}
