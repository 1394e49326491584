import { readFile } from 'node:fs/promises';
import type { Imaging } from '../core/imaging/imagingPort';
import type { Endpoint, ImageProvider, KeyCheck } from '../core/provider';
import type { Translate } from '../core/translate';
import type { Keys } from './keys/keys';
import type { Log } from './log';
import type { Providers } from './models/providers';
import type { Download } from './download';
import { originOf } from './net';
import { providerLoaders } from '../providers/load';

export interface ProviderAccessPorts {
  providers: Providers;
  fetch: typeof fetch;
  download: Download;
  /** Where the provider's requests go now. */
  endpoint(provider: string): Endpoint;
  keys: Keys;
  imaging: Imaging;
  t: Translate;
  log: Log;
}

/** Providers, each loaded on its first use and then kept. */
export class ProviderAccess {
  private readonly loaded = new Map<string, Promise<ImageProvider>>();

  constructor(private readonly ports: ProviderAccessPorts) {}

  /** Services that the settings name may be others by now. */
  forget(): void {
    this.loaded.clear();
  }

  get(id: string): Promise<ImageProvider> {
    const known = this.loaded.get(id);
    if (known) return known;
    const made = this.load(id);
    this.loaded.set(id, made);
    made.catch(() => this.loaded.delete(id));
    return made;
  }

  /** Rejects never. The key goes to `origin` or nowhere. */
  async checkKey(id: string, key: string, origin: string, signal: AbortSignal): Promise<KeyCheck> {
    try {
      const provider = await this.get(id);
      // Providers take the address at the moment they are called, and loading one takes a while.
      if (originOf(this.ports.endpoint(id).baseUrl) !== origin) {
        return { ok: false, failure: { kind: 'bad-request', reason: 'endpoint-changed', sent: false } };
      }
      return (await provider.checkKey?.(key, signal)) ?? { ok: true };
    } catch (error) {
      this.ports.log.error(`The key for ${id} could not be checked`, error);
      return { ok: false, failure: { kind: 'network', sent: false } };
    }
  }

  private async load(id: string): Promise<ImageProvider> {
    const { providers, fetch, download, endpoint, keys, imaging, t, log } = this.ports;
    const info = providers().find(provider => provider.id === id);
    if (!info) throw new Error(`There is no provider ${id}.`);
    const { createProvider } = await providerLoaders[info.api]();
    const provider = createProvider({
      info,
      fetch,
      download: (url, options) => download(url, endpoint(id).baseUrl, options),
      endpoint: () => endpoint(id),
      apiKey: () => keys.get(id),
      readFile: path => readFile(path),
      imaging,
      t,
      log: line => log.info(`${id}: ${line}`),
      sleep,
      random: Math.random,
    });
    return withFreshKey(provider, id, keys);
  }
}

/** A key that is refused may have been replaced in another window: that is looked at before the user is blamed. */
function withFreshKey(provider: ImageProvider, id: string, keys: Keys): ImageProvider {
  return {
    listModels: signal => provider.listModels(signal),
    ...(provider.checkKey && { checkKey: provider.checkKey.bind(provider) }),
    ...(provider.fetchLinks && { fetchLinks: provider.fetchLinks.bind(provider) }),
    async generate(request, context) {
      const used = await keys.get(id);
      const outcome = await provider.generate(request, context);
      if (outcome.kind !== 'auth' || context.signal.aborted) return outcome;
      const fresh = await keys.reread(id);
      return fresh === undefined || fresh === used ? outcome : provider.generate(request, context);
    },
  };
}

/** Resolves after `ms`, or rejects when the signal aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    if (signal?.aborted) aborted();
    else signal?.addEventListener('abort', aborted, { once: true });
  });
}
