import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { profiled, quiet, underWatch } from './hostLoad';

/** Opens the gallery and watches this host until the file `done` is there: the page is measured from outside. */
export async function measureGallery([done = '']: readonly string[]): Promise<unknown> {
  await quiet();
  const { load } = await underWatch(() =>
    profiled('gallery', async () => {
      await vscode.commands.executeCommand('inlineAssets.gallery');
      while (!existsSync(done)) await pause(50);
    }),
  );
  return load;
}
