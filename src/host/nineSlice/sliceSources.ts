import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PixelSize } from '../../core/model/modelInfo';
import { type CandidateRef, sameCandidate } from '../../core/model/run';
import type { SliceSettings } from '../../core/model/slices';
import { maxSliceJsonBytes, readSlices } from '../../core/nineSlice/readSlices';
import type { RunService } from '../../core/run/runService';
import { readText } from '../readText';
import { realDisk } from '../save/disk';
import { besideFile } from '../save/proposal';
import { sha256Of } from '../sha256';

/** The newest file of the workspace that this image was saved as, and still is; absolute. */
export async function savedAs(
  runs: Pick<RunService, 'get'>,
  candidate: CandidateRef,
): Promise<string | undefined> {
  const saved = (await runs.get(candidate.runId))?.saved ?? [];
  const mine = saved.filter(asset => !asset.undone && sameCandidate(asset.candidate, candidate));
  for (const { uri, sha256 } of mine.sort((a, b) => b.savedAt - a.savedAt)) {
    const place = vscode.Uri.parse(uri);
    if (!vscode.workspace.getWorkspaceFolder(place)) continue;
    if ((await sha256Of(place.fsPath).catch(() => undefined)) === sha256) return place.fsPath;
  }
  return undefined;
}

/** Where the guides of an image (absolute) are written, and those that are there already. A file of another kind is left alone. */
export async function jsonOf(
  image: string,
  size: PixelSize,
): Promise<{ path: string; settings?: SliceSettings }> {
  const { dir, name } = path.parse(image);
  const file = path.join(dir, `${name}.json`);
  const found = await readText(file, maxSliceJsonBytes);
  if ('problem' in found && found.problem === 'missing') return { path: file };
  const settings = 'text' in found ? readSlices(found.text, size) : undefined;
  if (settings) return { path: file, settings };
  return { path: await besideFile(path.join(dir, `${name}-slices.json`), 'json', realDisk) };
}
