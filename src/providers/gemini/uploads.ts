import type { ProviderDeps } from '../../core/provider';
import type { Exchange } from '../wire/exchange';
import { failureOf, knownFailure } from '../wire/failures';
import { isRecord, tryParse } from '../wire/json';
import type { BodyFile } from '../wire/requestBody';
import { baseOf } from './client';
import { createFilesApi, type FilesTarget } from './filesApi';

/** The files of one request, for as long as it is tried. */
export interface Lease {
  /** The request's bytes: images as base64 in it, or, where that is too much for the service, uploaded before. */
  fill(json: string, files: readonly BodyFile[], exchange: Exchange): Promise<string | Buffer>;
  /** From now on images are uploaded, however small. False when they were already. */
  insist(): boolean;
  /** What was uploaded is removed, unless another request still needs it. */
  release(): void;
}

interface Upload {
  users: number;
  uri: Promise<string>;
  /** Nobody waits for it any more. */
  stop(): void;
}

/**
 * Uploads, each once for all requests that name the same file at the same time: the variations of a run. The last one
 * that is done with it has it removed.
 */
export function createUploads(deps: ProviderDeps): () => Lease {
  const api = createFilesApi(deps);
  const uploads = new Map<string, Upload>();

  function begin(id: string, file: { path: string; mimeType: string }, target: FilesTarget): Upload {
    const abort = new AbortController();
    let stored: string | undefined;
    let ended = false;
    const uri = api.upload(file, target, abort.signal, name => (stored = name));
    const end = (): void => {
      if (uploads.get(id) === upload) uploads.delete(id);
      if (ended) return;
      ended = true;
      if (stored !== undefined) void api.remove(stored, target);
    };
    const upload: Upload = {
      users: 0,
      uri,
      stop: () => {
        if (uploads.get(id) === upload) uploads.delete(id);
        abort.abort();
        void uri.then(end, () => undefined);
      },
    };
    // One that failed is begun anew by whoever tries again.
    uri.catch(end);
    uploads.set(id, upload);
    return upload;
  }

  return () => {
    const mine = new Map<string, Upload>();
    let insisted = false;

    async function uriOf(path: string, mimeType: string, exchange: Exchange): Promise<string> {
      const { endpoint, key, signal } = exchange;
      const id = [baseOf(endpoint), endpoint.apiVersion, key, path].join('\n');
      let upload = mine.get(id);
      if (upload === undefined) {
        upload = uploads.get(id) ?? begin(id, { path, mimeType }, { endpoint, key });
        upload.users++;
        mine.set(id, upload);
      }
      try {
        return await orAborted(upload.uri, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        mine.delete(id);
        throw failed(error, exchange);
      }
    }

    return {
      insist: () => {
        const before = insisted;
        insisted = true;
        return !before;
      },

      async fill(json, files, exchange) {
        if (!insisted) {
          try {
            return await exchange.fill(json, files);
          } catch (error) {
            if (!(error instanceof Error) || error.name !== 'BodyTooLarge') throw error;
            insisted = true;
          }
        }
        const uris = new Map<string, string>();
        const parsed = tryParse(json);
        for (const { placeholder, mimeType } of usersImages(parsed)) {
          const path = files.find(file => file.placeholder === placeholder)?.path;
          if (path !== undefined) uris.set(placeholder, await uriOf(path, mimeType, exchange));
        }
        const rest = files.filter(({ placeholder }) => !uris.has(placeholder));
        return exchange.fill(JSON.stringify(withUris(parsed, uris)), rest);
      },

      release: () => {
        for (const upload of mine.values()) if (--upload.users === 0) upload.stop();
        mine.clear();
      },
    };
  };
}

/** Nothing was made, and what was uploaded costs nothing: a connection that breaks may be tried again at any time. */
function failed(error: unknown, exchange: Exchange): Error {
  if (error instanceof Error && ['BodyTooLarge', 'UnreadableInput'].includes(error.name)) return error;
  const context = { ...exchange.failing(), wire: { sent: true, answered: true } };
  const { failure, retry = failure.reason === 'reset' ? {} : undefined } = failureOf(error, context);
  return knownFailure({ failure: { ...failure, unbilled: true }, ...(retry && { retry }) });
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

interface Placed {
  placeholder: string;
  mimeType: string;
}

/** An image of a request, in the words of either API. */
function imageOf(node: Readonly<Record<string, unknown>>): Placed | undefined {
  const inline = node['inlineData'];
  if (isRecord(inline)) return placed(inline['data'], inline['mimeType']);
  return node['type'] === 'image' ? placed(node['data'], node['mime_type']) : undefined;
}

function placed(placeholder: unknown, mimeType: unknown): Placed | undefined {
  return typeof placeholder === 'string' && typeof mimeType === 'string'
    ? { placeholder, mimeType }
    : undefined;
}

/** What the model said is sent back as it came. */
function isModels(node: Readonly<Record<string, unknown>>): boolean {
  return node['role'] === 'model' || node['type'] === 'model_output' || node['type'] === 'thought';
}

function usersImages(node: unknown): readonly Placed[] {
  if (Array.isArray(node)) return node.flatMap(usersImages);
  if (!isRecord(node) || isModels(node)) return [];
  const image = imageOf(node);
  return image === undefined ? Object.values(node).flatMap(usersImages) : [image];
}

function withUris(node: unknown, uris: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(node)) return node.map(each => withUris(each, uris));
  if (!isRecord(node)) return node;
  const image = imageOf(node);
  const uri = image && uris.get(image.placeholder);
  if (image === undefined || uri === undefined) {
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, withUris(value, uris)]));
  }
  const { mimeType } = image;
  return node['type'] === 'image'
    ? { type: 'image', mime_type: mimeType, uri }
    : { fileData: { mimeType, fileUri: uri } };
}
