import type { Failure } from '../../core/model/outcome';
import type { KeyCheck } from '../../core/provider';
import type { Keys } from './keys';

export interface KeyEntryPorts {
  keys: Pick<Keys, 'store'>;
  /** Where the provider's requests go now. */
  origin(provider: string): string | undefined;
  /**
   * Asks the service at `origin` whether it takes the key, without spending; a failure with the reason `endpoint-changed`
   * when requests go elsewhere by now. Rejects never.
   */
  check(provider: string, key: string, origin: string, signal: AbortSignal): Promise<KeyCheck>;
}

export type KeyAnswer =
  | { kind: 'empty' | 'spaces' | 'cancelled' }
  /** Listing models is free and says nothing about billing, unless the service refuses for want of it. */
  | { kind: 'stored'; billing: 'unknown' | 'missing' }
  /** Requests go to another address than the one that was shown; the key went nowhere else and is not stored. */
  | { kind: 'moved' }
  | { kind: 'wrong' | 'unchecked'; failure: Failure };

/** What was typed for one provider, for the address that the user is shown and no other. */
export class KeyEntry {
  /** A key that could not be checked; given once more it is stored as it is. */
  private unchecked: string | undefined;
  private storing: Promise<boolean> | undefined;

  constructor(
    private readonly provider: string,
    private readonly origin: string,
    private readonly ports: KeyEntryPorts,
  ) {}

  /** Whether the key is stored; waits for a store that is under way. */
  get stored(): Promise<boolean> {
    return this.storing ?? Promise.resolve(false);
  }

  /** Checks and stores. Rejects with what the secret storage says. */
  async accept(typed: string, signal: AbortSignal): Promise<KeyAnswer> {
    const key = typed.trim();
    if (key === '') return { kind: 'empty' };
    if (/\s/.test(key)) return { kind: 'spaces' };
    if (this.hasMoved()) return { kind: 'moved' };
    let billing: 'unknown' | 'missing' = 'unknown';
    if (key !== this.unchecked) {
      const result = await this.ports.check(this.provider, key, this.origin, signal);
      if (signal.aborted) return { kind: 'cancelled' };
      // Settings change while a service is asked, too.
      if (this.hasMoved() || (!result.ok && result.failure.reason === 'endpoint-changed'))
        return { kind: 'moved' };
      if (!result.ok && meansWrongKey(result.failure)) return { kind: 'wrong', failure: result.failure };
      if (!result.ok && !meansGoodKey(result.failure)) {
        this.unchecked = key;
        return { kind: 'unchecked', failure: result.failure };
      }
      if (!result.ok && result.failure.kind === 'billing') billing = 'missing';
    }
    const store = this.ports.keys.store(this.provider, key, this.origin);
    this.storing = store.then(
      () => true,
      () => false,
    );
    await store;
    return { kind: 'stored', billing };
  }

  private hasMoved(): boolean {
    return this.ports.origin(this.provider) !== this.origin;
  }
}

/** Reasons that say nothing about the key: of its project, of a place that is not served, of an address. */
const notTheKey: ReadonlySet<string> = new Set([
  'SERVICE_DISABLED',
  'no-access',
  'no-model-access',
  'location',
  'endpoint',
]);

/** It says something about the key. */
export function meansWrongKey({ kind, reason = '' }: Failure): boolean {
  return (kind === 'auth' || kind === 'bad-request') && !notTheKey.has(reason);
}

/** The service knew the key and refused for another reason, which the first run will say. */
export function meansGoodKey({ kind }: Failure): boolean {
  return kind === 'billing' || kind === 'quota' || kind === 'rate-limited';
}
