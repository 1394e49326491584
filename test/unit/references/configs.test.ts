import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe, it } from 'mocha';
import { isConfigFile, maxConfigLength } from '../../../src/core/references/config/configFacts';
import { parseConfig } from '../../../src/core/references/config/parseConfig';
import { typescriptRules } from '../../../src/core/references/config/typescriptPaths';

/** Pattern and targets of the aliases with a `*` in a Vite configuration. */
function aliases(code: string, file = '/w/vite.config.ts'): Record<string, readonly string[]> {
  const facts = parseConfig(file, code);
  assert.equal(facts?.kind, 'tool');
  const starred = facts.rules.filter(({ pattern }) => pattern.includes('*'));
  return Object.fromEntries(starred.map(({ pattern, targets }) => [pattern, targets]));
}

function value(expression: string, before = ''): string | undefined {
  return aliases(`${before}; export default { resolve: { alias: { '@': ${expression} } } }`)['@/*']?.[0];
}

describe('the value of an alias', () => {
  const values: [expression: string, before: string, place: string | undefined][] = [
    [`path.resolve(__dirname, 'src')`, '', '/w/src/*'],
    [`path.resolve(__dirname, './src/')`, '', '/w/src/*'],
    [`path.resolve('src')`, '', '/w/src/*'],
    [`path.join(__dirname, '..', 'shared')`, '', '/shared/*'],
    [`resolve(__dirname, 'a', \`b\`)`, `import { resolve } from 'node:path'`, '/w/a/b/*'],
    [`resolve('a')`, `const resolve = (dir: string) => path.join(__dirname, dir)`, '/w/a/*'],
    [`at('a')`, `function at(dir) { return path.join(__dirname, 'x', dir) }`, '/w/x/a/*'],
    [`fileURLToPath(new URL('./src', import.meta.url))`, '', '/w/src/*'],
    [`url.fileURLToPath(new URL('src', import.meta.url))`, '', '/w/src/*'],
    [`new URL('./src/', import.meta.url).pathname`, '', '/w/src/*'],
    [`path.resolve(import.meta.dirname, 'src')`, '', '/w/src/*'],
    [`path.join(here, 'src')`, `const here = path.dirname(fileURLToPath(import.meta.url))`, '/w/src/*'],
    [
      `path.resolve(__dirname, 'src')`,
      `const __dirname = dirname(fileURLToPath(import.meta.url))`,
      '/w/src/*',
    ],
    [`\`\${__dirname}/src\``, '', '/w/src/*'],
    [`__dirname + '/src'`, '', '/w/src/*'],
    [`path.join(process.cwd(), 'src') as string`, '', '/w/src/*'],
    [`normalizePath(path.resolve('src'))`, '', '/w/src/*'],
    [`'/src'`, '', '/w/src/*'],
    [`'./src'`, '', '/w/src/*'],
    [`\`./src\``, '', '/w/src/*'],
    // A package, and what only running the code would tell.
    [`'react-dom'`, '', undefined],
    [`process.env.SRC`, '', undefined],
    [`dev ? './a' : './b'`, '', undefined],
    [`path.resolve(__dirname, dir())`, '', undefined],
    [`\`\${root}/src\``, `let root = '/x'`, undefined],
    [`at`, `const at = './a'; { const at = './b' }`, undefined],
    [`require.resolve('x')`, '', undefined],
    [`loop`, `const loop = loop + 'x'`, undefined],
    [`again()`, `const again = () => again()`, undefined],
  ];
  for (const [expression, before, place] of values) {
    it(`${before === '' ? '' : `${before}; `}${expression} is ${place ?? 'left alone'}`, () => {
      assert.equal(value(expression, before), place);
    });
  }

  it('is read from lists and regular expressions', () => {
    const code = `const alias = [
      { find: '@', replacement: '/src' },
      { find: /^~\\//, replacement: \`\${path.resolve('lib')}/\` },
      { find: /^#(.*)$/, replacement: path.resolve(__dirname, 'hash/$1') },
      { find: /^~/, replacement: '' },
      { find: /^(a|b)/, replacement: './x' },
      ...others,
    ];
    export default { resolve: { alias } }`;
    assert.deepEqual(aliases(code), {
      '@/*': ['/w/src/*'],
      '~/*': ['/w/lib/*'],
      '#*': ['/w/hash/*'],
      '~*': [],
    });
  });

  it('is never found by running anything', () => {
    const code = `globalThis.wasRun = true; export default { resolve: { alias: { '@': (() => { globalThis.wasRun = true })() } } }`;
    aliases(code);
    assert.ok(!('wasRun' in globalThis));
  });
});

