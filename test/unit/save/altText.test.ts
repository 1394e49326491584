import assert from 'node:assert/strict';
import { altText } from '../../../src/core/save/altText';

describe('the alt text of a prompt', () => {
  it('is its first sentence, without what was said to the model', () => {
    assert.equal(altText('create a lighthouse on a cliff. Use warm colors.'), 'A lighthouse on a cliff');
    assert.equal(altText('Please draw me a fox'), 'A fox');
    assert.equal(altText('v1.5 logo, flat'), 'V1.5 logo, flat');
  });

  it('is one line of bounded length', () => {
    const text = altText(`line one\nline "two"\t${'word '.repeat(200)}`);
    assert.ok([...text].length <= 125);
    assert.match(text, /^Line one line "two" word.*word…$/);
    assert.doesNotMatch(text, /[\n\t]/);
  });

  it('is empty for an empty prompt', () => assert.equal(altText('  '), ''));
});
