import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { descriptionSchema, parseDescription } from '../../../src/core/sets/description';
import { builtInFolder, builtInSets } from './builtIn';

const good = {
  id: 'own',
  title: 'Own',
  about: 'Ours',
  source: 'https://example.com/rules',
  files: [{ kind: 'image', path: 'a.png', width: 8, height: 8 }],
};

function problemsOf(value: unknown): readonly string[] {
  const parsed = parseDescription(typeof value === 'string' ? value : JSON.stringify(value));
  return 'problems' in parsed ? parsed.problems.map(({ field, problem }) => `${field}: ${problem}`) : [];
}

describe('descriptions of sets', () => {
  it('ours are all valid, with a document as source and ids of their own', () => {
    const sets = builtInSets();
    assert.ok(sets.length >= 12);
    assert.equal(new Set(sets.map(({ id }) => id)).size, sets.length);
    for (const { source } of sets) assert.match(source, /^https:\/\//);
  });

  it('are checked by editors with the same rules', () => {
    const file = path.join(builtInFolder, '../assetSet.schema.json');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify(descriptionSchema())));
  });

  const image = (part: object) => ({ ...good, files: [{ ...good.files[0], ...part }] });
  const wrong: readonly [string, unknown, RegExp][] = [
    ['no JSON', '{ "id": ', /^: not valid JSON/],
    ['a list', [], /^: must be of type object/],
    ['a missing part', { ...good, title: undefined }, /^title: is missing/],
    [
      'a part that is not known',
      { ...good, titel: 'x' },
      /^titel: is not known here\. Did you mean “title”\?/,
    ],
    [
      'a field of a file that is not known',
      image({ widht: 3 }),
      /^files\[0\]\.widht: is not known here\. Did you mean “width”\?/,
    ],
    [
      'what is missing for a slip',
      image({ width: undefined, height: undefined, widht: 3 }),
      /^files\[0\]: needs a width/,
    ],
    ['what is like nothing', image({ colourspace: 1 }), /^files\[0\]\.colourspace: is not known here\.$/],
    ['a width of text', image({ width: '8' }), /^files\[0\]\.width: must be of type number/],
    ['a width of nothing', image({ width: 0 }), /^files\[0\]\.width: must have at least 1/],
    ['a width beyond all', image({ width: 1e9 }), /^files\[0\]\.width: must have at most/],
    ['a kind that is not known', image({ kind: 'video' }), /^files\[0\]\.kind: must be one of image, icon/],
    ['neither size nor scale', image({ width: undefined, height: undefined }), /^files\[0\]: needs a width/],
    ['a condition that is not known', image({ if: 'moon' }), /^files\[0\]\.if: “moon” is not one of alpha/],
    [
      'a variable that is not known',
      image({ path: '{nmae}.png' }),
      /^files\[0\]\.path: \{nmae\} is not known/,
    ],
    [
      'an id that is not there',
      { ...good, snippets: [{ id: 'a', title: 'A', languages: ['html'], text: '{href:b}' }] },
      /^snippets\[0\]\.text: \{href:b\} is not known/,
    ],
    [
      'an id twice',
      {
        ...good,
        files: [
          { ...good.files[0], id: 'a' },
          { ...good.files[0], id: 'a' },
        ],
      },
      /^files\[1\]\.id: “a” is there twice/,
    ],
    ['a source that is no address', { ...good, source: 'the internet' }, /^source: does not have the form/],
    [
      'an icon file of another name',
      { ...good, files: [{ kind: 'icon', path: 'a.png', sizes: [16] }] },
      /^files\[0\]\.path: must end in/,
    ],
    ['a name rule that is none', { ...good, name: { pattern: '[' } }, /^name\.pattern: is not a regular/],
    ['no files', { ...good, files: [] }, /^files: must have at least 1/],
  ];
  for (const [what, value, message] of wrong) {
    it(`says which field is wrong: ${what}`, () => {
      const problems = problemsOf(value);
      assert.ok(
        problems.some(problem => message.test(problem)),
        problems.join('\n') || 'no problem',
      );
    });
  }

  it('never throw, whatever the file holds', () => {
    assert.deepEqual(problemsOf(good), []);
    fc.assert(
      fc.property(fc.jsonValue(), value => Array.isArray(problemsOf(value))),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string(), text => Array.isArray(problemsOf(text))));
  });
});
