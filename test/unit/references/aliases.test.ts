import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import ts from 'typescript';
import { aliasName, bestRule, expandAlias, type AliasRule } from '../../../src/core/references/aliases';
import { normalize } from '../../../src/core/references/paths';

/** Where TypeScript itself looks for a name by `paths`, in its order, before it asks packages. */
function byTypescript(paths: Record<string, string[]>, name: string): string[] {
  const asked: string[] = [];
  const host: ts.ModuleResolutionHost = {
    fileExists: file => {
      asked.push(file);
      return false;
    },
    readFile: () => undefined,
    directoryExists: () => true,
    getCurrentDirectory: () => '/w',
  };
  const options = { paths, pathsBasePath: '/w', moduleResolution: ts.ModuleResolutionKind.Bundler };
  ts.resolveModuleName(name, '/w/x/from.ts', options as ts.CompilerOptions, host);
  const places = asked.filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  return places
    .map(file => file.slice(0, -3))
    .filter(file => !/\/node_modules\/|\/index$|\/package$/.test(file));
}

const part = fc.constantFrom('@', '~', 'a', 'ab', 'b', 'img', '$lib', '#x');
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'));
const pattern = fc.oneof(
  path,
  path.map(text => `${text}/*`),
  path.map(text => `${text}*`),
  fc.tuple(path, part).map(([text, end]) => `${text}/*-${end}`),
);
const target = fc.oneof(
  path.map(text => `src/${text}/*`),
  path.map(text => `src/${text}*x`),
  path.map(text => `src/${text}`),
);

describe('aliases', () => {
  it('are chosen and filled in as TypeScript does it', () => {
    const tables = fc.dictionary(pattern, fc.array(target, { minLength: 1, maxLength: 3 }), {
      minKeys: 1,
      maxKeys: 6,
    });
    const name = fc.oneof(
      path,
      fc.tuple(path, part).map(([text, end]) => `${text}/z-${end}`),
    );
    let explained = 0;
    fc.assert(
      fc.property(tables, name, (paths, asked) => {
        // A target's `*` that stands for nothing is left in the path by TypeScript, where no file is.
        const isEmpty = ([from, targets]: [string, string[]]) =>
          from.replace('*', '') === asked && targets.some(to => to.includes('*'));
        fc.pre(!Object.entries(paths).some(isEmpty));
        const rules = Object.entries(paths).map(([from, targets]): AliasRule => {
          return { pattern: from, targets: targets.map(each => `/w/${each}`) };
        });
        const places = expandAlias([{ folder: '/w', rules }], asked);
        if (places.length > 0) explained++;
        assert.deepEqual(places, [...new Set(byTypescript(paths, asked))]);
      }),
      { numRuns: 5000 },
    );
    assert.ok(explained > 100, `only ${explained} names were explained`);
  });

  it('lead back: the name of a file that a rule reaches means this file', () => {
    fc.assert(
      fc.property(pattern, target, path, (from, to, rest) => {
        const rule: AliasRule = { pattern: from, targets: [`/w/${to}`] };
        const file = normalize(`/w/${to.replace('*', `${rest}/x`)}`);
        const name = aliasName(rule, file);
        if (name === undefined) assert.ok(from.includes('*') !== to.includes('*'));
        else assert.deepEqual(expandAlias([{ folder: '/w', rules: [rule] }], name), [file]);
      }),
    );
  });

  it('that nobody can read explain nothing, and hide none', () => {
    const opaque: AliasRule = { pattern: '@/*', targets: [] };
    const readable: AliasRule = { pattern: '@/*', targets: ['/w/src/*'] };
    assert.deepEqual(expandAlias([{ folder: '/w', rules: [opaque] }], '@/a.png'), []);
    const tables = [opaque, readable].map(rule => ({ folder: '/w', rules: [rule] }));
    assert.deepEqual(expandAlias(tables, '@/a.png'), ['/w/src/a.png']);
  });

  it('of the nearest folder hide those above, and add up within one folder', () => {
    const rule = (to: string): AliasRule => ({ pattern: '@/*', targets: [to] });
    const tables = [
      { folder: '/w/a', rules: [rule('/w/a/1/*')] },
      { folder: '/w/a', rules: [rule('/w/a/2/*')] },
      { folder: '/w', rules: [rule('/w/*')] },
    ];
    assert.deepEqual(expandAlias(tables, '@/x.png'), ['/w/a/1/x.png', '/w/a/2/x.png']);
  });

  it('that take every name take those only that are there', () => {
    const rules: AliasRule[] = [{ pattern: '*', targets: ['/w/src/*'], only: ['images'] }];
    assert.equal(bestRule(rules, 'images/a.png')?.star, 'images/a.png');
    for (const name of ['react/a.png', 'images', 'a.png', '/images/a.png'])
      assert.equal(bestRule(rules, name), undefined);
  });

  it('take linear time, however long the name', () => {
    const rules: AliasRule[] = [{ pattern: '@/*-x', targets: ['/w/*'] }];
    assert.equal(bestRule(rules, `@/${'-'.repeat(1_000_000)}-x`)?.star.length, 1_000_000);
  });
});

describe('an alias with more targets than anybody writes', () => {
  it('leads to the first of them', () => {
    const targets = Array.from({ length: 100_000 }, (_, i) => `/w/${i}/*`);
    const places = expandAlias([{ folder: '/w', rules: [{ pattern: '@/*', targets }] }], '@/a.png');
    assert.equal(places[0], '/w/0/a.png');
    assert.ok(places.length < 1000);
  });
});
