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
import { testKeys } from '../server/geminiServer';
import type { Imaging } from '../../src/core/imaging/imagingPort';

/**
 * From request to file on disk, ours beside `curl | jq | base64 -d`, a bare fetch and the SDK by itself, each road in a
 * process of its own, in turns. `node --import tsx test/bench/lift.ts [rounds]`; prints medians and ratios.
 */
const roads = ['ours', 'fetch', 'sdk'] as const;
type Road = (typeof roads)[number];

interface Job {
  url: string;
  folder: string;
  concurrency: number;
  megabytes: number;
}

interface Measured {
  wallMs: number;
  cpuMs: number;
  peakMb: number;
  blockedMs: number;
}

const sizes = [2, 8, 20];
const model = 'gemini-nano-banana-2.1';
const run = promisify(execFile);
const promptFor = (megabytes: number): string => `bench ${String(megabytes * 1e6)}`;
const bodyFor = (megabytes: number): string =>
  JSON.stringify({
    contents: [{ role: 'user', parts: [{ text: promptFor(megabytes) }] }],
    generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
  });

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 7);
  const folder = await mkdtemp(join(tmpdir(), 'lift-'));
  const server = await startServer();
  try {
    for (const megabytes of sizes) {
      for (const concurrency of [1, 8]) {
        const job = { url: server.url, folder, concurrency, megabytes };
        const workers = roads.map(road => startWorker({ ...job, road }));
        const all = [...workers, { road: 'curl', once: () => curl(job), end: () => undefined }];
        const results = new Map<string, Measured[]>(all.map(({ road }) => [road, []]));
        // In turns, so that what else the machine does meets all of them.
        for (let round = 0; round <= rounds; round++) {
          for (const { road, once } of all) results.get(road)?.push(await once());
        }
        for (const worker of all) worker.end();
        print(job, results);
      }
    }
  } finally {
    server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function print(job: Job, results: ReadonlyMap<string, readonly Measured[]>): void {
  console.log(`\n${String(job.concurrency)} × ${String(job.megabytes)} MB, against ours`);
  const warm = (road: string, value: (one: Measured) => number): number =>
    median((results.get(road) ?? []).slice(1).map(value));
  for (const [road, measured] of results) {
    const wall = warm(road, one => one.wallMs);
    const ratio = (value: (one: Measured) => number): string =>
      (warm('ours', value) / warm(road, value)).toFixed(2);
    const first = (results.get('ours')?.[0]?.wallMs ?? NaN) / (measured[0]?.wallMs ?? NaN);
    const peak = Math.max(...measured.map(one => one.peakMb));
    console.log(
      `  ${road.padEnd(6)} warm ${wall.toFixed(1).padStart(7)} ms, ours ${ratio(one => one.wallMs)}×` +
        `  CPU ${warm(road, one => one.cpuMs)
          .toFixed(0)
          .padStart(5)} ms, ours ${ratio(one => one.cpuMs)}×` +
        `  first: ours ${first.toFixed(2)}×  peak +${peak.toFixed(0)} MB` +
        `  longest block ${Math.max(...measured.slice(1).map(one => one.blockedMs)).toFixed(0)} ms`,
    );
  }
}

/** The processes' own CPU time is not measured. */
async function curl({ url, folder, concurrency, megabytes }: Job): Promise<Measured> {
  const request = join(folder, 'request.json');
  await writeFile(request, bodyFor(megabytes));
  const one = (index: number): Promise<unknown> =>
    run('sh', [
      '-c',
      `curl -s -H 'content-type: application/json' -H 'x-goog-api-key: ${testKeys.good}' --data-binary @${request} ${url}/v1beta/models/${model}:generateContent | jq -r '.candidates[0].content.parts[] | .inlineData.data // empty' | base64 -d > ${join(folder, `curl${String(index)}`)}`,
    ]);
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, (_, index) => one(index)));
  return { wallMs: performance.now() - begun, cpuMs: NaN, peakMb: NaN, blockedMs: NaN };
}

