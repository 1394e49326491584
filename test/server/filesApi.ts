import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FindFile } from './checkRequest';
import { json, type Answer } from './faultTypes';
import { googleError, internal, invalid, overloaded, type GoogleError } from './googleErrors';
import { conform, type Shape } from './schema';

/** What can go wrong there. */
export type FilesFault =
  | 'foreign-session'
  | 'no-session'
  | 'overloaded-once'
  | 'reset-once'
  | 'never-ready'
  | 'ready-at-third'
  | 'failed'
  | 'no-uri'
  | 'keeps'
  | 'full'
  | 'upload-held';

export interface StoredFile {
  name: string;
  mimeType: string;
  bytes: Buffer;
  key: string;
  /** How often it was asked after. */
  asked: number;
}

interface Call {
  incoming: IncomingMessage;
  response: ServerResponse;
  body: unknown;
  raw: Buffer;
  key: string;
}

const string: Shape = { type: 'string' };
const createRequest: Shape = {
  type: 'object',
  fields: () => ({
    file: { type: 'object', fields: () => ({ name: string, displayName: string, mimeType: string }) },
  }),
};

/** Google's Files API with its resumable protocol, as strict as the service about it. */
export class FilesApi {
  readonly stored = new Map<string, StoredFile>();
  /** Every one that ever was. */
  readonly uploaded: StoredFile[] = [];
  fault: FilesFault | undefined;
  /** Called when bytes have arrived and are not answered, with `upload-held`. */
  onHeld: () => void = () => undefined;
  private readonly sessions = new Map<string, { name: string; mimeType: string; length: number }>();
  private faults = 0;

  private readonly waiting: (() => void)[] = [];

  constructor(private readonly origin: string) {}

  /** Resolves once nothing is stored. */
  empty(): Promise<void> {
    return this.stored.size === 0
      ? Promise.resolve()
      : new Promise(resolve =>
          this.waiting.push(() => {
            resolve();
          }),
        );
  }

  serves(pathname: string): boolean {
    return /^(\/upload)?\/v\w+\/files(\/|$)/.test(pathname);
  }

  answer(call: Call): Answer | 'taken' {
    const { method = 'GET', url = '/' } = call.incoming;
    const { pathname, searchParams } = new URL(url, this.origin);
    const id = /\/files\/([a-z0-9-]+)$/.exec(pathname)?.[1];
    if (pathname.startsWith('/upload/') && method === 'POST' && id === undefined) {
      const session = searchParams.get('upload_id');
      return session === null ? this.begin(call) : this.finish(call, session);
    }
    const file = this.stored.get(`files/${id ?? ''}`);
    if (file?.key !== call.key) return refuse(noPermission(id ?? ''));
    if (method === 'GET') {
      file.asked++;
      return json(this.resource(file));
    }
    if (method !== 'DELETE') return refuse(invalid('Method not allowed.'));
    if (this.fault === 'keeps') return refuse(internal);
    this.stored.delete(file.name);
    if (this.stored.size === 0) for (const tell of this.waiting.splice(0)) tell();
    return json({});
  }

  /** What a request may name. */
  find(uri: string, key: string): ReturnType<FindFile> {
    const name = new RegExp(`^${this.origin}/v\\w+/(files/[a-z0-9-]+)$`).exec(uri)?.[1];
    if (name === undefined) return { error: invalid('Invalid or unsupported file uri.') };
    const file = this.stored.get(name);
    if (file?.key !== key) return { error: noPermission(name.slice(6)) };
    if (this.stateOf(file) === 'ACTIVE') return file;
    return {
      error: googleError(
        400,
        'FAILED_PRECONDITION',
        `The File ${name.slice(6)} is not in an ACTIVE state and usage is not allowed.`,
      ),
    };
  }

