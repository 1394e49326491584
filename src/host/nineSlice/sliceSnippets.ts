import * as path from 'node:path';
import * as vscode from 'vscode';
import { sliceSnippets, type SliceSnippet } from '../../core/nineSlice/sliceSnippets';
import type { SliceFacts } from '../../core/nineSlice/sliceText';
import { bareProject } from '../../core/references/project';
import { referenceTo } from '../../core/references/referenceTo';
import type { Projects } from '../references/projects';
import type { SnippetDocument } from '../sets/setSnippets';

/** The code that uses the guides of `image` (absolute), as a document names it; without one, by its name alone. */
export async function snippetsOf(
  facts: SliceFacts,
  projects: Projects,
  document?: SnippetDocument,
): Promise<readonly SliceSnippet[]> {
  return sliceSnippets({ ...facts, image: await namedIn(facts.image, projects, document) });
}

async function namedIn(image: string, projects: Projects, document?: SnippetDocument): Promise<string> {
  if (!document) return path.basename(image);
  const uri = vscode.Uri.parse(document.uri, true);
  const project = (await projects.of(uri)) ?? bareProject(vscode.Uri.joinPath(uri, '..').path);
  const place = { languageId: document.languageId, path: uri.path };
  return referenceTo(vscode.Uri.file(image).path, place, project).path;
}
