import assert from 'node:assert/strict';
import { usageOf } from '../../../src/providers/gemini/usage';

const reply = (usageMetadata: unknown): unknown => ({ usageMetadata });

describe('gemini: counts that cannot be', () => {
  for (const wrong of [-1, -1e9, 1e308, '7', null, true]) {
    it(`takes ${String(wrong)} (${typeof wrong}) for no count at all`, () => {
      assert.equal(
        usageOf(reply({ promptTokenCount: wrong, candidatesTokenCount: wrong, thoughtsTokenCount: wrong })),
        undefined,
      );
      const details = [
        { modality: 'IMAGE', tokenCount: 1120 },
        { modality: 'IMAGE', tokenCount: wrong },
      ];
      const usage = usageOf(reply({ promptTokenCount: 9, candidatesTokensDetails: details }));
      assert.deepEqual(usage, { inputTokens: 9 });
    });
  }

  it('still reads what services send', () => {
    const details = [{ modality: 'IMAGE', tokenCount: 1120 }];
    assert.deepEqual(
      usageOf(reply({ promptTokenCount: 9, candidatesTokenCount: 1130, candidatesTokensDetails: details })),
      { inputTokens: 9, imageOutputTokens: 1120, outputTokens: 1130 },
    );
  });

  it('adds the details up where nothing else says what came out', () => {
    const details = [
      { modality: 'TEXT', tokenCount: 300 },
      { modality: 'IMAGE', tokenCount: 1120 },
    ];
    assert.deepEqual(usageOf(reply({ candidatesTokensDetails: details })), {
      imageOutputTokens: 1120,
      outputTokens: 1420,
    });
  });
});
