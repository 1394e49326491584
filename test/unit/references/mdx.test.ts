import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, targets, windows } from './finding';

const text = `---
title: x
---
import pic from './pic.png'
export const Big = () => <img src="/big.png" alt="Big" />

# Title

Globs like src/*.ts are prose, */ too. ![a](a.png)

<Tabs>

    ![indented is not code](b.png)

<Image
  src="/c.png" style={{ margin: 1 }}
  width={300} alt="It's C"
/>

</Tabs>

{/* ![no](no.png) <img src="no.png" /> */}

\`<img src="no.png" />\` and <img src="d.png"/> and {x > 1 && <img src="e.png" />}

\`\`\`jsx
<img src="no.png" />
\`\`\`
`;

describe('image references in MDX', () => {
  it('finds Markdown, JSX and imports, and leaves code and comments alone', () => {
    for (const variant of [text, windows(text)]) {
      const found = find('mdx', variant);
      assert.deepEqual(
        found.map(({ rawTarget, kind }) => [rawTarget, kind]),
        [
          ['./pic.png', 'import'],
          ['/big.png', 'jsx'],
          ['a.png', 'markdown'],
          ['b.png', 'markdown'],
          ['/c.png', 'jsx'],
          ['d.png', 'jsx'],
          ['e.png', 'jsx'],
        ],
      );
      const image = found.find(({ rawTarget }) => rawTarget === '/c.png');
      assert.deepEqual([image?.alt, image?.width, image?.heading], ["It's C", 300, 'Title']);
    }
  });

  it('reads what MDX itself would refuse', () => {
    assert.deepEqual(targets('mdx', '# A {\n\n<Image src="a.png" \n\n![b](b.png)'), ['a.png', 'b.png']);
  });
});
