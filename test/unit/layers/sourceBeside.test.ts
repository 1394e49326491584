import assert from 'node:assert/strict';
import { redacts, sourceBeside } from '../../../src/core/model/layers';

describe('what keeps layers editable', () => {
  it('has the name of the result', () => {
    const names = [
      ['/w/card.png', '/w/card.source.webp'],
      ['a.b/card', 'a.b/card.source.webp'],
      ['C:\\w.x\\card.v2.jpg', 'C:\\w.x\\card.v2.source.webp'],
      ['/w/.hidden', '/w/.hidden.source.webp'],
    ] as const;
    for (const [target, source] of names) assert.equal(sourceBeside(target, '.webp'), source);
  });

  it('shows what is redacted, if anything is', () => {
    const layer = { type: 'redact', id: 'a', x: 0, y: 0, width: 9, height: 9, mode: 'solid' } as const;
    assert.equal(redacts({ layers: [layer] }), true);
    assert.equal(redacts({ layers: [{ ...layer, hidden: true }] }), false);
    assert.equal(redacts({ layers: [] }), false);
  });
});
