import { execFile, fork } from 'node:child_process';
import { mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import type { BlobSink } from '../../src/core/provider';
import { createGuardedFetch } from '../../src/host/net';
import { english } from '../../src/core/translate';
import { createProvider } from '../../src/providers/gemini/index';
import { geminiInfo } from '../../src/providers/gemini/info';
import { startGeminiServer, testKeys } from '../server/geminiServer';
import type { Imaging } from '../../src/core/imaging/imagingPort';

/**
 * From request to file on disk, ours beside `curl | jq | base64 -d`, a bare fetch and the SDK by itself, each road in a
 * process of its own, in turns. `node --import tsx test/bench/lift.ts [rounds]`; prints medians and ratios.
 */
const roads = ['ours', 'fetch', 'sdk'] as const;
type Road = (typeof roads)[number];

interface Job {
  road: Road;
  url: string;
  folder: string;
  concurrency: number;
  rounds: number;
}

interface Measured {
  firstMs: number;
  warmMs: number[];
  peakMb: number;
  blockedMs: number;
}

const sizes = [2, 8, 20];
const model = 'gemini-nano-banana-2.1';
const run = promisify(execFile);
const body = JSON.stringify({
  contents: [{ role: 'user', parts: [{ text: 'a cat' }] }],
  generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
});

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 7);
  const folder = await mkdtemp(join(tmpdir(), 'lift-'));
  try {
    for (const megabytes of sizes) {
      for (const concurrency of [1, 8]) {
        const server = await startServer(megabytes);
        const results = new Map<string, Measured>();
        results.set('curl', await curl(server.url, folder, concurrency, rounds));
        for (const road of roads)
          results.set(road, await inProcess({ road, url: server.url, folder, concurrency, rounds }));
        server.stop();
        print(megabytes, concurrency, results);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(megabytes: number, concurrency: number, results: ReadonlyMap<string, Measured>): void {
  const ours = results.get('ours');
  console.log(`\n${String(concurrency)} × ${String(megabytes)} MB`);
  for (const [name, { firstMs, warmMs, peakMb, blockedMs }] of results) {
    const warm = median(warmMs);
    const ratio = ours === undefined ? NaN : median(ours.warmMs) / warm;
    console.log(
      `  ${name.padEnd(6)} first ${firstMs.toFixed(0).padStart(5)} ms  warm ${warm.toFixed(1).padStart(7)} ms` +
        `  peak +${peakMb.toFixed(0).padStart(4)} MB  longest block ${blockedMs.toFixed(0).padStart(4)} ms` +
        (name === 'ours' ? '' : `  ours is ${ratio.toFixed(2)}×`),
    );
  }
}

async function curl(url: string, folder: string, concurrency: number, rounds: number): Promise<Measured> {
  const request = join(folder, 'request.json');
  await writeFile(request, body);
  const one = (index: number): Promise<unknown> =>
    run('sh', [
      '-c',
      `curl -s -H 'content-type: application/json' -H 'x-goog-api-key: ${testKeys.good}' --data-binary @${request} ${url}/v1beta/models/${model}:generateContent | jq -r '.candidates[0].content.parts[] | .inlineData.data // empty' | base64 -d > ${join(folder, `curl${String(index)}`)}`,
    ]);
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now();
    await Promise.all(Array.from({ length: concurrency }, (_, index) => one(index)));
    times.push(performance.now() - begun);
  }
  return { firstMs: times[0] ?? NaN, warmMs: times.slice(1), peakMb: NaN, blockedMs: NaN };
}

function inProcess(job: Job): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, ['child'], { execArgv: process.execArgv });
    child.once('message', message => resolve(message as Measured));
    child.once('error', reject);
    child.once('exit', code => {
      if (code !== 0) reject(new Error(`${job.road} ended with ${String(code)}`));
    });
    child.send(job);
  });
}

