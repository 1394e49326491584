import * as path from 'node:path';
import * as vscode from 'vscode';
import { fillPath } from '../../core/layers/outputPath';
import { maxRows, type Row } from '../../core/layers/rows/table';
import { fillVariables } from '../../core/model/layerVariables';
import type { Description } from '../../core/model/layers';
import { mayBeSame, placeKey } from '../../core/save/placeKey';
import { realDisk } from '../save/disk';
import { isInside } from '../save/pathRules';
import type { DrawJob } from './layersDrawer';

export interface Planned {
  description: Description;
  /** Folder that the path of the image is meant from, absolute. */
  folder: string;
  /** Instead of the image that the description names, absolute. */
  image?: string;
  /** With variables, absolute. */
  target: string;
  rows: readonly Row[];
}

/** A file for every row. `refused`: which row lacks which value, or what else is in the way. */
export async function planDrawings(
  plan: Planned,
): Promise<{ jobs: readonly DrawJob[] } | { refused: string }> {
  const { description, folder, target, rows } = plan;
  const jobs: DrawJob[] = [];
  const targets = new Map<string, string>();
  if (rows.length > maxRows) return { refused: vscode.l10n.t('There are more than {0} rows.', maxRows) };
  for (const { name, values } of rows) {
    const filled = fillVariables(description, values);
    const place = fillPath(target, { ...description.variables, ...values });
    const missing = [...new Set([...filled.missing, ...place.missing])];
    if (missing.length > 0) {
      const names = missing.map(each => `{{${each}}}`).join(', ');
      return {
        refused:
          rows.length === 1
            ? vscode.l10n.t('There is no value for {0}.', names)
            : vscode.l10n.t('There is no value for {0} in row {1}.', names, name),
      };
    }
    const same = targets.get(placeKey(place.path));
    if (same !== undefined) {
      return {
        refused: vscode.l10n.t(
          'The rows {0} and {1} would be the same file, {2}.',
          same,
          name,
          shown(place.path),
        ),
      };
    }
    targets.set(placeKey(place.path), name);
    const image = plan.image ?? (await imageOf(filled.description, folder));
    if (typeof image === 'object') return image;
    if (image !== undefined && mayBeSame(path.normalize(image), path.normalize(place.path))) {
      return {
        refused: vscode.l10n.t(
          '{0} is the image that is drawn on. Choose another file, or its layers could not be changed any more.',
          shown(image),
        ),
      };
    }
    jobs.push({
      description: filled.description,
      target: place.path,
      ...(image !== undefined && { image }),
    });
  }
  return { jobs };
}

/** The image below the layers. A description is somebody's file: it names images of the workspace only. */
export async function imageOf(
  { image }: Description,
  folder: string,
): Promise<string | { refused: string } | undefined> {
  if (image === undefined) return undefined;
  // A look at a share of another machine would already tell that machine who asks.
  if (!isRelative(image)) {
    return {
      refused: vscode.l10n.t(
        'The image {0} must be named by a path from the folder of its description.',
        image,
      ),
    };
  }
  const file = path.resolve(folder, image);
  const real = await realDisk.realpath(file).catch(() => undefined);
  if (real === undefined) {
    return { refused: vscode.l10n.t('The image {0} is not there.', shown(file)) };
  }
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const root = await realDisk.realpath(uri.fsPath).catch(() => uri.fsPath);
    if (!isInside(root, real)) continue;
    // A pipe that nobody writes to would never be read to its end.
    if ((await realDisk.stat(real).catch(() => undefined))?.isFile() === true) return file;
    return { refused: vscode.l10n.t('{0} is not a file.', shown(file)) };
  }
  return { refused: vscode.l10n.t('The image {0} is outside the workspace.', shown(file)) };
}

/** On every system alike: a description goes with its repository. */
function isRelative(file: string): boolean {
  return !path.posix.isAbsolute(file) && !path.win32.isAbsolute(file) && !/^[a-z][a-z\d+.-]*:/i.test(file);
}

function shown(file: string): string {
  return vscode.workspace.asRelativePath(file);
}