describe('configuration files', () => {
  it('are known by their names', () => {
    for (const name of [
      ...[
        'package.json',
        'tsconfig.json',
        'tsconfig.app.json',
        'jsconfig.json',
        'vite.config.mts',
        'webpack.config.js',
      ],
      ...['webpack.base.conf.js', 'astro.config.mjs', 'svelte.config.js', 'nuxt.config.ts', 'vue.config.js'],
      ...['next.config.mjs', 'docusaurus.config.ts', 'craco.config.js', 'electron.vite.config.ts'],
    ])
      assert.ok(isConfigFile(name), name);
    for (const name of [
      'a.json',
      'package-lock.json',
      'vite.ts',
      'config.js',
      'my.vite.config.ts',
      'tsconfig.json.bak',
    ])
      assert.ok(!isConfigFile(name), name);
  });

  it('that are longer than anybody writes are not read', () => {
    const text = '{ "compilerOptions": { "baseUrl": "." } }';
    assert.notEqual(parseConfig('/w/tsconfig.json', text), undefined);
    assert.equal(parseConfig('/w/tsconfig.json', text + ' '.repeat(maxConfigLength)), undefined);
  });

  it('that make much of little end soon', () => {
    const doubled = Array.from({ length: 60 }, (_, i) => `const a${i + 1} = a${i} + a${i};`).join('\n');
    const objects = Array.from({ length: 60 }, (_, i) => `const o${i + 1} = { ...o${i}, ...o${i} };`).join(
      '\n',
    );
    const code = `const a0 = './a'; const o0 = { x: './x' }; ${doubled} ${objects}
      export default { resolve: { alias: { '@': a60, '~': './ok', ...o60 } } }`;
    const begun = performance.now();
    parseConfig('/w/vite.config.ts', code);
    assert.ok(performance.now() - begun < 2000);
    const deep = `export default { resolve: { alias: { '@': ${'('.repeat(5000)}'./a'${')'.repeat(5000)} } } }`;
    parseConfig('/w/vite.config.ts', deep);
    parseConfig('/w/tsconfig.json', '['.repeat(200_000));
    parseConfig('/w/vite.config.ts', `x = ${'1+'.repeat(50_000)}1`);
  });

  it('whose patterns take any name list only so many folders, and none of another machine', async () => {
    const targets = (i: number) => [`./d${i}/*`, `//host${i}/share/*`];
    const paths = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`*${i}`, targets(i)]));
    const listed: string[] = [];
    const rules = await typescriptRules('/w/tsconfig.json', {
      names: folder => Promise.resolve(listed.push(folder) > 0 ? ['a.png'] : []),
      config: file => Promise.resolve(parseConfig(file, JSON.stringify({ compilerOptions: { paths } }))),
    });
    assert.equal(listed.length, 100);
    assert.equal(rules.length, 100);
    assert.deepEqual(
      listed.filter(folder => folder.startsWith('//')),
      [],
    );
  });

  it('that spread one object many times are not read to their end', () => {
    const names = Array.from({ length: 500 }, (_, i) => `k${i}: './x${i}'`).join(', ');
    const twice = Array.from({ length: 12 }, (_, i) => `const o${i + 1} = { ...o${i}, ...o${i} };`).join(
      '\n',
    );
    const facts = parseConfig(
      '/w/vite.config.ts',
      `const o0 = { ${names} }; ${twice} export default { resolve: { alias: { '~': './ok', ...o12 } } }`,
    );
    const made = facts?.kind === 'tool' ? facts.rules.length : NaN;
    // Two million of them otherwise.
    assert.ok(made <= 20_000, String(made));
  });

  it('never throw, whatever is in them', function () {
    this.timeout(60_000);
    const material = [
      `import path from 'path'; export default defineConfig({ resolve: { alias: { '@': path.resolve(__dirname, 'src') } } });`,
      `module.exports = { kit: { alias: { a: 'b' }, files: { assets: 's', lib: 'l' } }, ...x, get alias() {}, [y]: 1, resolve() {} };`,
      `config.resolve.alias['x'] = y; config.resolve.alias.set('a', b).set(c); Object.assign(config.resolve.alias, { q: 'r' });`,
      `export default { resolve: { alias: [{ find: /^@\\//, replacement: new URL('./x', import.meta.url).pathname }, , ...z] } }`,
      `export default () => { return { srcDir: 'x', dir: { public: 1 }, publicDir: null, root: '..', staticDirectories: [1, 'a'] } }`,
      `const a = b, b = a; function f(x) { return f(x) } export default f(a)`,
      `{ "extends": ["./a", 1, null], "references": [{ "path": 5 }, 7], "compilerOptions": { "baseUrl": [], "paths": { "*": "x", "__proto__": ["./*"], "a/*/*": [1] } }, }`,
      `{ "imports": { "#a/*": { "default": ["./x/*", null] }, "__proto__": 1 }, "dependencies": [1], "devDependencies": { "nuxt": {} } }`,
      '/* comment',
      '\u0000\uFEFF\uD83D\u2028\\',
      '}]);',
      '`${',
      '<T,>(x)',
      '// end\r\n',
    ];
    const names = [
      ...[
        'package.json',
        'tsconfig.json',
        'vite.config.ts',
        'svelte.config.js',
        'nuxt.config.ts',
        'astro.config.mjs',
      ],
      ...['docusaurus.config.js', 'webpack.config.js', 'next.config.js', 'vue.config.js'],
    ];
    let state = 11;
    const below = (limit: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    let readable = 0;
    for (let round = 0; round < 3000; round++) {
      let text = '';
      for (let i = below(4); i >= 0; i--) {
        const piece = material[below(material.length)]!;
        const from = below(3) === 0 ? below(piece.length) : 0;
        text += piece.slice(from, below(3) === 0 ? from + below(piece.length) : undefined);
      }
      const name = names[below(names.length)]!;
      try {
        if (parseConfig(`/w/${name}`, text) !== undefined) readable++;
      } catch (error) {
        throw new Error(`${name} with ${JSON.stringify(text)}`, { cause: error });
      }
    }
    assert.ok(readable > 500, `only ${readable} could be read`);
  });
});
