import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CandidateRef, ReferenceRole, Run } from '../../core/model/run';
import type { AskImage } from '../../core/run/runService';
import { isImagePath } from '../../core/search/imageGlobs';
import { foldersOnDisk } from '../onDisk';
import { labelOf } from '../text/labels';
import { withoutLinks } from '../text/withoutLinks';
import type { NewReference } from './composer';
import { pathInWorkspace } from './dropped';
import { optional } from './optional';
import type { PanelParts } from './panelParts';

export function fileReference(uri: vscode.Uri, role?: ReferenceRole): NewReference {
  return {
    name: vscode.workspace.asRelativePath(uri),
    ...optional('role', role),
    source: { kind: 'file', path: uri.fsPath, uri: uri.toString() },
  };
}

/** Whatever form a caller has its images in. What cannot be used is left out and said. */
export async function toReferences(
  images: readonly (vscode.Uri | AskImage)[],
  parts: PanelParts,
): Promise<NewReference[]> {
  const references: NewReference[] = [];
  for (const image of images) {
    if (image instanceof vscode.Uri) references.push(fileReference(image));
    else if ('candidate' in image) {
      references.push(...optionalList(await candidateReference(image.candidate, parts, image.role)));
    } else if ('bytes' in image) {
      const kept = await parts.referenceFiles.keep(image.bytes);
      if ('problem' in kept)
        void vscode.window.showWarningMessage(withoutLinks(`${image.name}: ${kept.problem}`));
      else references.push({ name: image.name, source: kept.source, ...optional('role', image.role) });
    } else {
      references.push({
        name: image.name,
        ...optional('role', image.role),
        source: { kind: 'file', path: image.path, ...optional('uri', image.sourceUri) },
      });
    }
  }
  return references;
}

/** A candidate under a name that says where it comes from; `undefined` when it is gone. */
export async function candidateReference(
  candidate: CandidateRef,
  { services }: PanelParts,
  role?: ReferenceRole,
): Promise<NewReference | undefined> {
  const run = await services.runs.get(candidate.runId);
  const request = run?.requests.find(each => each.id === candidate.requestId);
  if (!run || request?.outcome?.kind !== 'images') return undefined;
  const image = request.outcome.images[candidate.index];
  if (!image || image.deleted) return undefined;
  const model = labelOf(request.model, { model: id => services.models.resolve(id) });
  const name = vscode.l10n.t('{0}: “{1}”', model, shorten(run.prompt));
  return { name, source: { kind: 'candidate', candidate }, ...optional('role', role) };
}

/** A run's reference images, each from where it still is: the workspace, else the run's own copy. */
export async function referencesOf(run: Run): Promise<NewReference[]> {
  return Promise.all(
    run.references.map(async ({ name, role, sourceUri, candidate, file }): Promise<NewReference> => {
      if (candidate) return { name, role, source: { kind: 'candidate', candidate } };
      const uri = sourceUri === undefined ? undefined : vscode.Uri.parse(sourceUri);
      if (uri && (await exists(uri))) return { ...fileReference(uri, role), name };
      return { name, role, source: { kind: 'run-file', runId: run.id, file } };
    }),
  );
}

/** Only images inside the workspace's folders; whatever else was dropped is named in `refused`. */
export function droppedReferences(uris: readonly string[]): {
  references: NewReference[];
  refused: string[];
} {
  const folders = foldersOnDisk();
  const paths = folders.map(folder => folder.uri.path);
  const references: NewReference[] = [];
  const refused: string[] = [];
  for (const text of uris) {
    const path = parsePath(text);
    const found = path !== undefined && pathInWorkspace(path, paths, process.platform === 'win32');
    const folder = found ? folders[found.folder] : undefined;
    if (found && folder && isImagePath(found.path)) {
      references.push(fileReference(folder.uri.with({ path: found.path })));
    } else refused.push(basename(path ?? text));
  }
  return { references, refused };
}

function parsePath(uri: string): string | undefined {
  try {
    const { scheme, path } = vscode.Uri.parse(uri.trim(), true);
    return scheme === 'file' || scheme === 'vscode-remote' ? path : undefined;
  } catch {
    return undefined;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function shorten(prompt: string, length = 40): string {
  const line = prompt.replace(/\s+/g, ' ').trim();
  return line.length <= length
    ? line
    : `${[...line]
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

function optionalList<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
