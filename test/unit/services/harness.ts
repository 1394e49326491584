import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import { isImages, type Failure, type ImagesOutcome, type Outcome } from '../../../src/core/model/outcome';
import type { ImageFacts, ReferenceRole } from '../../../src/core/model/run';
import type {
  Endpoint,
  ImageProvider,
  InputImage,
  Progress,
  ProviderDeps,
  ProviderInfo,
  ProviderRequest,
} from '../../../src/core/provider';
import { isSameService } from '../../../src/core/sameService';
import { english } from '../../../src/core/translate';
import { createDownload } from '../../../src/host/download';
import { createGuardedFetch } from '../../../src/host/net';
import { BlobFolder } from '../gemini/harness';

export type Asked = Partial<ProviderRequest> & { signal?: AbortSignal };

export interface ServiceHarness {
  provider: ImageProvider;
  blobs: BlobFolder;
  progress: Progress[];
  logged: string[];
  slept: number[];
  endpoint: Endpoint;
  key: string | undefined;
  model(id: string): ModelInfo;
  generate(prompt: string, asked?: Asked): Promise<Outcome>;
  images(prompt: string, asked?: Asked): Promise<ImagesOutcome>;
  failure(prompt: string, asked?: Asked): Promise<Failure>;
  remove(): Promise<void>;
}

export interface ServiceOptions {
  info: ProviderInfo;
  createProvider(deps: ProviderDeps): ImageProvider;
  baseUrl: string;
  key?: string;
  fetch?: typeof fetch;
  imaging?: Imaging;
  sleep?: ProviderDeps['sleep'];
}

/** A provider as the host makes it: the host's own guarded fetch and download, and waits that do not wait. */
export async function createServiceHarness(options: ServiceOptions): Promise<ServiceHarness> {
  const { info, baseUrl, fetch: given } = options;
  const blobs = await BlobFolder.create();
  const made: string[] = [];
  const harness: ServiceHarness = {
    blobs,
    progress: [],
    logged: [],
    slept: [],
    endpoint: { apiVersion: '', keyHeader: 'none', ...info.endpoint, baseUrl, timeoutMs: 8000 },
    key: options.key,
    provider: undefined as unknown as ImageProvider,
    model: id => {
      const found = info.models.find(each => each.id === `${info.id}/${id}`);
      if (found === undefined) throw new Error(`No model ${id}`);
      return found;
    },
    generate: (prompt, { signal = new AbortController().signal, ...asked } = {}) => {
      const [first] = info.models;
      if (first === undefined) throw new Error('The table is empty.');
      const request = { model: first, prompt, images: [], history: [], settings: {}, variation: 0, ...asked };
      return harness.provider.generate(request, {
        signal,
        onProgress: progress => harness.progress.push(progress),
        createBlob: blobs.createBlob,
        createBlobPath: extension => {
          const path = join(blobs.path, `made-${made.length}.${extension}`);
          made.push(path);
          return Promise.resolve({ path, adopt: () => Promise.reject(new Error('not used')) });
        },
      });
    },
    images: async (prompt, asked) => {
      const outcome = await harness.generate(prompt, asked);
      if (!isImages(outcome)) throw new Error(`No image: ${JSON.stringify(outcome)}`);
      return outcome;
    },
    failure: async (prompt, asked) => {
      const outcome = await harness.generate(prompt, asked);
      if (isImages(outcome)) throw new Error('Images came.');
      return outcome;
    },
    remove: async () => {
      for (const path of made) await rm(path, { force: true });
      await blobs.remove();
    },
  };
  const download = createDownload({ t: english, addressesOf: () => Promise.resolve(['93.184.216.34']) });
  harness.provider = options.createProvider({
    info,
    fetch: createGuardedFetch({
      allowedOrigins: () => [new URL(harness.endpoint.baseUrl).origin],
      isServerOf: (allowed, origin) => isSameService(info, allowed, origin),
      t: english,
      ...(given && { fetch: given }),
    }),
    download: (url, more) => download(url, harness.endpoint.baseUrl, more),
    endpoint: () => harness.endpoint,
    apiKey: () => Promise.resolve(harness.key),
    readFile: path => readFile(path),
    imaging: options.imaging ?? ({} as Imaging),
    t: english,
    log: line => harness.logged.push(line),
    sleep:
      options.sleep ??
      ((ms, signal) => {
        harness.slept.push(ms);
        return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
      }),
    random: () => 0.5,
  });
  return harness;
}

export function inputImage(
  path: string,
  { role = 'subject', ...facts }: Partial<ImageFacts> & { role?: ReferenceRole } = {},
): InputImage {
  return {
    path,
    role,
    name: 'a',
    facts: {
      ...{ format: 'png', mimeType: 'image/png', width: 64, height: 48, bytes: 1, hasAlpha: false },
      ...{ animated: false, orientation: 1 },
      provenance: { contentCredentials: false, aiGenerated: false, synthIdClaimed: false },
      ...facts,
    },
  };
}
