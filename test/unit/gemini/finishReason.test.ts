import assert from 'node:assert/strict';
import { emptyReason } from '../../../src/providers/gemini/finishReason';

describe('gemini: why an answer ended without an image', () => {
  it('takes OTHER for a refusal, and for a fault of the service where the answer says so', () => {
    const other = (message?: string) => emptyReason('OTHER', false, false, message);
    assert.deepEqual(other(), { kind: 'blocked', reason: 'OTHER' });
    assert.deepEqual(other('The model output could not be generated.'), { kind: 'blocked', reason: 'OTHER' });
    assert.deepEqual(other('Model failed to generate content due to internal error.'), {
      kind: 'bad-response',
      reason: 'service-error',
    });
  });
});
