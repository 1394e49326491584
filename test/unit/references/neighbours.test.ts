import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { insertionFor } from '../../../src/core/references/insertion';
import type { ProjectFacts } from '../../../src/core/references/project';
import { referenceTo } from '../../../src/core/references/referenceTo';
import { find } from './finding';

const project: ProjectFacts = {
  root: '/w',
  packages: ['/w'],
  publicFolders: ['/w/public'],
  aliases: [
    {
      folder: '/w',
      rules: [
        { pattern: '@/*', targets: ['/w/src/*'] },
        { pattern: '@img', targets: ['/w/src/img'] },
        { pattern: '@img/*', targets: ['/w/src/img/*'] },
      ],
    },
  ],
};

function name(image: string, languageId: string, text: string, path = '/w/src/ui/x'): string {
  return referenceTo(image, { languageId, path, neighbours: find(languageId, text) }, project).path;
}

describe('how a document names an image beside others', () => {
  const [tsx, md] = ['typescriptreact', 'markdown'];

  it('is the alias that it has for that place already', () => {
    assert.equal(name('/w/src/art/a.png', tsx, 'import b from "@/b.png"'), '@/art/a.png');
    assert.equal(name('/w/src/img/a.png', tsx, 'import b from "@img/b.png"'), '@img/a.png');
    // An alias that does not reach the image.
    assert.equal(name('/w/src/art/a.png', tsx, 'import b from "@img/b.png"'), '../art/a.png');
    assert.equal(name('/w/src/img/a.png', tsx, 'import b from "@unknown/b.png"'), '../img/a.png');
  });

  it('is what most of them do, and of as many what the first does', () => {
    const [alias, relative] = ['import x from "@/b.png";', 'import y from "../c.png";'];
    assert.equal(name('/w/src/a.png', tsx, relative + alias + alias), '@/a.png');
    assert.equal(name('/w/src/a.png', tsx, alias + relative + relative), '../a.png');
    assert.equal(name('/w/src/a.png', tsx, relative + alias), '../a.png');
  });

  it('looks at those of the same place only', () => {
    const text = 'import x from "./b.png"; const a = <img src="/c.png" />;';
    assert.equal(name('/w/public/a.png', tsx, text), '/a.png');
    assert.equal(name('/w/src/a.png', tsx, text), '../a.png');
    assert.equal(name('/w/public/a.png', tsx, 'import x from "./b.png"'), '/a.png');
    assert.equal(name('/w/public/a.png', tsx, 'import x from "../../public/b.png"'), '../../public/a.png');
  });

  it('is rooted, or begins with a dot, where theirs are and do', () => {
    assert.equal(name('/w/public/a.png', md, '![](../../public/b.png)'), '../../public/a.png');
    assert.equal(name('/w/public/a.png', md, '![](/b.png)'), '/a.png');
    assert.equal(name('/w/src/ui/a.png', md, '![](./b.png)'), './a.png');
    assert.equal(name('/w/src/ui/a.png', md, '![](b.png)'), 'a.png');
    assert.equal(name('/w/src/a.png', md, '![](./b.png)'), '../a.png');
  });

  it('takes nothing from the imports of a page for its markup', () => {
    const text = 'import b from "@/b.png"\n\n# Page\n';
    assert.equal(name('/w/src/a.png', 'mdx', text), '../a.png');
  });

  it('is the usual one where there are none, or nobody knows the document', () => {
    assert.equal(name('/w/src/a.png', tsx, ''), '../a.png');
    const neighbours = find(tsx, 'import b from "@/b.png"');
    assert.equal(referenceTo('/w/src/a.png', { languageId: tsx, neighbours }, project).path, 'src/a.png');
  });

  it('goes into an import as it is', () => {
    const text = 'import b from "@/b.png";\n';
    const document = { languageId: tsx, path: '/w/src/x.tsx', text, offset: text.length };
    const image = { path: '/w/src/art/a.png', width: 1, height: 2, alt: 'A' };
    const written = (target: string) => {
      const own = text.replace('@/b.png', target);
      const neighbours = find(tsx, own);
      const at = { ...document, text: own, offset: own.length, neighbours };
      return insertionFor(at, image, project).edits[0]?.text;
    };
    assert.equal(written('@/b.png'), '\nimport a from "@/art/a.png";');
    assert.equal(written('./b.png'), '\nimport a from "./art/a.png";');
  });
});
