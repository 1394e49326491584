import { readFile } from 'node:fs/promises';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import type { Failure, ImagesOutcome, Outcome } from '../../../src/core/model/outcome';
import type {
  Endpoint,
  ImageProvider,
  Progress,
  ProviderDeps,
  ProviderInfo,
  ProviderRequest,
} from '../../../src/core/provider';
import { english } from '../../../src/core/translate';
import { createDownload } from '../../../src/host/download';
import { createGuardedFetch } from '../../../src/host/net';
import { BlobFolder } from '../gemini/harness';

export interface ProviderHarness {
  provider: ImageProvider;
  blobs: BlobFolder;
  progress: Progress[];
  logged: string[];
  slept: number[];
  endpoint: Endpoint;
  key: string | undefined;
  model(id: string): ModelInfo;
  generate(prompt: string, more?: Partial<ProviderRequest> & { signal?: AbortSignal }): Promise<Outcome>;
  /** The same, of which images are expected. */
  images(prompt: string, more?: Partial<ProviderRequest>): Promise<ImagesOutcome>;
  /** The same, of which a failure is expected. */
  failure(prompt: string, more?: Partial<ProviderRequest>): Promise<Failure>;
}

export interface HarnessOptions {
  info: ProviderInfo;
  createProvider(deps: ProviderDeps): ImageProvider;
  baseUrl: string;
  key?: string;
  fetch?: typeof fetch;
}

/** A provider as the host makes it, with the host's own fetch and download, and waits that do not wait. */
export async function createProviderHarness(options: HarnessOptions): Promise<ProviderHarness> {
  const { info, baseUrl } = options;
  const blobs = await BlobFolder.create();
  const harness: ProviderHarness = {
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
    generate: (prompt, { signal = new AbortController().signal, ...more } = {}) => {
      const [model] = info.models;
      const none = { images: [], history: [], settings: {}, variation: 0 };
      const request = { ...none, prompt, ...more, model: more.model ?? model };
      if (request.model === undefined) throw new Error('No model');
      return harness.provider.generate(request as ProviderRequest, {
        signal,
        onProgress: progress => harness.progress.push(progress),
        createBlob: blobs.createBlob,
        createBlobPath: () => Promise.reject(new Error('not used')),
      });
    },
    images: async (prompt, more) => {
      const outcome = await harness.generate(prompt, more);
      if (outcome.kind !== 'images') throw new Error(JSON.stringify(outcome));
      return outcome;
    },
    failure: async (prompt, more) => {
      const outcome = await harness.generate(prompt, more);
      if (outcome.kind === 'images') throw new Error('Images came.');
      return outcome;
    },
  };
  const download = createDownload({
    t: english,
    addressesOf: () => Promise.resolve(['203.0.113.7']),
    ...(options.fetch && { fetch: options.fetch }),
  });
  harness.provider = options.createProvider({
    info,
    download: (url, how) => download(url, harness.endpoint.baseUrl, how),
    fetch: createGuardedFetch({
      allowedOrigins: () => [new URL(harness.endpoint.baseUrl).origin],
      t: english,
      ...(options.fetch && { fetch: options.fetch }),
    }),
    endpoint: () => harness.endpoint,
    apiKey: () => Promise.resolve(harness.key),
    readFile: path => readFile(path),
    imaging: {} as Imaging,
    t: english,
    log: line => harness.logged.push(line),
    sleep: (ms, signal) => {
      harness.slept.push(ms);
      return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
    },
    random: () => 0.5,
  });
  return harness;
}
