import assert from 'node:assert/strict';
import type { FailureKind } from '../../../src/core/model/outcome';
import type { KeyCheck, ProviderInfo } from '../../../src/core/provider';
import { ProviderStates, type ProviderStatesPorts } from '../../../src/host/manage/providerStates';

const cloud = (id: string): ProviderInfo => ({
  id,
  label: id,
  local: false,
  api: 'gemini',
  models: [],
  key: { looksLike: '…' },
});
const here: ProviderInfo = { id: 'here', label: 'Here', local: true, api: 'offline', models: [] };
const free: ProviderInfo = { id: 'free', label: 'free', local: false, api: 'gemini', models: [] };
const fails = (kind: FailureKind, reason?: string): KeyCheck => ({
  ok: false,
  failure: { kind, sent: true, message: 'Its words.', ...(reason !== undefined && { reason }) },
});

describe('The states of services', () => {
  function states(part: Partial<ProviderStatesPorts> = {}): ProviderStates {
    return new ProviderStates({
      providers: () => [cloud('a'), cloud('b'), free, here],
      origin: id => `https://${id}.example`,
      isAllowed: () => true,
      key: id => Promise.resolve(id === 'a' ? 'secret' : undefined),
      models: () => 2,
      check: () => Promise.resolve({ ok: true }),
      ...part,
    });
  }
  const kinds = (made: ProviderStates) => made.rows().map(({ state }) => state.kind);

  it('asks those that can be asked, side by side', async () => {
    const asked: string[] = [];
    let both!: () => void;
    const arrived = new Promise<void>(resolve => (both = resolve));
    const made = states({
      check: async (id, key) => {
        asked.push(`${id} ${key}`);
        if (asked.length === 2) both();
        await arrived;
        return { ok: true };
      },
    });
    assert.deepEqual(kinds(made), ['unchecked', 'unchecked', 'unchecked', 'local']);
    await made.checkAll();
    assert.deepEqual(asked.sort(), ['a secret', 'free none']);
    assert.deepEqual(kinds(made), ['ready', 'no-key', 'ready', 'local']);
  });

  it('tells what is wrong apart', async () => {
    for (const [check, kind] of [
      [fails('auth'), 'refused'],
      [fails('bad-request', 'API_KEY_INVALID'), 'refused'],
      [fails('auth', 'SERVICE_DISABLED'), 'trouble'],
      [fails('network'), 'unreachable'],
      [fails('timeout'), 'unreachable'],
      [fails('overloaded'), 'unreachable'],
      [fails('billing'), 'ready'],
      [fails('rate-limited'), 'ready'],
    ] as const) {
      const made = states({ check: () => Promise.resolve(check) });
      await made.check('a');
      assert.equal(kinds(made)[0], kind, JSON.stringify(check));
    }
  });

  it('asks nobody at an address that is none or not allowed', async () => {
    const check = () => assert.fail('asked');
    const nowhere = states({ origin: () => undefined, check });
    await nowhere.check('a');
    const forbidden = states({ isAllowed: () => false, check });
    await forbidden.check('a');
    assert.deepEqual([kinds(nowhere)[0], kinds(forbidden)[0]], ['no-address', 'not-allowed']);
  });

  it('can be stopped, and hears nothing of what was asked before', async () => {
    const answers: ((check: KeyCheck) => void)[] = [];
    const signals: AbortSignal[] = [];
    const made = states({
      check: (_id, _key, _origin, signal) => {
        signals.push(signal);
        return new Promise(resolve => answers.push(resolve));
      },
    });
    const first = made.check('a');
    while (answers.length < 1) await new Promise(resolve => setImmediate(resolve));
    assert.equal(kinds(made)[0], 'checking');
    made.stop('a');
    assert.deepEqual([kinds(made)[0], signals[0]?.aborted], ['unchecked', true]);
    const second = made.check('a');
    while (answers.length < 2) await new Promise(resolve => setImmediate(resolve));
    answers[0]?.(fails('auth'));
    await first;
    assert.equal(kinds(made)[0], 'checking');
    answers[1]?.({ ok: true });
    await second;
    assert.equal(kinds(made)[0], 'ready');
  });
});