async function measure({ road, url, folder, concurrency, rounds }: Job): Promise<Measured> {
  const once = await prepare(road, url, folder);
  const warmMs: number[] = [];
  const all = async (): Promise<number> => {
    const begun = performance.now();
    await Promise.all(Array.from({ length: concurrency }, (_, index) => once(index)));
    return performance.now() - begun;
  };
  const before = process.memoryUsage.rss();
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const firstMs = await all();
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  for (let round = 0; round < rounds; round++) warmMs.push(await all());
  delay.disable();
  clearInterval(sampling);
  peak = Math.max(peak, process.memoryUsage.rss());
  return { firstMs, warmMs, peakMb: (peak - before) / 1e6, blockedMs: delay.max / 1e6 };
}

async function prepare(road: Road, url: string, folder: string): Promise<(index: number) => Promise<void>> {
  const address = `${url}/v1beta/models/${model}:generateContent`;
  if (road === 'fetch') {
    return async index => {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-goog-api-key': testKeys.good },
        body,
      });
      const reply = JSON.parse(await response.text()) as Reply;
      await writeFile(join(folder, `fetch${String(index)}`), Buffer.from(dataOf(reply), 'base64'));
    };
  }
  if (road === 'sdk') {
    const { GoogleGenAI } = await import('@google/genai/web');
    const client = new GoogleGenAI({
      apiKey: testKeys.good,
      apiVersion: 'v1beta',
      httpOptions: { baseUrl: url },
    });
    return async index => {
      const reply = await client.models.generateContent({
        model,
        contents: 'a cat',
        config: { responseModalities: ['TEXT', 'IMAGE'] },
      });
      await writeFile(join(folder, `sdk${String(index)}`), Buffer.from(dataOf(reply as Reply), 'base64'));
    };
  }
  return ours(url, folder);
}

interface Reply {
  candidates?: { content?: { parts?: { inlineData?: { data?: string } }[] } }[];
}

function dataOf(reply: Reply): string {
  return reply.candidates?.[0]?.content?.parts?.find(part => part.inlineData)?.inlineData?.data ?? '';
}

function ours(url: string, folder: string): (index: number) => Promise<void> {
  const provider = createProvider({
    fetch: createGuardedFetch({ allowedOrigins: () => [url], t: english }),
    endpoint: () => ({ baseUrl: url, apiVersion: 'v1beta', keyHeader: 'x-goog-api-key', timeoutMs: 60_000 }),
    apiKey: () => Promise.resolve(testKeys.good),
    readFile: path => readFile(path),
    imaging: {} as Imaging,
    log: () => undefined,
    sleep: () => Promise.resolve(),
    random: Math.random,
  });
  const chosen = geminiInfo.models.find(each => each.id === `gemini/${model}`);
  if (chosen === undefined) throw new Error(`No model ${model}`);
  return async index => {
    const outcome = await provider.generate(
      { model: chosen, prompt: 'a cat', images: [], history: [], settings: {}, variation: 0 },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        createBlob: () => fileSink(join(folder, `ours${String(index)}`)),
        createBlobPath: () => Promise.reject(new Error('not used')),
      },
    );
    if (outcome.kind !== 'images') throw new Error(JSON.stringify(outcome));
  };
}

async function fileSink(path: string): Promise<BlobSink> {
  const file = await open(`${path}.part`, 'w');
  let bytes = 0;
  return {
    write: async chunk => {
      bytes += chunk.length;
      await file.write(chunk);
    },
    close: async () => {
      await file.close();
      await rename(`${path}.part`, path);
      return { file: path, bytes };
    },
    abort: () => file.close(),
  };
}

async function startServer(megabytes: number): Promise<{ url: string; stop(): void }> {
  const child = fork(__filename, ['server', String(megabytes * 1e6)], { execArgv: process.execArgv });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', message => resolve(message as string));
    child.once('error', reject);
  });
  return { url, stop: () => child.kill() };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const [role, argument] = process.argv.slice(2);
if (role === 'server') {
  void startGeminiServer({ payloadBytes: Number(argument), record: false }).then(({ url }) =>
    process.send?.(url),
  );
} else if (role === 'child') {
  process.once('message', message => {
    void measure(message as Job).then(measured => process.send?.(measured, () => process.exit(0)));
  });
} else {
  void main();
}
