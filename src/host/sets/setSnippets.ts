import * as path from 'node:path';
import * as vscode from 'vscode';
import { bareProject } from '../../core/references/project';
import { referenceTo } from '../../core/references/referenceTo';
import { snippetText, withoutLinksTo } from '../../core/sets/snippetText';
import type { Projects } from '../references/projects';
import type { MadeFile, MadeSet } from './setTypes';

export interface MadeSnippet {
  id: string;
  title: string;
  languages: readonly string[];
  text: string;
}

/** Where the code goes: without a document, as a page of the project would name the files. */
export interface SnippetDocument {
  uri: string;
  languageId: string;
}

/** The code that uses the files of a set, for a document. */
export async function snippetsOf(
  { plan, files, sources, choices }: Pick<MadeSet, 'plan' | 'files' | 'sources' | 'choices'>,
  projects: Projects,
  document?: SnippetDocument,
): Promise<readonly MadeSnippet[]> {
  if (plan.snippets.length === 0) return [];
  const inFolder = vscode.Uri.file(path.join(choices.folder, 'index.html'));
  const root = vscode.workspace.getWorkspaceFolder(inFolder)?.uri ?? vscode.Uri.file(choices.folder);
  const uri = document ? vscode.Uri.parse(document.uri, true) : vscode.Uri.joinPath(root, 'index.html');
  // Files that came a moment ago may be the first ones of their folder.
  projects.clear();
  // The project of the files, where a page of it would be.
  const project =
    (await projects.of(document ? uri : inFolder)) ?? bareProject(vscode.Uri.joinPath(uri, '..').path);
  const targets = new Map(files.map(({ planned, target }) => [planned.id, vscode.Uri.file(target).path]));
  const place = { languageId: document?.languageId ?? 'html', path: uri.path };
  const reference = (id: string): string => referenceTo(targets.get(id) ?? '', place, project).path;
  const useless = new Set(files.filter(isUseless).map(({ planned }) => planned.id));
  return plan.snippets.map(snippet => ({
    id: snippet.id,
    title: snippet.title,
    languages: snippet.languages,
    text: snippetText(
      { ...snippet, text: withoutLinksTo(snippet.text, useless) },
      { reference, alt: sources.alt },
    ),
  }));
}

/** It is broken and was left as it is, or is not there at all. */
function isUseless({ fate, kept }: MadeFile): boolean {
  return fate === 'left-out' || (fate === 'kept' && kept === 'not-json');
}
