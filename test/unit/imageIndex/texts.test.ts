import assert from 'node:assert/strict';
import fc from 'fast-check';
import ignore from 'ignore';
import { describe, it } from 'mocha';
import { parseCheck } from '../../../src/core/imageIndex/checkArgs';
import { takenFolders } from '../../../src/core/imageIndex/conventions';
import { fileKindOf, isMinified } from '../../../src/core/imageIndex/fileKinds';
import { mayNameImages, mentionKey, mentionsIn } from '../../../src/core/imageIndex/mentions';
import { placesOf } from '../../../src/core/imageIndex/places';
import { maxDocumentLength } from '../../../src/core/references/languageIds';
import { languageOf } from '../../../src/core/references/languageOf';
import { english } from '../../../src/core/translate';
import { excludeRules, ignoreRules } from '../../../src/host/imageIndex/ignoreRules';
import { IndexPaths } from '../../../src/host/imageIndex/indexPaths';

describe('texts of the workspace', () => {
  it('have a language by their names', () => {
    const names = ['a.MD', 'b.tsx', 'c.d.ts', 'site.webmanifest', 'x.constructor', 'README', '.css', 'y.vue'];
    assert.deepEqual(
      names.map(name => languageOf(`/w.md/${name}`)),
      ['markdown', 'typescriptreact', 'typescript', 'json', undefined, undefined, 'css', 'vue'],
    );
  });

  it('are told from images and from what nobody reads', () => {
    assert.deepEqual(
      [
        'A.PNG',
        'b.svg',
        '.png',
        'c.yaml',
        'd.ts',
        'e.woff2',
        'package-lock.json',
        'f.js.map',
        'Makefile',
      ].map(fileKindOf),
      ['image', 'image', 'text', 'text', 'document', undefined, undefined, undefined, 'text'],
    );
  });

  it('name images in every way they may be written', () => {
    const names = (text: string): string[] => mentionsIn(text);
    assert.deepEqual(names("cover: /img/Front.PNG\n$x = 'b.jpeg'; (c.webp)"), [
      'front.png',
      'b.jpeg',
      'c.webp',
    ]);
    assert.deepEqual(names('a.pngx a.png-1 .svg x.svgIcon'), []);
    assert.deepEqual(names('a%20b.png cafe\u0301.png'), ['b.png', 'caf\u00e9.png']);
    assert.deepEqual(names('icon@2x.png'), ['icon.png']);
    assert.equal(mentionKey('/w/My Photo.png'), 'photo.png');
    assert.equal(mentionKey('/w/caf\u00e9@3x.PNG'), 'caf\u00e9.png');
  });

  it('name nothing twice: what is a reference is none besides', () => {
    const text = '![a](img/a.png) and b.png, a.png';
    const start = text.indexOf('img');
    assert.deepEqual(mentionsIn(text, [{ start, end: start + 9 }]), ['b.png', 'a.png']);
    assert.deepEqual(mentionsIn('![a](a.png)', [{ start: 5, end: 10 }]), []);
  });

  it('are never searched for long, whatever is in them', () => {
    const data = 'A'.repeat(maxDocumentLength);
    assert.deepEqual(mentionsIn(`${data}.png`), []);
    assert.equal(mayNameImages(data), false);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', 'png', '/', ' ', '%', '"', '@2x') }), text => {
        for (const name of mentionsIn(text)) assert.match(name, /\.png$/);
      }),
    );
  });

  it('may name any image that is in them', () => {
    for (const extension of ['png', 'JPG', 'jpeg', 'webp', 'gif', 'avif', 'svg']) {
      assert.equal(mayNameImages(`"x.${extension}"`), true);
    }
    assert.equal(mayNameImages("import.meta.glob('./*')"), true);
    assert.equal(mayNameImages('icon.svgPath webp png'), false);
  });

  it('have lines as VS Code counts them', () => {
    assert.deepEqual(
      placesOf('ab\r\nc\rd\n\ne', [0, 2, 4, 6, 8, 9, 3]).map(({ line, character }) => `${line}:${character}`),
      ['0:0', '0:2', '1:0', '2:0', '3:0', '4:0', '0:3'],
    );
  });

  it('are minified when their lines are endless', () => {
    assert.equal(isMinified('javascript', 'a.js', 'x'.repeat(40_000)), true);
    assert.equal(isMinified('javascript', 'a.js', 'x\n'.repeat(40_000)), false);
    assert.equal(isMinified('css', 'a.min.css', ''), true);
    assert.equal(isMinified('json', 'a.json', 'x'.repeat(40_000)), false);
  });

  it('take folders by patterns', () => {
    const text = `import.meta.glob<string>(['./img/**/*.png', "../x/[ab]*.jpg", '@/no/*.png'], { eager: true });
      require.context('./icons', true, /\\.svg$/); import.meta.glob("/public/*.gif")`;
    assert.deepEqual(takenFolders(text, '/w/src/main.ts', '/w'), [
      '/w/src/img',
      '/w/x',
      '/w/src/icons',
      '/w/public',
    ]);
  });
});