  private begin({ incoming: { headers }, body }: Call): Answer {
    const header = (name: string): string => String(headers[`x-goog-upload-${name}`] ?? '');
    if (header('protocol') !== 'resumable' || header('command') !== 'start')
      return refuse(invalid('Bad upload protocol or command.'));
    const length = Number(header('header-content-length'));
    const mimeType = header('header-content-type');
    if (!Number.isInteger(length) || length <= 0 || !mimeType.includes('/'))
      return refuse(invalid('Bad length or type of the upload.'));
    const checked = conform(body, createRequest);
    if ('error' in checked) return refuse(checked.error);
    const { file = {} } = checked.value as { file?: { name?: string } };
    const name = file.name ?? `files/${Math.random().toString(36).slice(2)}`;
    if (!/^files\/[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name))
      return refuse(invalid('* CreateFileRequest.file.name: invalid resource name\n'));
    if (this.stored.has(name)) return refuse(googleError(409, 'ALREADY_EXISTS', `${name} already exists.`));
    if (this.fault === 'overloaded-once' && this.faults++ === 0) return refuse(overloaded);
    if (this.fault === 'full')
      return refuse(
        googleError(
          429,
          'RESOURCE_EXHAUSTED',
          'You have exceeded the per-day storage limit of 20 GB of your project.',
        ),
      );
    const id = `${String(this.sessions.size)}-session`;
    this.sessions.set(id, { name, mimeType, length });
    const host = this.fault === 'foreign-session' ? 'http://127.0.0.2:9' : this.origin;
    const session = `${host}/upload/v1beta/files?upload_id=${id}&upload_protocol=resumable`;
    return {
      status: 200,
      headers: {
        ...(this.fault === 'no-session' ? {} : { 'x-goog-upload-url': session }),
        'x-goog-upload-status': 'active',
      },
      body: '',
    };
  }

  private finish({ incoming, response, raw, key }: Call, id: string): Answer | 'taken' {
    const session = this.sessions.get(id);
    const { 'x-goog-upload-command': command, 'x-goog-upload-offset': offset } = incoming.headers;
    if (session === undefined) return refuse(googleError(404, 'NOT_FOUND', 'Upload not found.'));
    if (command !== 'upload, finalize' || offset !== '0')
      return refuse(invalid('Bad command or offset of the upload.'));
    if (raw.length !== session.length) return refuse(invalid('The upload is not as long as it was said.'));
    if (this.fault === 'reset-once' && this.faults++ === 0) {
      response.destroy();
      return 'taken';
    }
    this.sessions.delete(id);
    const file: StoredFile = {
      ...{ name: session.name, mimeType: session.mimeType },
      ...{ bytes: raw, key, asked: 0 },
    };
    this.stored.set(file.name, file);
    this.uploaded.push(file);
    if (this.fault === 'upload-held') {
      this.onHeld();
      return 'taken';
    }
    const answer = json({ file: this.resource(file) });
    return { ...answer, headers: { ...answer.headers, 'x-goog-upload-status': 'final' } };
  }

  private stateOf({ asked }: StoredFile): string {
    if (this.fault === 'failed') return asked === 0 ? 'PROCESSING' : 'FAILED';
    if (this.fault === 'never-ready') return 'PROCESSING';
    return this.fault === 'ready-at-third' && asked < 3 ? 'PROCESSING' : 'ACTIVE';
  }

  private resource(file: StoredFile): object {
    const state = this.stateOf(file);
    return {
      name: file.name,
      mimeType: file.mimeType,
      sizeBytes: String(file.bytes.length),
      createTime: '2026-11-24T00:00:00Z',
      expirationTime: '2026-11-26T00:00:00Z',
      ...(this.fault === 'no-uri' ? {} : { uri: `${this.origin}/v1beta/${file.name}` }),
      state,
      source: 'UPLOADED',
      ...(state === 'FAILED' ? { error: { code: 3, message: 'The file could not be decoded.' } } : {}),
    };
  }
}

function noPermission(id: string): GoogleError {
  return googleError(
    403,
    'PERMISSION_DENIED',
    `You do not have permission to access the File ${id} or it may not exist.`,
  );
}

function refuse({ status, body }: GoogleError): Answer {
  return json(body, status);
}