function startWorker(job: Job & { road: Road }): { road: string; once(): Promise<Measured>; end(): void } {
  const child = fork(__filename, ['worker', JSON.stringify(job)], { execArgv: process.execArgv });
  return {
    road: job.road,
    once: () =>
      new Promise((resolve, reject) => {
        const failed = (code: number | null): void => {
          reject(new Error(`${job.road} ended with ${String(code)}`));
        };
        child.once('exit', failed);
        child.once('message', message => {
          child.off('exit', failed);
          resolve(message as Measured);
        });
        child.send('go');
      }),
    end: () => child.kill(),
  };
}

async function serve(job: Job & { road: Road }): Promise<void> {
  const once = await prepare(job);
  const before = process.memoryUsage.rss();
  process.on('message', () => {
    void measure(once, job.concurrency, before).then(measured => process.send?.(measured));
  });
}

async function measure(
  once: (index: number) => Promise<void>,
  concurrency: number,
  before: number,
): Promise<Measured> {
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 4);
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, (_, index) => once(index)));
  const wallMs = performance.now() - begun;
  const used = process.cpuUsage(cpu);
  delay.disable();
  clearInterval(sampling);
  peak = Math.max(peak, process.memoryUsage.rss());
  return {
    wallMs,
    cpuMs: (used.user + used.system) / 1000,
    peakMb: (peak - before) / 1e6,
    blockedMs: delay.max / 1e6,
  };
}

async function prepare({
  road,
  url,
  folder,
  megabytes,
}: Job & { road: Road }): Promise<(index: number) => Promise<void>> {
  const address = `${url}/v1beta/models/${model}:generateContent`;
  if (road === 'fetch') {
    return async index => {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-goog-api-key': testKeys.good },
        body: bodyFor(megabytes),
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
        contents: promptFor(megabytes),
        config: { responseModalities: ['TEXT', 'IMAGE'] },
      });
      await writeFile(join(folder, `sdk${String(index)}`), Buffer.from(dataOf(reply as Reply), 'base64'));
    };
  }
  return ours(url, folder, megabytes);
}

interface Reply {
  candidates?: { content?: { parts?: { inlineData?: { data?: string } }[] } }[];
}

function dataOf(reply: Reply): string {
  return reply.candidates?.[0]?.content?.parts?.find(part => part.inlineData)?.inlineData?.data ?? '';
}

function ours(url: string, folder: string, megabytes: number): (index: number) => Promise<void> {
  const provider = createProvider({
    info: geminiInfo,
    download: () => Promise.reject(new Error('nothing is downloaded')),
    fetch: createGuardedFetch({ allowedOrigins: () => [url], t: english }),
    endpoint: () => ({ baseUrl: url, apiVersion: 'v1beta', keyHeader: 'x-goog-api-key', timeoutMs: 60_000 }),
    apiKey: () => Promise.resolve(testKeys.good),
    readFile: path => readFile(path),
    imaging: {} as Imaging,
    t: english,
    log: () => undefined,
    sleep: () => Promise.resolve(),
    random: Math.random,
  });
  const chosen = geminiInfo.models.find(each => each.id === `gemini/${model}`);
  if (chosen === undefined) throw new Error(`No model ${model}`);
  return async index => {
    const outcome = await provider.generate(
      { model: chosen, prompt: promptFor(megabytes), images: [], history: [], settings: {}, variation: 0 },
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

async function startServer(): Promise<{ url: string; stop(): void }> {
  const args = sizes.map(megabytes => String(megabytes * 1e6));
  const child = fork(join(__dirname, 'server.ts'), args, { execArgv: process.execArgv, stdio: 'pipe' });
  const line = await new Promise<string>(resolve =>
    child.stdout?.once('data', data => resolve(String(data))),
  );
  const { url } = JSON.parse(line) as { url: string };
  return { url, stop: () => child.kill() };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const [role, argument] = process.argv.slice(2);
void (role === 'worker' ? serve(JSON.parse(argument ?? '') as Job & { road: Road }) : main());
