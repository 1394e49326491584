import type { Endpoint, ProviderDeps } from '../../core/provider';
import { failureOf, knownFailure, safeText } from '../wire/failures';
import { pick, pickString, tryParse } from '../wire/json';
import { replyError } from '../wire/readReply';
import { bodyTooLarge, unreadable } from '../wire/requestBody';
import { readBounded, send, withKey, type HttpFailure } from '../wire/send';
import { baseOf } from './client';

const pollMs = 1000;
const maxAnswerBytes = 256 * 1024;
const maxUriLength = 2000;
/** Nobody waits for it. */
const removalTimeoutMs = 20_000;
const resourceName = /^files\/[a-z0-9-]{1,60}$/;

/** Whose Files API, and with which key. */
export interface FilesTarget {
  endpoint: Endpoint;
  /** Empty where the endpoint takes none. */
  key: string;
}

export interface FilesApi {
  /**
   * Uploads a file and resolves to the address that requests name it by, once it may be named. `stored` is called with
   * the name of what there is to remove from now on, once or twice. Rejects with what the service, the connection or
   * the disk say, and with `BodyTooLarge` where there is no Files API.
   */
  upload(
    file: { path: string; mimeType: string },
    target: FilesTarget,
    signal: AbortSignal,
    stored: (name: string) => void,
  ): Promise<string>;
  /** Rejects never: the service itself removes it after two days. */
  remove(name: string, target: FilesTarget): Promise<void>;
}

/** Google's Files API: what is too large for one request is uploaded before it (https://ai.google.dev/api/files). */
export function createFilesApi(deps: ProviderDeps): FilesApi {
  const { info, log, readFile, sleep, t } = deps;

  const ask = (
    url: string,
    { endpoint, key }: FilesTarget,
    init: Omit<RequestInit, 'body'> & { body?: string | Uint8Array },
  ): Promise<Response> =>
    send(
      url,
      { ...(init as RequestInit), headers: withKey(new Headers(init.headers), endpoint, key) },
      // Of its own: what is uploaded says nothing about whether the request was sent.
      { fetch: deps.fetch, t, wire: { sent: false, answered: false } },
    );

  /** The address that takes the bytes. They and the key go there, so it has to be the service's own. */
  async function begin(
    name: string,
    mimeType: string,
    length: number,
    target: FilesTarget,
    signal: AbortSignal,
  ): Promise<string> {
    const home = baseOf(target.endpoint);
    const response = await ask(`${home}/upload/${target.endpoint.apiVersion}/files`, target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-goog-upload-protocol': 'resumable',
        'x-goog-upload-command': 'start',
        'x-goog-upload-header-content-length': String(length),
        'x-goog-upload-header-content-type': mimeType,
      },
      // What it is called in the workspace is nobody's business.
      body: JSON.stringify({ file: { name, mimeType } }),
      signal,
    }).catch((error: unknown) => {
      if (hasStatus(error, [404, 405, 410, 501])) throw noFilesApi();
      throw error;
    });
    await response.body?.cancel().catch(() => undefined);
    const session = response.headers.get('x-goog-upload-url');
    if (session === null) throw noFilesApi();
    const url = URL.canParse(session, home) ? new URL(session, home) : undefined;
    if (url === undefined || url.username !== '' || url.origin !== new URL(home).origin) {
      throw replyError(
        'unsafe-address',
        t(
          '{0} wants the images uploaded to an address that is not its own. Nothing was sent there.',
          info.label,
        ),
      );
    }
    return url.href;
  }

  function noFilesApi(): Error {
    return bodyTooLarge(
      t(
        'The images are too large for one request to {0}, and it takes no uploads: it has no Files API. Fewer or smaller reference images help.',
        info.label,
      ),
    );
  }

  async function read(response: Response): Promise<unknown> {
    const json = tryParse(await readBounded(response, maxAnswerBytes));
    if (json === undefined)
      throw replyError('malformed', t('{0} did not say what became of an uploaded image.', info.label));
    return json;
  }

  return {
    async upload({ path, mimeType }, target, signal, stored) {
      const bytes = await readFile(path).catch((cause: unknown) => unreadable(t, cause));
      signal.throwIfAborted();
      // Ours, so that it can be removed even when the answer gets lost.
      const own = `files/ia-${crypto.randomUUID()}`;
      const session = await begin(own, mimeType, bytes.length, target, signal);
      stored(own);
      const sent = await ask(session, target, {
        method: 'POST',
        headers: { 'x-goog-upload-command': 'upload, finalize', 'x-goog-upload-offset': '0' },
        body: bytes,
        signal,
      });
      let file = pick(await read(sent), 'file');
      const said = pickString(file, 'name') ?? '';
      const name = resourceName.test(said) ? said : own;
      stored(name);
      const uri = pickString(file, 'uri');
      if (uri === undefined || uri.length > maxUriLength)
        throw replyError('malformed', t('{0} did not say where an uploaded image is.', info.label));
      while (pickString(file, 'state') === 'PROCESSING') {
        await sleep(pollMs, signal);
        signal.throwIfAborted();
        const url = `${baseOf(target.endpoint)}/${target.endpoint.apiVersion}/${name}`;
        file = await read(await ask(url, target, { signal }));
      }
      if (pickString(file, 'state') === 'FAILED') throw unusable(pick(file, 'error'), target.key);
      return uri;
    },

    async remove(name, target) {
      const url = `${baseOf(target.endpoint)}/${target.endpoint.apiVersion}/${name}`;
      const signal = AbortSignal.timeout(removalTimeoutMs);
      try {
        const response = await ask(url, target, { method: 'DELETE', signal });
        await response.body?.cancel();
      } catch (error) {
        // Stopped before it was there; the Gemini API says 403 for what there is not.
        if (hasStatus(error, [403, 404])) return;
        const wire = { sent: true, answered: true };
        const { failure } = failureOf(error, {
          ...{ t, wire, key: target.key, aborted: signal.aborted ? 'timeout' : undefined },
          ...{ timeoutMs: removalTimeoutMs, elapsedMs: removalTimeoutMs },
        });
        log(`An uploaded image could not be removed: ${failure.kind} ${failure.reason ?? ''}`);
      }
    },
  };

  function unusable(error: unknown, key: string): Error {
    const words = safeText(pickString(error, 'message') ?? '', key);
    return knownFailure({
      failure: {
        ...{ kind: 'bad-request', reason: 'file-failed', sent: true },
        ...(words === ''
          ? { message: t('{0} could not use an uploaded image.', info.label) }
          : { message: words, quoted: true }),
      },
    });
  }
}

function hasStatus(error: unknown, statuses: readonly number[]): boolean {
  return (
    error instanceof Error && error.name === 'HttpFailure' && statuses.includes((error as HttpFailure).status)
  );
}
