import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { changedTarget } from '../../../src/core/references/changedTarget';
import type { ProjectFacts } from '../../../src/core/references/project';
import { resolveReference } from '../../../src/core/references/resolve';
import { find } from './finding';

const project: ProjectFacts = {
  root: '/w',
  packages: ['/w'],
  publicFolders: ['/w/public'],
  aliases: [{ folder: '/w', rules: [{ pattern: '@/*', targets: ['/w/src/*'] }] }],
};

/** The text after the first reference leads to `image`. */
function change(languageId: string, text: string, image: string, path = '/w/src/ui/x'): string {
  const [reference, ...neighbours] = find(languageId, text);
  assert.ok(reference);
  const written = changedTarget(reference, image, { path, languageId, neighbours }, project);
  const after = text.slice(0, reference.start) + written + text.slice(reference.end);
  const [changed] = find(languageId, after);
  assert.ok(changed, after);
  assert.equal(resolveReference(changed, path, project).candidates[0], image, after);
  return after;
}

describe('a reference that is to lead to another image', () => {
  it('keeps its form', () => {
    const to = (text: string, image: string) => change('typescriptreact', text, image);
    assert.equal(to('import a from "@/no.png"', '/w/src/art/a.png'), 'import a from "@/art/a.png"');
    assert.equal(to('import a from "./no.png"', '/w/src/ui/a.png'), 'import a from "./a.png"');
    assert.equal(to('import a from "./no.png"', '/w/src/a.png'), 'import a from "../a.png"');
    assert.equal(
      to('const a = <img src="/no.png" />', '/w/public/i/a.png'),
      'const a = <img src="/i/a.png" />',
    );
    assert.equal(change('markdown', '![](./no.png)', '/w/src/ui/i/a.png'), '![](./i/a.png)');
    assert.equal(change('markdown', '![](no.png)', '/w/src/ui/i/a.png'), '![](i/a.png)');
  });

  it('takes another form where its own leads nowhere', () => {
    assert.equal(
      change('typescriptreact', 'import a from "@/no.png"', '/w/art/a.png'),
      'import a from "../../art/a.png"',
    );
    assert.equal(change('markdown', '![](/no.png)', '/w/public/a.png'), '![](/a.png)');
    assert.equal(
      change('typescriptreact', 'import a from "./no.png"', '/w/public/a.png'),
      'import a from "../../public/a.png"',
    );
  });

  it('is written as its language wants it, whatever the name', () => {
    const image = `/w/src/ui/it's (a) "b" & <c> 100% #1?.png`;
    for (const [language, text] of [
      ['markdown', '![x](no.png)'],
      ['markdown', '![x](<no.png> "t")'],
      ['mdx', '<img src="./no.png" />'],
      ['html', '<img src=no.png>'],
      ['html', "<img src='no.png'>"],
      ['css', '.a { background: url(no.png) }'],
      ['scss', '.a { background: url("no.png") }'],
      ['vue', '<template><img src="./no.png"></template>'],
      ['svelte', '<img src="./no.png">'],
      ['astro', '<img src="./no.png">'],
    ] as const) {
      change(language, text, image);
    }
    change('typescriptreact', "import a from './no.png'", "/w/src/ui/it's $x & 100 y.png");
  });

  it('keeps query and fragment', () => {
    assert.equal(
      change('markdown', '![](no.png?v=1#gh-dark-mode-only)', '/w/src/ui/a.png'),
      '![](a.png?v=1#gh-dark-mode-only)',
    );
  });
});