describe('what is hidden', () => {
  const hidden = (rules: ReturnType<typeof ignoreRules>, path: string): boolean | undefined =>
    rules?.(path.replace(/\/$/, ''), path.replace(/\/$/, '').split('/').at(-1) ?? '', path.endsWith('/'));

  it('is what .gitignore says', () => {
    const rules = ignoreRules('# notes\nnode_modules/\ndist\n*.log\n/top\nsub/*.png\n\n');
    const yes = ['a/node_modules/', 'dist', 'x/dist/', 'a.log', 'd/b.log', 'top', 'sub/a.png'];
    const no = ['a/node_modules', 'distant', 'x/top', 'sub/x/a.png', 'a.logs'];
    assert.deepEqual(
      yes.filter(path => hidden(rules, path) !== true),
      [],
    );
    assert.deepEqual(
      no.filter(path => hidden(rules, path) !== undefined),
      [],
    );
    assert.equal(ignoreRules('\n# nothing\n'), undefined);
  });

  it('is taken back by a later line', () => {
    const rules = ignoreRules('*.png\n!keep.png\n');
    assert.deepEqual([hidden(rules, 'a.png'), hidden(rules, 'keep.png')], [true, false]);
  });

  it('is what the library says that knows all of it, from the top down', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^!?\/?(?:[ab.]|\*\*\/|[*?]|\/|\[[ab\]]\]|\\[ab]){1,6}\/?$/), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.stringMatching(/^[ab.]{1,4}(?:\/[ab.]{1,4}){0,2}$/),
        (lines, path) => {
          fc.pre(!path.split('/').some(part => /^\.+$/.test(part)));
          // Of these nobody knows what they mean, and the library says it depends on what is asked first.
          fc.pre(!lines.some(line => /\/\/|\*\*\/\*\*/.test(line)));
          // Ours leaves out what takes too long.
          fc.pre(!lines.some(line => /(?:\*\*\/.*){3}|(?:\*.*){9}/.test(line)));
          const rules = ignoreRules(lines.join('\n'));
          // A walk asks from the top and does not enter what is hidden.
          const parts = path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
          const isHidden = parts.some((part, i) => hidden(rules, i < parts.length - 1 ? `${part}/` : part));
          assert.equal(isHidden, ignore({ ignorecase: false }).add(lines).ignores(path));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is no matter of endless patterns', () => {
    const rules = ignoreRules(`${'*a'.repeat(40)}b\n`);
    assert.equal(hidden(rules, 'a'.repeat(200)), undefined);
    const deep = ignoreRules(`/a${'/**/a'.repeat(4)}/b\n`);
    assert.equal(hidden(deep, `${'a/'.repeat(400)}c.png`), undefined);
  });

  it('is read at once where there are many lines', () => {
    const rules = ignoreRules(Array.from({ length: 120_000 }, () => 'a').join('\n'));
    assert.equal(hidden(rules, 'x/a'), true);
  }).timeout(3000);

  it('is no matter of endless globs', () => {
    const rules = excludeRules(['**/*a*a*a*a*a*a*a*b', '**/*.tmp']);
    const name = `${'a'.repeat(250)}.tmp`;
    assert.deepEqual([hidden(rules, `x/${'a'.repeat(250)}`), hidden(rules, `x/${name}`)], [undefined, true]);
  });

  it('is what the settings say', () => {
    const rules = excludeRules(['**/.git', '**/*.tmp', 'build', 'src/**/gen', '{a,b}/*.png']);
    const yes = ['x/.git/', 'q.tmp', 'build/', 'src/x/y/gen/', 'b/c.png'];
    assert.deepEqual(
      yes.filter(path => hidden(rules, path) !== true),
      [],
    );
    assert.deepEqual(
      ['x/build/', 'git', 'c/c.png'].filter(path => hidden(rules, path) === true),
      [],
    );
  });
});

describe('paths of the index', () => {
  it('are those of the system and back', () => {
    const unix = new IndexPaths([{ path: '/w', file: '/w' }], { sep: '/' });
    assert.equal(unix.fileOf('/w/a b.png'), '/w/a b.png');
    assert.equal(unix.pathOf('/w/x.png'), '/w/x.png');
    assert.equal(unix.pathOf('/else/x.png'), undefined);
  });

  it('know drives and shares', () => {
    const folders = [
      { path: '/c:/w', file: 'c:\\w' },
      { path: '/share/w', file: '\\\\server\\share\\w' },
    ];
    const windows = new IndexPaths(folders, { sep: '\\' });
    assert.equal(windows.fileOf('/c:/w/img/a.png'), 'c:\\w\\img\\a.png');
    assert.equal(windows.fileOf('/d:/x/a.png'), 'd:\\x\\a.png');
    assert.equal(windows.fileOf('/share/w/a.png'), '\\\\server\\share\\w\\a.png');
    assert.equal(windows.pathOf('C:\\w\\img\\a.png'), '/c:/w/img/a.png');
    assert.equal(windows.pathOf('\\\\server\\share\\w\\a.png'), '/share/w/a.png');
    assert.equal(windows.pathOf('d:\\x'), undefined);
  });
});

describe('the argument object of Check Images', () => {
  it('is checked, and what nobody knows is refused by its name', () => {
    const parse = (value: Record<string, unknown>): unknown => parseCheck(value, english);
    assert.deepEqual(parse({}), { args: { wait: false } });
    assert.deepEqual(parse({ wait: true, kinds: ['unused'], folder: 'web' }), {
      args: { wait: true, kinds: ['unused'], folder: 'web' },
    });
    for (const wrong of [{ wait: 1 }, { kinds: [] }, { kinds: ['ugly'] }, { folder: 3 }, { colour: 'red' }]) {
      const answer = parse(wrong) as { refused?: string };
      assert.match(answer.refused ?? '', new RegExp(Object.keys(wrong)[0] ?? ''));
    }
  });
});
