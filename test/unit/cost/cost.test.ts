import assert from 'node:assert/strict';
import { costOf, estimateCost, priceOfOneImage } from '../../../src/core/cost/cost';
import { geminiInfo } from '../../../src/providers/gemini/info';
import { local } from '../run/world';
import { model, unpriced } from '../compose/models';

/** Prices as of a real model: $1.50 in, $7.50 text out, $30 image out, 1120 tokens at 1K. */
const priced = model(
  'cloud/priced',
  {},
  {
    price: {
      inputPerMillion: 1.5,
      textOutputPerMillion: 7.5,
      imageOutputPerMillion: 30,
      imageTokens: { '1K': 1120, '2K': 1680 },
      inputImageTokens: 1000,
      per: 'image',
      source: 'test',
    },
  },
);
const ask = { settings: {}, inputImages: 2, characters: 400 };
const dollars = (cost: { usd: number } | undefined): string | undefined => cost?.usd.toFixed(6);

describe('Cost', () => {
  it('before: the images that come, the images and the words that go', () => {
    assert.equal(estimateCost(priced, ask)?.toFixed(6), (0.0336 + 0.003 + 0.00015).toFixed(6));
    assert.equal(estimateCost(priced, { ...ask, settings: { imageSize: '2K' } })?.toFixed(6), '0.053550');
    // A size that the table does not know counts as its dearest.
    assert.equal(estimateCost(priced, { ...ask, settings: { imageSize: '8K' } })?.toFixed(6), '0.053550');
    assert.equal(estimateCost(local, ask), 0);
    assert.equal(estimateCost(unpriced, ask), undefined);
  });

  it('after: what the service counted, thoughts and words included', () => {
    const usage = { inputTokens: 1000, imageOutputTokens: 1120, outputTokens: 1220, thoughtTokens: 300 };
    const cost = costOf(priced, usage, 1, ask);
    assert.deepEqual([dollars(cost), cost?.estimate], ['0.038100', false]);
  });

  it('fills in from the table what the count leaves out, and says that it did', () => {
    const noImages = costOf(priced, { inputTokens: 1000 }, 2, ask);
    assert.deepEqual([dollars(noImages), noImages?.estimate], ['0.068700', true]);
    const nothing = costOf(priced, undefined, 1, ask);
    assert.deepEqual([dollars(nothing), nothing?.estimate], ['0.036750', true]);
  });

  it('does not believe that an image took no tokens', () => {
    const cost = costOf(priced, { inputTokens: 1000, imageOutputTokens: 0 }, 1, ask);
    assert.deepEqual([dollars(cost), cost?.estimate], ['0.035100', true]);
  });

  it('is that of words where no image came, whether or not the service tells the two apart', () => {
    const cost = costOf(priced, { inputTokens: 12, outputTokens: 2500 }, 0, ask);
    assert.deepEqual([dollars(cost), cost?.estimate], ['0.018768', false]);
  });

  it('takes for words what the images of the table leave of a count', () => {
    for (const counted of [{}, { imageOutputTokens: 0 }]) {
      const cost = costOf(priced, { inputTokens: 1000, outputTokens: 1220, ...counted }, 1, ask);
      assert.deepEqual([dollars(cost), cost?.estimate], ['0.035850', true]);
      const less = costOf(priced, { inputTokens: 1000, outputTokens: 700, ...counted }, 1, ask);
      assert.deepEqual([dollars(less), less?.estimate], ['0.035100', true]);
    }
  });

  it('of a blocked request is what went in', () => {
    const cost = costOf(priced, { inputTokens: 1119, thoughtTokens: 240 }, 0, ask);
    assert.deepEqual([cost?.usd.toFixed(7), cost?.estimate], ['0.0034785', false]);
  });

  it('is nothing on this machine and unknown without a price', () => {
    assert.deepEqual(costOf(local, undefined, 1, ask), { usd: 0, estimate: false });
    assert.equal(costOf(unpriced, { imageOutputTokens: 5 }, 1, ask), undefined);
  });

  it('of one image is what Google’s price page says, for every model of the table', () => {
    const prices = Object.fromEntries(
      geminiInfo.models.map(model => [model.id, priceOfOneImage(model)?.toFixed(3)]),
    );
    assert.deepEqual(prices, {
      'gemini/gemini-nano-banana-2.1': '0.034',
      'gemini/gemini-3-pro-image': '0.134',
      'gemini/gemini-3.1-flash-lite-image': '0.034',
      'gemini/gemini-3.1-flash-image': '0.067',
      'gemini/gemini-2.5-flash-image': '0.039',
    });
  });
});
