/** What both ends exchange. `id` pairs a reply with its request. */
export type Envelope =
  | { type: 'request'; id: number; method: string; params: unknown }
  | { type: 'reply'; id: number; ok: true; result: unknown }
  | { type: 'reply'; id: number; ok: false; message: string }
  | { type: 'notify'; method: string; params: unknown };

export interface Transport {
  post(envelope: Envelope): void;
  /** Returns the unsubscribe function. */
  listen(receive: (data: unknown) => void): () => void;
}

/** Method name → function of one argument. The same shape describes requests and notifications. */
export type Methods = { readonly [method: string]: (params: never) => unknown };

export type Params<F> = F extends (params: infer P) => unknown ? P : never;
export type Result<F> = F extends (params: never) => infer R ? Awaited<R> : never;

/** Handlers may answer at once or later. */
export type Handlers<M extends Methods> = {
  [K in keyof M]: (params: Params<M[K]>) => Result<M[K]> | Promise<Result<M[K]>>;
};

/** Turns what arrived into the parameters of `method`, or throws. */
export type Parse = (method: string, params: unknown) => unknown;

/**
 * One class for both ends. `Ours` are the methods that this end answers, `Theirs` those that it calls.
 * A handler that throws becomes a rejected promise on the other side; `dispose` rejects what is pending.
 */
export class Rpc<Ours extends Methods, Theirs extends Methods> {
  private readonly pending = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  private readonly stop: () => void;
  // A webview that was reloaded must not take a reply to its predecessor for its own.
  private lastId = Math.floor(Math.random() * 2 ** 40);
  private disposed = false;

  constructor(
    private readonly transport: Transport,
    private readonly handlers: Handlers<Ours>,
    private readonly parse: Parse = (_method, params) => params,
  ) {
    this.stop = transport.listen(data => void this.receive(data));
  }

  request<K extends keyof Theirs & string>(method: K, params: Params<Theirs[K]>): Promise<Result<Theirs[K]>> {
    if (this.disposed) return Promise.reject(new Error('closed'));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.transport.post({ type: 'request', id, method, params });
    });
  }

  notify<K extends keyof Theirs & string>(method: K, params: Params<Theirs[K]>): void {
    if (!this.disposed) this.transport.post({ type: 'notify', method, params });
  }

  dispose(): void {
    this.disposed = true;
    this.stop();
    for (const { reject } of this.pending.values()) reject(new Error('closed'));
    this.pending.clear();
  }

  private async receive(data: unknown): Promise<void> {
    if (!isEnvelope(data)) return;
    if (data.type === 'reply') {
      const waiting = this.pending.get(data.id);
      this.pending.delete(data.id);
      if (data.ok) waiting?.resolve(data.result as never);
      else waiting?.reject(new Error(data.message));
      return;
    }
    try {
      const result = await this.handle(data.method, data.params);
      if (data.type === 'request' && !this.disposed) {
        this.transport.post({ type: 'reply', id: data.id, ok: true, result });
      }
    } catch (error) {
      if (data.type === 'request' && !this.disposed) {
        const message = error instanceof Error ? error.message : String(error);
        this.transport.post({ type: 'reply', id: data.id, ok: false, message });
      }
    }
  }

  private handle(method: string, params: unknown): unknown {
    if (!Object.hasOwn(this.handlers, method)) throw new Error(`Unknown method: ${method}`);
    const handler = this.handlers[method] as (params: unknown) => unknown;
    return handler(this.parse(method, params));
  }
}

function isEnvelope(data: unknown): data is Envelope {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  if (data.type === 'notify') return 'method' in data && typeof data.method === 'string';
  if (data.type === 'request') {
    return 'id' in data && typeof data.id === 'number' && 'method' in data && typeof data.method === 'string';
  }
  return data.type === 'reply' && 'id' in data && typeof data.id === 'number' && 'ok' in data;
}
