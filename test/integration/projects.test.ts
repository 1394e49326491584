import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseConfig } from '../../src/core/references/config/parseConfig';
import { Projects } from '../../src/host/references/projects';
import { workspaceFile } from './extension';

describe('what is known of a project', () => {
  const uri = (file: string) => workspaceFile(`known-project/${file}`);
  const write = (file: string, text: string) => vscode.workspace.fs.writeFile(uri(file), Buffer.from(text));
  const readFiles: string[] = [];
  const projects = new Projects({
    readConfig: async (path, text) => {
      // The sample's own `package.json` is above.
      if (path.startsWith(uri('').path)) readFiles.push(path.slice(uri('').path.length));
      return parseConfig(path, text);
    },
  });
  const targets = async () => {
    const facts = await projects.of(uri('src/a.tsx'));
    return facts?.aliases?.flatMap(({ rules }) => rules.flatMap(rule => rule.targets)) ?? [];
  };
  const below = (...files: string[]) => files.map(file => uri(file).path);

  after(() => vscode.workspace.fs.delete(uri(''), { recursive: true }));

  it('is read once, and again only where a file changed', async () => {
    await write('tsconfig.json', '{ "extends": "./base.json" }');
    await write('base.json', '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }');
    await write('vite.config.ts', 'export default { resolve: { alias: { "~": "/lib" } } }');
    await vscode.workspace.fs.createDirectory(uri('webpack.config.js'));
    await write('src/a.tsx', '');
    assert.deepEqual(await targets(), below('lib', 'lib/*', 'src/*'));
    assert.deepEqual(readFiles.sort(), ['base.json', 'tsconfig.json', 'vite.config.ts']);
    await Promise.all([targets(), targets()]);
    projects.clear();
    assert.deepEqual(await targets(), below('lib', 'lib/*', 'src/*'));
    assert.equal(readFiles.length, 3);

    readFiles.length = 0;
    await write('base.json', '{ "compilerOptions": { "paths": { "@/*": ["./sources/*"] } } }');
    projects.clear();
    assert.deepEqual(await targets(), below('lib', 'lib/*', 'sources/*'));
    assert.deepEqual(readFiles, ['base.json']);
  });

  it('says nothing for a document outside the workspace', async () => {
    assert.equal(await projects.of(vscode.Uri.file('/elsewhere/a.tsx')), undefined);
  });
});
