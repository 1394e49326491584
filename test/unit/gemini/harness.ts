import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import type { Outcome, ReceivedBlob } from '../../../src/core/model/outcome';
import type { ImageFacts, ReferenceRole, RunSettings } from '../../../src/core/model/run';
import type {
  BlobSink,
  Endpoint,
  GenerateContext,
  InputImage,
  Progress,
  ProviderDeps,
  ProviderRequest,
  Turn,
} from '../../../src/core/provider';
import { english, type Translate } from '../../../src/core/translate';
import { createDownload } from '../../../src/host/download';
import { createGuardedFetch } from '../../../src/host/net';
import { createProvider } from '../../../src/providers/gemini/index';
import { geminiInfo } from '../../../src/providers/gemini/info';
import { testKeys } from '../../server/geminiServer';

/** A folder of blobs like the store's: nothing has its name before it is complete. */
export class BlobFolder {
  private constructor(readonly path: string) {}
  private count = 0;
  /** Fails every write from this one on, as a full disk does. */
  fullAfter = Infinity;

  static async create(): Promise<BlobFolder> {
    return new BlobFolder(await mkdtemp(join(tmpdir(), 'blobs-')));
  }

  readonly createBlob = (declaredType?: string): Promise<BlobSink> => {
    const file = `${String(this.count++)}.bin`;
    const partial = join(this.path, `${file}.part`);
    const stream = createWriteStream(partial);
    const ended = new Promise<void>((resolve, reject) => {
      stream.once('close', resolve);
      stream.once('error', reject);
    });
    ended.catch(() => undefined);
    let bytes = 0;
    return Promise.resolve({
      write: chunk =>
        new Promise<void>((resolve, reject) => {
          if (this.fullAfter-- <= 0) {
            reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));
            return;
          }
          bytes += chunk.length;
          stream.write(chunk, error => {
            if (error) reject(error);
            else resolve();
          });
        }),
      close: async (): Promise<ReceivedBlob> => {
        stream.end();
        await ended;
        await rename(partial, join(this.path, file));
        return { file, bytes, ...(declaredType === undefined ? {} : { declaredType }) };
      },
      abort: async () => {
        stream.destroy();
        await ended.catch(() => undefined);
        await rm(partial, { force: true });
      },
    });
  };

  read(file: string): Promise<Buffer> {
    return readFile(join(this.path, file));
  }

  async clear(images: readonly ReceivedBlob[]): Promise<void> {
    for (const { file } of images) await rm(join(this.path, file));
  }

  list(): Promise<string[]> {
    return readdir(this.path);
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}

export interface Harness {
  provider: ReturnType<typeof createProvider>;
  blobs: BlobFolder;
  progress: Progress[];
  logged: string[];
  slept: number[];
  endpoint: Endpoint;
  key: string | undefined;
  /** What the user says when an image lies elsewhere; absent: nobody is asked. */
  mayDownload: GenerateContext['mayDownload'];
  fetchLinks(links: readonly string[]): Promise<Outcome>;
  generate(prompt: string, more?: Partial<ProviderRequest> & { signal?: AbortSignal }): Promise<Outcome>;
}

/** The provider as the host makes it, with waits that do not wait. */
export async function createHarness(
  baseUrl: string,
  { t = english, files, ...given }: { fetch?: typeof fetch; files?: typeof fetch; t?: Translate } = {},
): Promise<Harness> {
  const blobs = await BlobFolder.create();
  const harness: Harness = {
    blobs,
    progress: [],
    logged: [],
    slept: [],
    endpoint: { baseUrl, apiVersion: 'v1beta', keyHeader: 'x-goog-api-key', timeoutMs: 8000 },
    key: testKeys.good,
    mayDownload: undefined,
    provider: undefined as unknown as Harness['provider'],
    generate: (prompt, { signal, ...more } = {}) =>
      harness.provider.generate(request(prompt, more), context(signal)),
    fetchLinks: links => harness.provider.fetchLinks!(links, context()),
  };
  const context = (signal = new AbortController().signal): GenerateContext => ({
    signal,
    onProgress: progress => harness.progress.push(progress),
    createBlob: blobs.createBlob,
    ...(harness.mayDownload && { mayDownload: harness.mayDownload }),
    createBlobPath: () => Promise.reject(new Error('not used')),
  });
  const download = createDownload({
    t,
    ...(files && { fetch: files }),
    addressesOf: () => Promise.resolve(['93.184.216.34']),
  });
  const deps: ProviderDeps = {
    info: geminiInfo,
    download: (url, options) => download(url, harness.endpoint.baseUrl, options),
    fetch: createGuardedFetch({
      allowedOrigins: () => [new URL(harness.endpoint.baseUrl).origin],
      t,
      ...given,
    }),
    endpoint: () => harness.endpoint,
    apiKey: () => Promise.resolve(harness.key),
    readFile: path => readFile(path),
    imaging: {} as Imaging,
    t,
    log: line => harness.logged.push(line),
    sleep: (ms, signal) => {
      harness.slept.push(ms);
      return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
    },
    random: () => 0.5,
  };
  harness.provider = createProvider(deps);
  return harness;
}

export function model(id = 'gemini-nano-banana-2.1'): ModelInfo {
  const found = geminiInfo.models.find(each => each.id === `gemini/${id}`);
  if (found === undefined) throw new Error(`No model ${id}`);
  return found;
}

function request(prompt: string, more: Partial<ProviderRequest>): ProviderRequest {
  return { model: model(), prompt, images: [], history: [], settings: {}, variation: 0, ...more };
}

export function input(path: string, mimeType: string, role: ReferenceRole = 'subject'): InputImage {
  const facts: ImageFacts = {
    format: mimeType === 'image/png' ? 'png' : 'jpeg',
    mimeType,
    width: 10,
    height: 10,
    bytes: 1,
    hasAlpha: false,
    animated: false,
    orientation: 1,
    provenance: { contentCredentials: false, aiGenerated: false, synthIdClaimed: false },
  };
  return { path, facts, role, name: 'a' };
}

export function turn(prompt: string, answer: unknown, folder: BlobFolder): Turn {
  return { prompt, images: [], answer, pathOf: file => join(folder.path, file) };
}

export type Settings = RunSettings;
