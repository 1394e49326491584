import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@babel/parser';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { shorten, whole } from '../../../src/core/imageIndex/shorten';
import { languageOf } from '../../../src/core/references/languageOf';
import { parseReferences } from '../../../src/core/references/parse';
import type { ImageReference } from '../../../src/core/references/reference';

/** Without what the document says around it, which is read when it is needed. */
const bare = (references: readonly ImageReference[]) =>
  references.map(reference => ({
    ...reference,
    heading: undefined,
    documentTitle: undefined,
    paragraph: undefined,
  }));

function same(languageId: string, text: string, name: string): boolean {
  const short = shorten(languageId, text);
  if (short === undefined) return false;
  const found = whole(short, parseReferences(languageId, short.text));
  assert.deepEqual(bare(found), bare(parseReferences(languageId, text)), name);
  return true;
}

function filesBelow(folder: string, wanted: RegExp, most: number, found: string[] = []): string[] {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (found.length >= most) break;
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) filesBelow(file, wanted, most, found);
    else if (wanted.test(name) && stat && stat.size < 200_000) found.push(file);
  }
  return found;
}

describe('a shortened document', function () {
  this.timeout(120_000);

  it('has the same references, for all code of this house and what it stands on', () => {
    const files = [
      ...filesBelow('src', /\.ts$/, 150),
      ...filesBelow('test/unit/references', /\.ts$/, 100),
      ...filesBelow('samples', /\.(?:md|tsx?|jsx?)$/, 500),
      ...filesBelow('node_modules', /\.md$/i, 120),
      ...filesBelow('node_modules/@vscode-elements', /\.js$/, 40),
      ...filesBelow('node_modules/playwright-core', /\.js$/, 20),
    ];
    let shortened = 0;
    for (const file of files) {
      const languageId = languageOf(file) ?? '';
      let text = readFileSync(file, 'utf8');
      // Most name no image: one in the middle, where a statement or paragraph may begin.
      if (languageId === 'markdown') text = text.replace(/(?<=\n\n)(?=[A-Z])/, '![Here](img/here.png)\n\n');
      else text = text.replace(/\n(?=(?:export )?(?:function|const) )/, "\nimport here from './here.png';\n");
      if (same(languageId, text, file)) shortened++;
    }
    assert.ok(shortened > files.length / 4, `${shortened} of ${files.length}`);
  });

  const filler = 'const filler = compute({ deep: true });\n'.repeat(30);
  const cases: Record<string, string> = {
    'an element that uses an import': `import a from './a.png';\n${filler}\nexport function X() {\n  const b = 1;\n  return <img src={a} width={3} alt="" />;\n}\n`,
    'a comment over statements': `/*\nexport const a = 1;\nimport x from './no.png';\n*/\n${filler}import y from './y.png';\n`,
    'a template over statements': `const t = \`\nconst a = 1;\nimport x from './no.png';\n\`;\n${filler}`,
    'attributes that look like statements': `export const X = () => (\n  <img\n    type="x"\n    width={30}\n    src="a.png"\n  />\n);\n${filler}`,
    'a decorator': `${filler}@Component({ image: require('./a.png') })\nexport class X {\n  const = 1;\n}\n${filler}`,
    'brackets in strings': `const a = "({[";\nconst b = require('./b.png');\n${filler}const c = ")}]";\nconst d = require('./d.png');\n`,
    'a branch without braces': `if (x)\n  var a = 1;\nelse\n  var b = require('./b.png');\n${filler}`,
    'a regular expression': `const r = /[\`'"/*]/;\nconst b = require('./b.png');\n${filler}`,
    'half-typed code': `${filler}export function X() {\n  return <img src="a.png"\n}\nconst y = require('./y.png'\n`,
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`has the same references: ${name}`, () => {
      same('typescriptreact', text, name);
      same('typescriptreact', text.replaceAll('\n', '\r\n'), name);
    });
  }

  const prose = 'A paragraph of plain words that says nothing of images at all.\n\n'.repeat(12);
  const pages: Record<string, string> = {
    'a list that ends': `- item\n\nText\n\n    ![code](a.png)\n\n${prose}![b](b.png)\n`,
    'a fence with blank lines': `\`\`\`md\nText one\n\n![no](no.png)\n\nText two\n\`\`\`\n\n${prose}![b](b.png)\n`,
    'a comment over paragraphs': `<!--\n\nText one\n\n![no](no.png)\n\nText\n\n-->\n\n${prose}![b](b.png)\n`,
    'definitions far away': `${prose}![a][ref] and ![b]\n\n${prose}[ref]: a.png\n[b]: b.png\n`,
    'a heading under its text': `${prose}Title\n=====\n\n![b](b.png)\n\n${prose}`,
    'front matter': `---\ntitle: x\n\nimage: a.png\n---\n\n${prose}![b](b.png)\n`,
    'a lazy line': `> quote\nlazy\n\n${prose}> ![b](b.png)\n`,
  };
  for (const [name, text] of Object.entries(pages)) {
    it(`has the same references: ${name}`, () => {
      assert.equal(same('markdown', text, name), true, 'it is shortened');
      same('markdown', text.replaceAll('\n', '\r\n'), name);
    });
  }

  it('has the same references, whatever is put together', () => {
    const lines = fc.constantFrom(
      "import a from './a.png';",
      "const b = require('./b.png');",
      'export function X() {',
      '  const c = 1;',
      '  return <img src={a} alt="x" />;',
      '}',
      'const t = `',
      '`;',
      '/*',
      '*/',
      'let d = { a: [1, 2] };',
      'type E = string;',
      '// a `note`',
      '',
      '  if (c)',
      'export const f = () => {',
      '};',
    );
    fc.assert(
      fc.property(fc.array(lines, { minLength: 4, maxLength: 30 }), parts => {
        const text = `${parts.join('\n')}\n${filler}`;
        // Half-typed code is read piece by piece, and pieces are what the shorter text has fewer of.
        if (isWhole(text)) same('typescriptreact', text, text);
      }),
      { numRuns: 1500 },
    );
    const blocks = fc.constantFrom(
      '![a](a.png)',
      'Text of a paragraph.',
      'Two lines\nof text',
      '- item',
      '  more of it ![b](b.png)',
      '    indented',
      '```',
      '> quote',
      '<div>',
      '</div>',
      '<!--',
      '-->',
      '# Heading',
      '[r]: r.png',
      '![x][r]',
      '1. one',
    );
    fc.assert(
      fc.property(
        fc.array(blocks, { minLength: 2, maxLength: 16 }),
        parts => void same('markdown', `${prose}${parts.join('\n\n')}\n`, parts.join('\n\n')),
      ),
      { numRuns: 300 },
    );
  });
});

function isWhole(text: string): boolean {
  try {
    parse(text, { sourceType: 'module', plugins: ['jsx', 'typescript', 'decorators'] });
    return true;
  } catch {
    return false;
  }
}
