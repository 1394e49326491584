/** Documents as people write them, about as long as asked for, an image every few paragraphs or elements. */

const words =
  'the harbour keeps every boat that the night train brought in and shows where the light fell on its sails before anybody woke up';
const sentences = [0, 3, 7, 11].map(from => words.split(' ').slice(from).join(' '));
const sentence = (i: number): string => `${sentences[i % sentences.length] ?? ''} (${i}).`;

function lines(count: number, block: (i: number) => string, head = '', tail = ''): string {
  const blocks: string[] = [];
  for (let written = 0, i = 0; written < count; i++) {
    const text = block(i);
    written += text.split('\n').length;
    blocks.push(text);
  }
  return `${head}${blocks.join('\n')}\n${tail}`;
}

const markdownBlock = (i: number): string => `## Section ${i}

${sentence(i)} See [the guide](./guide-${i}.md) and \`config.${i}\`, *${sentence(i + 1)}*

- ${sentence(i)}
- **${sentence(i + 2)}**
${i % 3 === 0 ? `\n![A view of berth ${i}](img/berth-${i}.png "Berth ${i}")\n` : ''}${i % 11 === 0 ? `\n<img src="img/wide-${i}.webp" alt="Wide ${i}" width="640" height="360">\n` : ''}
\`\`\`ts
const berth = open(${i}, { name: 'x' });
\`\`\`
`;

const componentBlock = (i: number): string => `interface Berth${i}Props {
  name: string;
  boats?: readonly { id: number; length: number }[];
}

export function Berth${i}({ name, boats = [] }: Berth${i}Props) {
  const [open, setOpen] = useState<boolean>(false);
  const longest = useMemo(() => boats.reduce((most, { length }) => Math.max(most, length), 0), [boats]);
  return (
    <section className={open ? 'berth berth--open' : 'berth'} onClick={() => setOpen(!open)}>
      <h2>{name}</h2>
      ${i % 3 === 0 ? `<img src="/img/berth-${i}.png" alt={\`Berth \${name}\`} width={640} height={360} />` : `<p>${sentence(i)}</p>`}
      {boats.map(boat => (
        <Boat key={boat.id} label={\`\${name}-\${boat.id}\`} share={boat.length / longest} />
      ))}
    </section>
  );
}
`;

const markupBlock = (i: number): string => `  <section id="s${i}" class="berth wide" data-berth="${i}">
    <h2>Section ${i}</h2>
    <p>${sentence(i)} <a href="/guide/${i}">more</a></p>
    ${i % 3 === 0 ? `<picture><source srcset="img/b-${i}.avif 1x, img/b-${i}@2x.avif 2x"><img src="img/b-${i}.png" alt="Berth ${i}" width="640" height="360"></picture>` : `<ul><li>${sentence(i)}</li><li>${sentence(i + 1)}</li></ul>`}
  </section>`;

const styleBlock = (i: number): string => `.berth-${i} > .boat:hover,
.berth-${i}__sail::before {
  display: grid;
  margin: 0 auto calc(var(--gap) * ${i});
  color: rgb(20 40 ${i % 255} / 80%);
  ${i % 4 === 0 ? `background: url('../img/sail-${i}.png') no-repeat center / 40px 20px;` : `padding: ${i}px 4px;`}
  transition: transform 0.2s ease-in-out;
}`;

const script = `import { ref } from 'vue';
import logo from '@/assets/logo.png';
const open = ref(false);
function toggle() {
  open.value = !open.value;
}
`;

const recordBlock = (i: number): string => `    {
      "id": ${i},
      "name": "Berth ${i}",
      "note": "${sentence(i)}",
      "open": ${i % 2 === 0},
      "boats": [{ "length": ${i / 4}, "flag": "nl" }],
      "image": { "src": "img/berth-${i}.png", "alt": "Berth ${i}", "width": 640, "height": 360 }
    },`;

export const documents: Readonly<Record<string, (lineCount: number) => string>> = {
  markdown: count => lines(count, markdownBlock, '---\ntitle: Berths\n---\n\n# Berths\n\n'),
  mdx: count => lines(count, markdownBlock, "import Berth from './Berth';\n\n# Berths\n\n<Berth />\n\n"),
  html: count =>
    lines(
      count,
      markupBlock,
      '<!doctype html>\n<html lang="en"><head><title>x</title></head><body>\n',
      '</body></html>\n',
    ),
  typescriptreact: count => lines(count, componentBlock, "import { useMemo, useState } from 'react';\n\n"),
  typescript: count =>
    lines(
      count,
      i =>
        `export const berth${i}: URL = new URL('./img/berth-${i}.png', import.meta.url);\n${componentBlock(1)
          .replace(/return \([\s\S]*\);\n\}/, 'return longest;\n}')
          .replaceAll('Berth1', `Berth${i}`)}`,
    ),
  css: count => lines(count, styleBlock),
  scss: count => lines(count, i => `$gap-${i}: ${i}px; // ${sentence(i)}\n${styleBlock(i)}`),
  vue: count =>
    `<script setup lang="ts">\n${script}</script>\n\n<template>\n${lines(count, markupBlock)}</template>\n\n<style scoped>\n${lines(count / 4, styleBlock)}</style>\n`,
  svelte: count =>
    `<script lang="ts">\n${script}</script>\n\n${lines(count, markupBlock)}\n<style>\n${lines(count / 4, styleBlock)}</style>\n`,
  json: count => `{\n  "name": "Berths",\n  "berths": [\n${lines(count, recordBlock)}    {}\n  ]\n}\n`,
};
