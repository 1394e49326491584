import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeJpeg } from '../server/jpeg';

/**
 * Answers with a JPEG of as many bytes as the prompt says ("bench 8000000"), as Gemini or as OpenAI does. Every reply is
 * made once and sent from memory, so that what is measured is the client. Prints its address and the true sizes as one
 * line of JSON.
 */
const sizes = process.argv.slice(2).map(Number);
const replies = new Map(sizes.map(size => [String(size), reply(size)]));

function reply(size: number): { gemini: Buffer; openai: Buffer; bytes: number } {
  const small = makeJpeg(1024, 1024, 200);
  const image = Buffer.concat([small.subarray(0, -2), scanData(size - small.length), small.subarray(-2)]);
  const data = image.toString('base64');
  const gemini = {
    candidates: [
      {
        content: {
          role: 'model',
          parts: [{ inlineData: { mimeType: 'image/jpeg', data } }],
        },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: 3,
      candidatesTokenCount: 1120,
      totalTokenCount: 1123,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1120 }],
    },
    modelVersion: 'gemini-nano-banana-2.1',
  };
  const openai = { created: 1, data: [{ b64_json: data }], output_format: 'jpeg' };
  const made = (json: unknown): Buffer => Buffer.from(JSON.stringify(json));
  return { gemini: made(gemini), openai: made(openai), bytes: image.length };
}

/** As in a photograph: nothing in it that looks like a marker. */
function scanData(length: number): Buffer {
  return randomBytes(Math.max(0, length)).map(byte => (byte === 0xff ? 0 : byte)) as Buffer;
}

const models = JSON.stringify({
  models: [
    {
      name: 'models/gemini-nano-banana-2.1',
      displayName: 'Nano Banana 2.1',
      supportedGenerationMethods: ['generateContent'],
    },
  ],
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const size = /bench (\d+)/.exec(Buffer.concat(chunks).toString())?.[1] ?? '';
    const dialect = request.url?.endsWith('/images/generations') === true ? 'openai' : 'gemini';
    const body = request.method === 'GET' ? models : replies.get(size)?.[dialect];
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(body ?? '{"error":{"code":404,"message":"no such size","status":"NOT_FOUND"}}');
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const bytes = Object.fromEntries([...replies].map(([size, made]) => [size, made.bytes]));
  console.log(JSON.stringify({ url: `http://127.0.0.1:${String(port)}`, bytes }));
});
