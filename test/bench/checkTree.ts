import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePng } from '../server/png';

/**
 * Writes a workspace as large ones are: packages with components, styles, pages and data, a public folder each, images beside
 * code and in folders of their own. About one file in eleven names images; one image in twelve is named nowhere.
 */
export function makeTree(root: string, { sources, images }: { sources: number; images: number }): void {
  const random = randomBelow(7);
  const write = (file: string, content: string | Uint8Array): void => {
    const full = path.join(root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, content);
  };
  write(
    '.gitignore',
    'node_modules/\ndist/\nbuild\n*.log\n.cache/\ncoverage/\n.env*\n!.env.example\n/tmp-*\n',
  );
  write('package.json', JSON.stringify({ private: true, workspaces: ['packages/*'] }));
  const packages = Math.max(1, Math.round(sources / 500));
  const picture = Array.from({ length: 24 }, (_, i) => makePng(8 + i, 6 + i, i * 9));
  const imagesOf: string[][] = [];
  for (let p = 0; p < packages; p++) {
    const own: string[] = [];
    const count = Math.round(((p + 1) * images) / packages) - Math.round((p * images) / packages);
    for (let i = 0; i < count; i++) {
      const file =
        i % 3 === 0 ? `src/area${i % 9}/images/shot-${p}-${i}.png` : `public/img/art-${p}-${i}.png`;
      write(`packages/p${p}/${file}`, picture[random(picture.length)] as Uint8Array);
      own.push(file);
    }
    imagesOf.push(own);
    write(
      `packages/p${p}/package.json`,
      JSON.stringify({ name: `p${p}`, dependencies: { vite: '^7.0.0', react: '^19' } }),
    );
    write(
      `packages/p${p}/tsconfig.json`,
      '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }',
    );
    write(
      `packages/p${p}/vite.config.ts`,
      "import { defineConfig } from 'vite';\nexport default defineConfig({ resolve: { alias: { '~': '/src' } } });\n",
    );
    for (let i = 0; i < 12; i++)
      write(`packages/p${p}/node_modules/dep${i}/index.js`, "module.exports = 'a.png';\n");
    write(`packages/p${p}/dist/app.js`, "fetch('/img/x.png');\n".repeat(50));
  }
  for (let s = 0; s < sources; s++) {
    const p = s % packages;
    const folder = `packages/p${p}/src/area${random(9)}/part${random(6)}`;
    const images = imagesOf[p] ?? [];
    const named = random(11) === 0 && images.length > 0;
    const pick = (): string => images[random(Math.ceil(images.length * 0.92))] ?? '';
    const target = (kind: 'module' | 'page'): string => {
      const file = random(60) === 0 ? 'public/img/gone.png' : pick();
      if (file.startsWith('public/')) return file.slice('public'.length);
      return kind === 'module'
        ? `@/${file.slice('src/'.length)}`
        : path.posix.relative(folder, `packages/p${p}/${file}`);
    };
    const [extension, text] = source(s, random, named, target);
    write(`${folder}/file${s}.${extension}`, text);
  }
}

type Target = (kind: 'module' | 'page') => string;

function source(
  s: number,
  random: (below: number) => number,
  named: boolean,
  target: Target,
): [string, string] {
  const long = 10 + random(90);
  const kind = random(100);
  const lines = (line: (i: number) => string): string =>
    Array.from({ length: long }, (_, i) => line(i)).join('\n');
  if (kind < 45) {
    const image = named ? `import shot from '${target('module')}';\n` : '';
    const use = named ? `<img src={shot} alt="Shot ${s}" width={24} />` : '<hr />';
    const body = lines(
      i =>
        `  const value${i} = useMemo(() => compute(props.item${i} ?? ${i}, { deep: true, label: 'row ${i}' }), [props]);`,
    );
    return [
      'tsx',
      `import { useMemo } from 'react';\n${image}\nexport function Part${s}(props: Props) {\n${body}\n  return <section className="part">${use}</section>;\n}\n`,
    ];
  }
  if (kind < 65) {
    const body = lines(
      i =>
        `export function step${i}(a: number, b = ${i}): string {\n  return a > b ? \`\${a}\` : String(b);\n}`,
    );
    return [
      'ts',
      `${named ? `export const url = new URL('${target('page')}', import.meta.url);\n` : ''}${body}\n`,
    ];
  }
  if (kind < 74) {
    const body = lines(i => `.c${s}-${i} { color: #${100 + i}; padding: ${i}px ${i * 2}px; }`);
    return [
      kind % 2 ? 'css' : 'scss',
      `${named ? `.hero { background: url("${target('page')}") no-repeat; }\n` : ''}${body}\n`,
    ];
  }
  if (kind < 85) {
    const body = lines(
      i =>
        `Paragraph ${i} says what a reader of this page has to know, with a [link](./other${i}.md) in it.\n`,
    );
    return ['md', `# Page ${s}\n\n${named ? `![Picture ${s}](${target('page')})\n\n` : ''}${body}\n`];
  }
  if (kind < 90) {
    const body = lines(i => `    <p class="text">Row ${i}</p>`);
    return [
      'html',
      `<!doctype html>\n<html><body>\n${named ? `<img src="${target('page')}" alt="" width="24" height="18">\n` : ''}${body}\n</body></html>\n`,
    ];
  }
  if (kind < 96) {
    const body = lines(i => `  "key${i}": { "name": "Value ${i}", "count": ${i} },`);
    return ['json', `{\n${named ? `  "image": "${target('page')}",\n` : ''}${body}\n  "end": true\n}\n`];
  }
  const body = lines(i => `entry_${i}: some value of ${i}`);
  return ['yaml', `${named ? `cover: ${target('page')}\n` : ''}${body}\n`];
}

/** mulberry32: the same numbers in every run. */
function randomBelow(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
