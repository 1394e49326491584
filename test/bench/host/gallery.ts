import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { profiled, quiet, underWatch } from './hostLoad';
import { watchMemory } from './memoryParts';

/**
 * Opens the gallery and watches this host until the file `done` is there: the page is measured from outside, and before it
 * (`calm` is made by this host, `begin` by who measures the page).
 */
export async function measureGallery([
  done = '',
  calm = '',
  begin = '',
]: readonly string[]): Promise<unknown> {
  await quiet();
  writeFileSync(calm, '');
  while (!existsSync(begin)) await pause(50);
  const memory = watchMemory();
  const { load } = await underWatch(() =>
    profiled('gallery', async () => {
      await vscode.commands.executeCommand('inlineAssets.gallery');
      while (!existsSync(done)) {
        await memory.look();
        await pause(50);
      }
    }),
  );
  return { ...load, parts: memory.partsAtPeak() };
}
