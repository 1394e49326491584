import assert from 'node:assert/strict';
import path from 'node:path';
import { english } from '../../../src/core/translate';
import { hasMoreToShow, leftLines, leftText } from '../../../src/host/text/leftText';

describe('what Optimize leaves as it is', () => {
  const nameOf = (file: string): string => path.basename(file);
  const broken = { file: '/w/broken.png', message: 'It ends early.', reason: 'corrupt' } as const;
  const moving = { file: '/w/anim.gif', why: 'animated' } as const;

  it('is named with its reason, while it is little', () => {
    assert.equal(leftText(english, { skipped: [], failed: [] }, nameOf), '');
    assert.equal(
      leftText(english, { skipped: [], failed: [broken] }, nameOf),
      'Left as it is: broken.png is damaged.',
    );
    const two = { skipped: [moving], failed: [broken] };
    assert.equal(
      leftText(english, two, nameOf),
      '2 left as they are: broken.png is damaged; anim.gif is animated.',
    );
    assert.ok(!hasMoreToShow(two));
  });

  it('is counted by its reasons, where it is more, and can be shown', () => {
    const small = ['a', 'b', 'c'].map(name => ({ file: `/w/${name}.png`, why: 'no-gain' as const }));
    const many = { skipped: [...small, moving], failed: [broken] };
    assert.equal(
      leftText(english, many, nameOf),
      '5 left as they are: not readable: 1; animated: 1; as small as they get here: 3.',
    );
    assert.ok(hasMoreToShow(many));
    assert.deepEqual(leftLines(english, many, nameOf).slice(0, 3), [
      'broken.png is damaged',
      'a.png is as small as it gets here',
      'b.png is as small as it gets here',
    ]);
  });
});
