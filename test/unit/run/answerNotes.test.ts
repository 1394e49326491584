import assert from 'node:assert/strict';
import { answerNotes } from '../../../src/core/run/answerNotes';
import { english } from '../../../src/core/translate';
import { answer, runAll, Service, world } from './world';

describe('What is said beside images', () => {
  const here = world();

  it('is nothing of an answer that came whole', async () => {
    const run = await runAll(here().window());
    assert.deepEqual(answerNotes(english, run.requests[0]?.outcome), []);
  });

  it('is that it began anew', async () => {
    const service = new Service(async (request, context) => ({
      ...(await answer()(request, context)),
      restarted: true,
    }));
    const run = await runAll(here().window({ service }));
    assert.deepEqual(answerNotes(english, run.requests[0]?.outcome), [
      'The service did not take its earlier answers back, so it went on from their last image alone.',
    ]);
  });

  it('is that the answer broke off, also when the provider does not know what it left', async () => {
    const service = new Service(async (request, context) => {
      await answer()(request, context);
      return { kind: 'overloaded', sent: true, usage: { inputTokens: 5 }, modelVersion: 'x' };
    });
    const window = here().window({ service });
    const run = await runAll(window);
    // As it is read again.
    const outcome = (await window.store.load(run.id))?.requests[0]?.outcome;
    assert.ok(outcome?.kind === 'images');
    assert.deepEqual(
      [outcome.images.length, outcome.cut, outcome.usage, outcome.modelVersion],
      [1, true, { inputTokens: 5 }, 'x'],
    );
    assert.deepEqual(answerNotes(english, outcome), [
      'The answer broke off. What had arrived whole is kept.',
    ]);
  });
});
