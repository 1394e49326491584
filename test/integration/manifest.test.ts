import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, manifest } from './extension';

describe('the extension in a real extension host', () => {
  it('activates', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command of the manifest, and no other', async () => {
    await extension().activate();
    const registered = (await vscode.commands.getCommands(true)).filter(id =>
      /^inlineAssets\.[^.]+$/.test(id),
    );
    const declared = manifest().contributes.commands.map(entry => entry.command);
    assert.deepEqual([...registered].sort(), [...declared].sort());
  });

  it('shows words, not keys, for every string of the manifest', () => {
    assert.doesNotMatch(JSON.stringify(manifest()), /"%[\w.]+%"/);
  });

  it('gives every setting the default of the manifest', () => {
    const settings = vscode.workspace.getConfiguration();
    for (const section of manifest().contributes.configuration) {
      for (const [id, { default: value }] of Object.entries(section.properties)) {
        assert.deepEqual(settings.inspect(id)?.defaultValue, value, id);
      }
    }
  });
});
