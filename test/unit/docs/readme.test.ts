import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  version: string;
  contributes: {
    commands: { command: string; title: string }[];
    configuration: { properties: Record<string, { default: unknown }> }[];
  };
}
const manifest = JSON.parse(read('package.json')) as Manifest;
const strings = JSON.parse(read('package.nls.json')) as Record<string, string>;
const readme = read('README.md');

describe('the documents', () => {
  for (const { properties } of manifest.contributes.configuration) {
    for (const [id, { default: value }] of Object.entries(properties)) {
      it(`README tells of ${id} and its default`, () => {
        const row = readme.split('\n').find(line => line.startsWith(`| \`${id}\``));
        assert.ok(row, 'no row in the table of settings');
        const shown = row.split('|')[2]?.trim();
        const plain = typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
        assert.equal(shown, `\`${plain}\``);
      });
    }
  }

  it('the manifest declares each setting once', () => {
    const ids = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });

  for (const { command, title } of manifest.contributes.commands) {
    it(`README names ${command}`, () => {
      const words = strings[title.replaceAll('%', '')];
      assert.ok(words && readme.includes(words), words ?? title);
    });
  }

  it('README shows pictures that are there', () => {
    const pictures = [...readme.replace(/`[^`]*`/g, '').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(
      match => match[1] ?? '',
    );
    assert.ok(pictures.length >= 2);
    for (const picture of pictures) assert.ok(existsSync(path.join(root, picture)), picture);
  });

  it('CHANGELOG tells of the version that is packaged', () => {
    assert.ok(read('CHANGELOG.md').includes(`## [${manifest.version}]`));
  });
});
