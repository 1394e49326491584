import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { GoogleGenAI } from '@google/genai';
import * as vscode from 'vscode';
import { median, profiled, quiet, timed, underWatch, type HostLoad } from './hostLoad';

const model = 'gemini-nano-banana-2.1';

interface Pipeline {
  /** Resolves when the file is on disk; rejects when it is not there or has another size. */
  (): Promise<unknown>;
}

interface Speed {
  firstMs: number;
  warmMs: number;
  eightMs: number;
}

/** `speed` or `load`: watching costs time, and what was taken before hides what is taken now, so each has its own host. */
async function measure(what: string | undefined, name: string, one: Pipeline): Promise<Speed | HostLoad> {
  const eight = (): Promise<unknown> => Promise.all(Array.from({ length: 8 }, one));
  await quiet();
  if (what === 'load') {
    await one();
    const { load } = await underWatch(async () => {
      for (let round = 0; round < 3; round++) await eight();
      for (let round = 0; round < 3; round++) await one();
    });
    return load;
  }
  const firstMs = await profiled(`${name}-first`, () => timed(one));
  const warmMs = await profiled(`${name}-warm`, () => repeated(9, one));
  const eightMs = await profiled(`${name}-eight`, () => repeated(5, eight));
  return { firstMs, warmMs, eightMs };
}

async function repeated(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push(await timed(work));
  return median(all);
}

/** `inlineAssets.generate`, as another extension calls it. */
export async function measureGenerate([what, size, bytes]: readonly string[]): Promise<unknown> {
  return measure(what, `ours-${size}`, async () => {
    const { results } = await generate({ prompt: `bench ${size}`, models: [`gemini/${model}`], wait: true });
    mustHave(fileOf(results[0]), Number(bytes));
  });
}

interface Generated {
  outcome: string;
  uri?: vscode.Uri;
  message?: string;
}

async function generate(args: object): Promise<{ results: readonly Generated[] }> {
  return vscode.commands.executeCommand('inlineAssets.generate', args);
}

function fileOf(result: Generated | undefined): string {
  if (!result?.uri) throw new Error(`${result?.outcome}: ${result?.message}`);
  return result.uri.fsPath;
}

/** `@google/genai` by itself: generateContent, decode, write. */
export async function measureSdk([what, size, bytes, baseUrl]: readonly string[]): Promise<unknown> {
  return inFolder(async (_folder, next) => {
    const client = new GoogleGenAI({
      apiKey: key(),
      apiVersion: 'v1beta',
      httpOptions: { baseUrl: baseUrl ?? '' },
    });
    return measure(what, `sdk-${size}`, async () => {
      const reply = await client.models.generateContent({
        model,
        contents: `bench ${size}`,
        config: { responseModalities: ['TEXT', 'IMAGE'] },
      });
      const part = reply.candidates?.[0]?.content?.parts?.find(each => each.inlineData && !each.thought);
      const file = next();
      await writeFile(file, Buffer.from(part?.inlineData?.data ?? '', 'base64'));
      mustHave(file, Number(bytes));
    });
  });
}

/** `curl | jq | base64 -d`, started by this host. */
export async function measureCurl([what, size, bytes, baseUrl]: readonly string[]): Promise<unknown> {
  return inFolder(async (folder, next) => {
    const request = path.join(folder, 'request.json');
    await writeFile(request, requestBody(size));
    const image =
      '[.candidates[0].content.parts[]|select(.inlineData and (.thought|not))][-1].inlineData.data';
    return measure(what, `curl-${size}`, async () => {
      const file = next();
      const script =
        `curl -s -H 'content-type: application/json' -H "x-goog-api-key: $BENCH_KEY" --data-binary @${request} '${address(baseUrl)}'` +
        ` | jq -r '${image}' | base64 -d > ${file}`;
      await promisify(execFile)('sh', ['-c', script], { env: { ...process.env, BENCH_KEY: key() } });
      mustHave(file, Number(bytes));
    });
  });
}

/** A bare `fetch` + `JSON.parse` + decode + write in this host. */
export async function measureFetch([what, size, bytes, baseUrl]: readonly string[]): Promise<unknown> {
  return inFolder((_folder, next) =>
    measure(what, `fetch-${size}`, () => fetchOne(size, Number(bytes), baseUrl, next())),
  );
}

async function fetchOne(
  size: string | undefined,
  bytes: number,
  baseUrl: string | undefined,
  file: string,
): Promise<void> {
  const reply = await fetch(address(baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': key() },
    body: requestBody(size),
  });
  const json = JSON.parse(await reply.text()) as {
    candidates: { content: { parts: { inlineData?: { data: string }; thought?: boolean }[] } }[];
  };
  const part = json.candidates[0]?.content.parts.findLast(each => each.inlineData && !each.thought);
  await writeFile(file, Buffer.from(part?.inlineData?.data ?? '', 'base64'));
  mustHave(file, bytes);
}

/**
 * Four variations of four models of four services in one run (`ours`), over what cannot be less: one bare request and the
 * other fifteen at once (`bare`). `load`: how long the host is held meanwhile.
 */
export async function measureGrid([
  what,
  size,
  bytes,
  baseUrl,
  ...models
]: readonly string[]): Promise<unknown> {
  const perModel = 4;
  const ours = async (): Promise<void> => {
    const { results } = await generate({ prompt: `bench ${size}`, models, count: perModel, wait: true });
    if (results.length !== models.length * perModel) throw new Error(`${results.length} results`);
    for (const result of results) mustHave(fileOf(result), Number(bytes));
  };
  return inFolder(async (_folder, next) => {
    const one = (): Promise<void> => fetchOne(size, Number(bytes), baseUrl, next());
    const bare = async (): Promise<void> => {
      await one();
      await Promise.all(Array.from({ length: models.length * perModel - 1 }, one));
    };
    const work = what === 'bare' ? bare : ours;
    await quiet();
    await work();
    if (what === 'load') {
      const rounds = async (): Promise<void> => {
        for (let round = 0; round < 5; round++) await work();
      };
      return (await underWatch(rounds)).load;
    }
    return profiled(`grid-${what}`, async () => ({ ms: await repeated(7, work) }));
  });
}

function address(baseUrl: string | undefined): string {
  return `${baseUrl}/v1beta/models/${model}:generateContent`;
}

function requestBody(size: string | undefined): string {
  return JSON.stringify({
    contents: [{ role: 'user', parts: [{ text: `bench ${size}` }] }],
    generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
  });
}

function key(): string {
  return process.env['BENCH_KEY'] ?? '';
}

function mustHave(file: string, bytes: number): void {
  const { size } = statSync(file);
  if (size !== bytes) throw new Error(`${file} has ${size} bytes and not ${bytes}`);
}

async function inFolder<T>(work: (folder: string, next: () => string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'inline-assets-bench-'));
  let number = 0;
  try {
    return await work(folder, () => path.join(folder, `${++number}.bin`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
