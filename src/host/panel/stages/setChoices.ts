import * as path from 'node:path';
import * as vscode from 'vscode';
import { darkOf, type SetDescription } from '../../../core/sets/description';
import { defaultFit } from '../../../core/sets/plan';
import type { SetChoicesView, SetKindView } from '../../../protocol/setViews';
import { rootsOnDisk } from '../../onDisk';
import type { CatalogSet } from '../../sets/setCatalog';
import { findProjectFolder } from '../../sets/projectFolder';
import { proposedName } from '../../sets/setMaker';
import type { SetChoices, SetSources } from '../../sets/setTypes';
import { absolutePath, shownPath } from './places';

/** What was chosen last: the set by the folder of the image, the rest by the set. */
interface Remembered {
  sets: Record<string, string>;
  choices: Record<string, SetChoicesView>;
}

const memoryKey = 'inlineAssets.sets';
const maxRemembered = 50;

/** The set that is shown first. */
export function firstSet(
  memory: vscode.Memento,
  sets: readonly CatalogSet[],
  sources: SetSources,
): CatalogSet | undefined {
  const known = read(memory).sets[homeOf(sources)];
  const named = sets.find(({ set }) => set.id === known);
  // Two images were chosen for a set of two.
  if (sources.dark) {
    return named && darkOf(named.set) ? named : (sets.find(({ set }) => set.needsDark) ?? named ?? sets[0]);
  }
  return named && !named.set.needsDark ? named : sets[0];
}

/** What a set begins with: what was chosen last, else what the set and the workspace propose. */
export async function firstChoices(
  memory: vscode.Memento,
  set: SetDescription,
  sources: SetSources,
): Promise<SetChoicesView> {
  const last = read(memory).choices[set.id];
  const options = (set.options ?? []).map(({ id, default: on = false }) => [id, last?.options[id] ?? on]);
  const format = set.formats?.find(each => each === last?.format) ?? set.formats?.[0] ?? 'keep';
  const folder = last?.folder ?? (await proposedFolder(set, sources));
  return {
    set: set.id,
    folder,
    // A name of the platform stays, that of another image does not.
    name:
      (set.name?.default === undefined ? undefined : last?.name) ??
      proposedName(set, sources, folderOf(folder, sources)),
    // Of one image: behind another one it may hide the subject.
    background: null,
    padding: last?.padding ?? 0,
    fit: defaultFit(set, sources.image.facts),
    position: 'auto',
    width: null,
    format,
    options: Object.fromEntries(options) as Record<string, boolean>,
  };
}

export async function remember(
  memory: vscode.Memento,
  choices: SetChoicesView,
  sources: SetSources,
): Promise<void> {
  const { sets, choices: all } = read(memory);
  await memory.update(memoryKey, {
    sets: newest(sets, homeOf(sources), choices.set),
    choices: newest(all, choices.set, choices),
  });
}

/** The view's words in those of the maker. */
export function asChoices(view: SetChoicesView, set: SetDescription, sources: SetSources): SetChoices {
  const { name, background, padding, fit, position, width, format, options } = view;
  return {
    set,
    folder: folderOf(view.folder, sources),
    name: name.trim() || null,
    background,
    padding: padding / 100,
    fit,
    position,
    width,
    format,
    options,
  };
}

/** Absolute. */
export function folderOf(typed: string, sources: SetSources): string {
  return absolutePath(typed.trim() || '.', path.join(homeOf(sources), 'x'));
}

export function kindView({ set, own }: CatalogSet): SetKindView {
  const pictures = set.files.filter(each => each.kind === 'image' || each.kind === 'icon');
  const dark = darkOf(set);
  return {
    id: set.id,
    title: set.title,
    about: set.about,
    source: set.source,
    own: own !== undefined,
    options: (set.options ?? []).map(({ id, title }) => ({ id, title })),
    ...(set.formats && set.formats.length > 1 && { formats: set.formats }),
    scaled: set.files.some(each => each.kind === 'image' && each.scale !== undefined),
    fitted: pictures.some(
      each => each.kind === 'icon' || (each.width !== undefined && each.height !== undefined),
    ),
    square: set.shape === 'square',
    ...(dark && { dark }),
  };
}

async function proposedFolder(set: SetDescription, sources: SetSources): Promise<string> {
  const home = homeOf(sources);
  const root = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path.join(home, 'x')))?.uri.fsPath ?? home;
  // Platforms name places of a project; what belongs to a page stays beside the image.
  if (set.folders === undefined) return shownFolder(home);
  const place = await findProjectFolder(set.folders, { root, home });
  return shownFolder(place ?? path.join(root, set.otherwise ?? '.'));
}

function shownFolder(folder: string): string {
  return vscode.workspace.workspaceFolders?.length === 1 && folder === rootsOnDisk()[0]
    ? '.'
    : shownPath(folder);
}

/** The folder of the image, or of the workspace for one that has no place yet. */
function homeOf({ image }: SetSources): string {
  const [first] = rootsOnDisk();
  return image.workspaceFile ? path.dirname(image.workspaceFile.path) : (first ?? path.dirname(image.file));
}

function read(memory: vscode.Memento): Remembered {
  const { sets = {}, choices = {} } = memory.get<Partial<Remembered>>(memoryKey) ?? {};
  return { sets, choices };
}

function newest<T>(all: Readonly<Record<string, T>>, key: string, value: T): Record<string, T> {
  const others = Object.entries(all).filter(([name]) => name !== key);
  return Object.fromEntries([...others, [key, value] as const].slice(-maxRemembered));
}
