import { Emitter } from '../../core/emitter';
import type { KeyCheck, ProviderInfo } from '../../core/provider';
import { meansGoodKey, meansWrongKey } from '../keys/keyEntry';

export type ProviderState =
  /** Runs on this machine. */
  | { kind: 'local' }
  | { kind: 'no-key' }
  /** Its setting is no address. */
  | { kind: 'no-address' }
  /** `inlineAssets.allowedEndpoints` leaves it out. */
  | { kind: 'not-allowed' }
  /** There is a key, or it takes none; the check has not begun, or was stopped. */
  | { kind: 'unchecked' }
  | { kind: 'checking' }
  | { kind: 'ready'; billing?: 'missing' }
  | { kind: 'refused'; message: string }
  /** It knows the key and does not work with it, for a reason of its own. */
  | { kind: 'trouble'; message: string }
  | { kind: 'unreachable'; message: string };

export interface ProviderRow {
  info: ProviderInfo;
  origin: string | undefined;
  hasKey: boolean;
  /** How many that are offered. */
  models: number;
  state: ProviderState;
}

export interface ProviderStatesPorts {
  providers(): readonly ProviderInfo[];
  origin(provider: string): string | undefined;
  isAllowed(origin: string): boolean;
  key(provider: string): Promise<string | undefined>;
  models(provider: string): number;
  /** Asks the service without spending; rejects never. */
  check(provider: string, key: string, origin: string, signal: AbortSignal): Promise<KeyCheck>;
}

/** What can be said of every service now. Asks all of them side by side; each can be stopped. */
export class ProviderStates {
  private readonly changed = new Emitter<[]>();
  private readonly states = new Map<string, { state: ProviderState; hasKey: boolean }>();
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly ports: ProviderStatesPorts) {}

  readonly onDidChange = this.changed.on;

  rows(): readonly ProviderRow[] {
    return this.ports.providers().map(info => {
      const { state = unknown(info), hasKey = false } = this.states.get(info.id) ?? {};
      return { info, state, hasKey, origin: this.ports.origin(info.id), models: this.ports.models(info.id) };
    });
  }

  async checkAll(): Promise<void> {
    await Promise.all(this.ports.providers().map(({ id }) => this.check(id)));
  }

  /** A check that runs already is stopped. Rejects never. */
  async check(id: string): Promise<void> {
    const info = this.ports.providers().find(each => each.id === id);
    if (!info) return;
    this.running.get(id)?.abort();
    const abort = new AbortController();
    this.running.set(id, abort);
    const { signal } = abort;
    const put = (state: ProviderState, hasKey: boolean): void => {
      if (signal.aborted) return;
      this.states.set(id, { state, hasKey });
      this.changed.fire();
    };
    try {
      const origin = this.ports.origin(id);
      if (info.local) return put({ kind: 'local' }, false);
      const stored = await this.ports.key(id).catch(() => undefined);
      const hasKey = stored !== undefined;
      if (origin === undefined) return put({ kind: 'no-address' }, hasKey);
      if (!this.ports.isAllowed(origin)) return put({ kind: 'not-allowed' }, hasKey);
      if (info.key && !hasKey) return put({ kind: 'no-key' }, false);
      put({ kind: 'checking' }, hasKey);
      // Of a server that takes no key none is sent, whatever stands here.
      put(stateOf(await this.ports.check(id, stored ?? 'none', origin, signal)), hasKey);
    } finally {
      if (this.running.get(id) === abort) this.running.delete(id);
    }
  }

  /** Ends a check, or all; what is known stays. */
  stop(id?: string): void {
    for (const [each, abort] of [...this.running]) {
      if (id !== undefined && each !== id) continue;
      abort.abort();
      this.running.delete(each);
      const known = this.states.get(each);
      if (known?.state.kind === 'checking') this.states.set(each, { ...known, state: { kind: 'unchecked' } });
    }
    this.changed.fire();
  }

  dispose(): void {
    this.changed.clear();
    this.stop();
  }
}

function unknown({ local }: ProviderInfo): ProviderState {
  return { kind: local ? 'local' : 'unchecked' };
}

function stateOf(check: KeyCheck): ProviderState {
  if (check.ok) return { kind: 'ready' };
  const { failure } = check;
  const { kind, message = kind } = failure;
  if (meansGoodKey(failure)) return { kind: 'ready', ...(kind === 'billing' && { billing: 'missing' }) };
  if (meansWrongKey(failure)) return { kind: 'refused', message };
  return kind === 'auth' || kind === 'bad-request'
    ? { kind: 'trouble', message }
    : { kind: 'unreachable', message };
}
