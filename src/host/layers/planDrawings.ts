import * as path from 'node:path';
import * as vscode from 'vscode';
import { fillPath } from '../../core/layers/outputPath';
import { numbered, type SameFile, sameFiles, type Target } from '../../core/layers/rows/sameFiles';
import { maxRows, type Row } from '../../core/layers/rows/table';
import { fillVariables } from '../../core/model/layerVariables';
import type { Description } from '../../core/model/layers';
import { mayBeSame } from '../../core/save/placeKey';
import { rootsOnDisk } from '../onDisk';
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
  /** Rows of one name are numbered. */
  number?: boolean;
}

/** A file for every row. `refused`: which row lacks which value, or what else is in the way. `same`: rows of one name. */
export async function planDrawings(
  plan: Planned,
): Promise<{ jobs: readonly DrawJob[] } | { refused: string } | { same: readonly SameFile[] }> {
  const { description, folder, target, rows } = plan;
  if (rows.length > maxRows) return { refused: vscode.l10n.t('There are more than {0} rows.', maxRows) };
  const drawings: (Target & { filled: Description })[] = [];
  for (const { name: row, values } of rows) {
    const filled = fillVariables(description, values);
    const { path: place, missing } = fillPath(target, { ...description.variables, ...values });
    const without = [...new Set([...filled.missing, ...missing])];
    if (without.length > 0) {
      const names = without.map(each => `{{${each}}}`).join(', ');
      return {
        refused:
          rows.length === 1
            ? vscode.l10n.t('There is no value for {0}.', names)
            : vscode.l10n.t('There is no value for {0} in row {1}.', names, row),
      };
    }
    drawings.push({ row, path: place, filled: filled.description });
  }
  const same = sameFiles(drawings);
  if (same.length > 0 && !plan.number) return { same };
  const places = numbered(drawings.map(each => each.path));
  const jobs: DrawJob[] = [];
  for (const [i, { filled, path: unnumbered }] of drawings.entries()) {
    const place = places[i] ?? unnumbered;
    const image = plan.image ?? (await imageOf(filled, folder));
    if (typeof image === 'object') return image;
    if (image !== undefined && mayBeSame(path.normalize(image), path.normalize(place))) {
      return {
        refused: vscode.l10n.t(
          '{0} is the image that is drawn on. Choose another file, or its layers could not be changed any more.',
          shown(image),
        ),
      };
    }
    jobs.push({ description: filled, target: place, ...(image !== undefined && { image }) });
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
  for (const folder of rootsOnDisk()) {
    const root = await realDisk.realpath(folder).catch(() => folder);
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
