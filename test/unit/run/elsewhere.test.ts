import assert from 'node:assert/strict';
import type { ImagesOutcome, Outcome } from '../../../src/core/model/outcome';
import { settle } from '../../../src/core/run/money';
import { parseRequest } from '../../../src/host/store/records';
import { linkViews, sourceViews } from '../../../src/host/text/linkViews';
import { model } from '../compose/models';

const models = { resolve: () => undefined };
const asked = { settings: {}, inputImages: 0, characters: 0 };
const each = model(
  'cloud/a',
  {},
  {
    price: { per: 'image', perImage: { any: 0.05 }, perInputImage: 0, source: 's' },
  },
);
const links = ['https://files.example/a.png'];

describe('an image that lies elsewhere', () => {
  it('costs what an image costs, fetched or not', () => {
    const usage = { inputTokens: 10 };
    const count = (outcome: Outcome) => settle(models, each, outcome as never, asked, 0.2).countUsd;
    assert.equal(count({ kind: 'consent', reason: 'download', sent: true, links, usage }), 0.05);
    assert.equal(count({ kind: 'consent', reason: 'download', sent: true, links }), 0.2);
    assert.equal(count({ kind: 'consent', sent: false }), 0);
    const came: ImagesOutcome = { kind: 'images', images: [{ file: 'a', bytes: 1 }], links };
    assert.ok(Math.abs(count(came) - 0.1) < 1e-9);
  });

  it('is shown as a link only where a page may open it', () => {
    const odd = [
      'javascript:alert(1)',
      'command:x',
      'file:///a',
      'https://me:pw@a.example/',
      'x',
      `https://a/${'x'.repeat(3000)}`,
    ];
    assert.deepEqual(linkViews([...odd, ...links]), [
      { title: 'files.example/a.png', url: 'https://files.example/a.png' },
    ]);
    const sources = odd.map(url => ({ title: 'Bad', url }));
    assert.deepEqual(sourceViews({ sources, queries: ['a & b?'] }), [
      { title: 'a & b?', url: 'https://www.google.com/search?q=a%20%26%20b%3F', search: true },
    ]);
    assert.deepEqual([sourceViews(undefined), linkViews(undefined)], [[], []]);
  });

  it('is read back from disk only when it is whole', () => {
    const facts = { width: 1, height: 1, bytes: 1, format: 'png', mimeType: 'image/png', provenance: {} };
    const record = (outcome: object): string =>
      JSON.stringify({
        ...{ id: 'r1', model: 'cloud/a', state: 'done', variation: 0 },
        outcome: { kind: 'images', images: [{ file: 'a.png', facts }], ...outcome },
      });
    const good = {
      links,
      parts: [{ text: 'a' }, { image: 0 }],
      grounding: { sources: [{ title: 'a', url: 'https://a.example/' }], queries: ['q'] },
    };
    assert.deepEqual({ ...parseRequest(record(good)).outcome, ...good }, parseRequest(record(good)).outcome);
    const bad = [
      { links: 'a' },
      { links: [7] },
      { parts: [{ image: 1 }] },
      { parts: [{ image: -1 }] },
      { parts: [{ image: 0.5 }] },
      { parts: [{ image: '0' }] },
      { parts: [{ text: 7 }] },
      { parts: [null] },
      { parts: {} },
      { grounding: {} },
      { grounding: { sources: [{ title: 'a' }], queries: [] } },
      { grounding: { sources: [], queries: [7] } },
      { grounding: { sources: {}, queries: [] } },
    ];
    for (const each of bad) assert.throws(() => parseRequest(record(each)), JSON.stringify(each));
  });
});
