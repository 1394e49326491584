import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { only } from './finding';
import { parseConfig } from '../../../src/core/references/config/parseConfig';
import { findProject, type ProjectFacts } from '../../../src/core/references/project';
import { encodeUrlPath, referenceTo } from '../../../src/core/references/referenceTo';
import { resolveReference } from '../../../src/core/references/resolve';

const plain: ProjectFacts = { root: '/w', packages: [], publicFolders: [] };
const vite: ProjectFacts = { root: '/w', packages: ['/w/app', '/w'], publicFolders: ['/w/app/public'] };

function places(
  languageId: string,
  text: string,
  document: string,
  project: ProjectFacts,
): readonly string[] {
  return resolveReference(only(languageId, text), document, project).candidates;
}

describe('where a reference leads', () => {
  it('is relative to its document', () => {
    assert.deepEqual(places('markdown', '![](img/a.png)', '/w/docs/x.md', plain), ['/w/docs/img/a.png']);
    assert.deepEqual(places('markdown', '![](../a.png)', '/w/docs/x.md', vite), ['/w/a.png']);
    assert.deepEqual(places('html', '<img src="./a.png">', '/w/x.html', vite), ['/w/a.png']);
    assert.deepEqual(places('typescriptreact', 'import a from "./a.png"', '/w/app/src/x.tsx', vite), [
      '/w/app/src/a.png',
    ]);
  });

  it('with a leading slash is what the nearest public folder serves', () => {
    const [first, ...others] = places('typescriptreact', '<img src="/a.png" />', '/w/app/src/x.tsx', vite);
    assert.equal(first, '/w/app/public/a.png');
    assert.ok(others.includes('/w/a.png'));
  });

  it('with a leading slash and no public folder is below the workspace folder, in JSX below public', () => {
    assert.equal(places('markdown', '![](/a.png)', '/w/docs/x.md', plain)[0], '/w/a.png');
    const packaged = { ...plain, packages: ['/w/app'] };
    assert.equal(
      places('typescriptreact', '<img src="/a.png" />', '/w/app/x.tsx', packaged)[0],
      '/w/app/public/a.png',
    );
  });

  it('with a leading slash may be below any folder above the document', () => {
    assert.ok(places('html', '<img src="/a.png">', '/w/site/sub/x.html', plain).includes('/w/site/a.png'));
  });

  it('of a URL in JSX is looked for in the public folder first', () => {
    assert.equal(
      places('javascriptreact', '<img src="img/a.png" />', '/w/app/src/x.jsx', vite)[0],
      '/w/app/public/img/a.png',
    );
  });

  it('may be a file that is really named with percent signs', () => {
    assert.deepEqual(places('markdown', '![](a%20b.png?x)', '/w/x.md', plain), [
      '/w/a b.png',
      '/w/a%20b.png',
    ]);
  });

  it('tells what would be outside the workspace', () => {
    const inside = (target: string) => {
      const reference = only('markdown', `![](${target})`);
      return resolveReference(reference, '/w/docs/x.md', plain).inside;
    };
    assert.equal(inside('../a.png'), true);
    assert.equal(inside('../../a.png'), false);
    assert.equal(inside('../../w2/a.png'), false);
    assert.equal(inside('%2e%2e/../a.png'), false);
    assert.equal(inside('../../../../../../../w/a.png'), true);
  });

  it('works in a workspace that is the root of the disk, and with drive letters', () => {
    const root = { root: '/', packages: [], publicFolders: [] };
    assert.deepEqual(places('markdown', '![](x/a.png)', '/y.md', root), ['/x/a.png']);
    const drive = { root: 'c:/w', packages: [], publicFolders: [] };
    assert.deepEqual(places('markdown', '![](x/a.png)', 'C:\\w\\y.md', drive), ['c:/w/x/a.png']);
    assert.equal(resolveReference(only('markdown', '![](/a.png)'), 'C:\\w\\y.md', drive).inside, true);
  });
});

