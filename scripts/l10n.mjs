// Collects the user-visible strings of src/ into l10n/bundle.l10n.json, from which translations start.
//   node scripts/l10n.mjs [--check]      (package.nls.json holds those of the manifest)
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { fromRoot, root } from './lib/paths.mjs';

const target = fromRoot('l10n/bundle.l10n.json');
const problems = [];
const strings = new Set();

/** `t(…)`, however it is reached: `vscode.l10n.t`, `ports.t`, an import of @vscode/l10n. */
function isTranslation(call) {
  const { expression } = call;
  return ts.isPropertyAccessExpression(expression)
    ? expression.name.text === 't'
    : expression.getText() === 't';
}

function collect(file) {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = node => {
    if (ts.isCallExpression(node) && isTranslation(node)) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteralLike(first)) strings.add(first.text);
      else if (!forwards(first)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        problems.push(`${path.relative(root, file)}:${line + 1}: the string of t(…) must be a literal`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** `(message, ...args) => vscode.l10n.t(message, ...args)` hands on what somebody else wrote as a literal. */
function forwards(argument) {
  return argument !== undefined && ts.isIdentifier(argument) && argument.text === 'message';
}

for (const entry of readdirSync(fromRoot('src'), { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && entry.name.endsWith('.ts')) collect(path.join(entry.parentPath, entry.name));
}

// What sets say of themselves is data, and translated where it is shown.
const texts = value => {
  if (Array.isArray(value)) value.forEach(texts);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      if ((name === 'title' || name === 'about') && typeof part === 'string') strings.add(part);
      else texts(part);
    }
  }
};
for (const name of readdirSync(fromRoot('media/sets'))) {
  texts(JSON.parse(readFileSync(fromRoot(`media/sets/${name}`), 'utf8')));
}

const bundle = `${JSON.stringify(Object.fromEntries([...strings].sort().map(text => [text, text])), null, 2)}\n`;
if (process.argv.includes('--check')) {
  const there = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (there !== bundle) problems.push('l10n/bundle.l10n.json is not up to date: npm run l10n');
} else {
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, bundle);
  console.log(`${strings.size} strings`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
