import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickWorkspaceImages, type ReadHeader } from '../../src/host/picker/imagePicker';
import { RecentImages } from '../../src/host/picker/recentImages';
import { workspaceFile } from './extension';
import { newContext } from './lib/panelWorld';

describe('the choice of a single image', () => {
  const names = ['aaa/other.png', 'pair/broken.png', 'pair/logo.png', 'pair/night.png'];
  before(() =>
    Promise.all(names.map(name => vscode.workspace.fs.writeFile(workspaceFile(name), new Uint8Array(8)))),
  );
  after(() =>
    Promise.all(
      ['aaa', 'pair'].map(folder => vscode.workspace.fs.delete(workspaceFile(folder), { recursive: true })),
    ),
  );

  /** As often as it takes: before there is a list there is nothing to accept. */
  async function accepted(
    picked: Promise<readonly vscode.Uri[] | undefined>,
  ): Promise<readonly vscode.Uri[]> {
    let done: readonly vscode.Uri[] | undefined;
    void picked.then(uris => (done = uris));
    for (const end = Date.now() + 20_000; !done && Date.now() < end;) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    }
    return done ?? assert.fail('nothing was chosen');
  }

  it('begins with those of the same folder that can be read, without the image itself', async () => {
    const recent = new RecentImages(newContext().workspaceState);
    await recent.add([workspaceFile('aaa/other.png')]);
    const readHeader: ReadHeader = async file =>
      file.endsWith('broken.png') ? undefined : { width: 8, height: 8, bytes: 8 };
    const options = { single: true, beside: workspaceFile('pair/logo.png') };
    const chosen = await accepted(pickWorkspaceImages(recent, readHeader, options));
    assert.deepEqual(
      chosen.map(uri => vscode.workspace.asRelativePath(uri)),
      ['pair/night.png'],
    );
  });
});
