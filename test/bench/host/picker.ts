import * as vscode from 'vscode';
import { allImages, excludeGlob } from '../../../src/core/search/imageGlobs';
import { searchImages } from '../../../src/host/picker/imageSearch';
import { median, usedHeap } from './hostLoad';

/** Time to the first items of the picker's search, against `findFiles` for one match; and what the search keeps. */
export async function measurePicker(): Promise<unknown> {
  const bare: number[] = [];
  const ours: number[] = [];
  const whole: number[] = [];
  let kept = 0;
  for (let round = 0; round < 8; round++) {
    const start = performance.now();
    await vscode.workspace.findFiles(allImages, hidden(), 1);
    if (round > 0) bare.push(performance.now() - start);
    const heap = usedHeap();
    const begun = performance.now();
    let first: number | undefined;
    let found: readonly vscode.Uri[] = [];
    await searchImages('', new vscode.CancellationTokenSource().token, uris => {
      first ??= performance.now() - begun;
      found = uris;
    });
    if (round > 0) {
      ours.push(first ?? Number.NaN);
      whole.push(performance.now() - begun);
      kept = Math.max(kept, (usedHeap() - heap) / 1024);
    }
    if (found.length === 0) throw new Error('nothing found');
  }
  return { bareMs: median(bare), firstMs: median(ours), wholeMs: median(whole), keptKiB: kept };
}

function hidden(): string | undefined {
  return excludeGlob(
    vscode.workspace.getConfiguration('files').get<Record<string, unknown>>('exclude'),
    vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude'),
  );
}