describe('the project of a document', () => {
  const files: Record<string, string[]> = {
    '/w': ['package.json', 'public', 'apps'],
    '/w/apps/docs': ['package.json', 'docusaurus.config.ts', 'static', 'public', 'src'],
    '/w/apps/docs/src': ['x.mdx'],
  };
  const names = async (folder: string) => files[folder] ?? [];
  const config = async () => undefined;

  it('has the packages and public folders above the document, nearest first', async () => {
    assert.deepEqual(await findProject('/w/apps/docs/src/x.mdx', '/w', { names, config }), {
      root: '/w',
      packages: ['/w/apps/docs', '/w'],
      publicFolders: ['/w/apps/docs/static', '/w/apps/docs/public', '/w/public'],
      aliases: [{ folder: '/w/apps/docs', rules: [{ pattern: '@site/*', targets: ['/w/apps/docs/*'] }] }],
    });
  });

  it('is found on Windows as VS Code names its paths, whatever the configurations write', async () => {
    const tree: Record<string, string> = {
      '/c:/w/tsconfig.json': String.raw`{ "compilerOptions": { "baseUrl": "C:\\w\\client", "paths": { "@/*": ["src\\*"], "~/*": ["\\\\h\\s\\*"] } } }`,
      '/c:/w/vite.config.ts': `export default { resolve: { alias: { '@art': path.resolve(__dirname, '..\\\\w/art') } } }`,
    };
    const project = await findProject('/c:/w/client/x.ts', '/c:/w', {
      names: async folder => (folder === '/c:/w' ? ['tsconfig.json', 'vite.config.ts'] : []),
      config: async path => parseConfig(path, tree[path] ?? ''),
    });
    const placesOf = (path: string) =>
      resolveReference({ path, rawTarget: path, kind: 'import' }, '/c:/w/client/x.ts', project).candidates;
    assert.deepEqual(placesOf('@/a.png'), ['/c:/w/client/src/a.png']);
    assert.deepEqual(placesOf('@art/a.png')[0], '/c:/w/art/a.png');
    assert.deepEqual(placesOf('~/a.png'), []);
  });

  it('ends at the workspace folder', async () => {
    const asked: string[] = [];
    await findProject('/w/apps/docs/src/x.mdx', '/w/apps', {
      names: async folder => {
        asked.push(folder);
        return [];
      },
      config,
    });
    assert.deepEqual(asked, ['/w/apps/docs/src', '/w/apps/docs', '/w/apps']);
  });
});

describe('how a document names an image', () => {
  const name = (image: string, languageId: string, path: string, project: ProjectFacts) =>
    referenceTo(image, { languageId, path }, project).path;

  it('is relative in Markdown and rooted in web languages', () => {
    assert.equal(name('/w/app/public/img/a.png', 'typescriptreact', '/w/app/src/x.tsx', vite), '/img/a.png');
    assert.equal(name('/w/app/public/a.png', 'markdown', '/w/app/README.md', vite), 'public/a.png');
    assert.equal(name('/w/app/src/a.png', 'typescriptreact', '/w/app/src/ui/x.tsx', vite), '../a.png');
    assert.equal(name('/w/app/public/img/a.png', 'html', '/w/app/public/index.html', vite), 'img/a.png');
    assert.equal(name('/w/app/public/img/a.png', 'html', '/w/app/index.html', vite), '/img/a.png');
  });

  it('leads back to the image', () => {
    const images = [
      '/w/a.png',
      '/w/docs/img/b c.png',
      '/w/docs/a%20b.png',
      '/w/app/public/ü/100%.png',
      "/w/it's (1).png",
      '/w/a#b?.png',
    ];
    const documents: [languageId: string, path: string, written: (url: string) => string][] = [
      ['markdown', '/w/docs/guide/x.md', url => `![](${url})`],
      ['mdx', '/w/x.mdx', url => `![](${url})`],
      ['html', '/w/app/index.html', url => `<img src="${url}">`],
      ['typescriptreact', '/w/app/src/x.tsx', url => `<img src="./${url}" />`.replace('.//', '/')],
    ];
    for (const image of images) {
      for (const [languageId, path, written] of documents) {
        const text = written(encodeUrlPath(name(image, languageId, path, vite)));
        assert.equal(places(languageId, text, path, vite)[0], image, text);
      }
    }
  });
});
