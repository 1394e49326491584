import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { snippetFor } from '../../../core/sets/snippetText';
import type {
  SetChoicesView,
  SetFileView,
  SetImageView,
  SetPreview,
  SetView,
  SetWrittenView,
} from '../../../protocol/setViews';
import { realDisk } from '../../save/disk';
import type { SaveSource, SaveSubject } from '../../save/saveTypes';
import { darkBeside } from '../../sets/darkBeside';
import { isWritten } from '../../sets/setMaker';
import type { CatalogSet } from '../../sets/setCatalog';
import { snippetsOf } from '../../sets/setSnippets';
import type { MadeFile, MadeSet, SetSources, SetSubjects } from '../../sets/setTypes';
import { brokenSet, fateNotes, originNotes, setProblem, setWarning } from '../../text/setText';
import { withoutLinks } from '../../text/withoutLinks';
import type { PanelDeps } from '../panelParts';
import { asChoices, firstChoices, firstSet, folderOf, kindView, remember } from './setChoices';
import { shownPath } from './places';
import type { Stage } from './stage';
import { useCode } from './useCode';

export interface SetStageDeps extends Pick<
  PanelDeps,
  'services' | 'saver' | 'readSets' | 'projects' | 'pickWorkspaceImages'
> {
  toUri(path: string): string;
}

interface Open {
  id: string;
  subjects: SetSubjects;
  sources: SetSources;
  /** For dark themes where a set needs that, and nobody chose another one. */
  proposedDark?: SaveSource;
  sets: readonly CatalogSet[];
  choices: SetChoicesView;
  /** What the newest preview shows. */
  shown?: MadeSet;
  /** What the one before it showed: the view may still be reading it. */
  leaving?: MadeSet;
  /** Of what was written from here. */
  saveId?: string;
}

/** A whole set as it will be, before it is written: made anew with every change. */
export class SetStage implements Stage<SetSubjects, SetView> {
  private open: Open | undefined;
  private running = new AbortController();

  constructor(private readonly deps: SetStageDeps) {}

  async begin(subjects: SetSubjects): Promise<SetView | { refused: string }> {
    const { saver, services, readSets } = this.deps;
    const { t } = vscode.l10n;
    const sources = await saver.assetSets.find(subjects, { lasting: true });
    if ('failure' in sources) return { refused: saver.describe(sources.failure) };
    const { sets, broken } = await readSets();
    const memory = services.context.workspaceState;
    const first = firstSet(memory, sets, sources);
    if (!first) {
      await saver.assetSets.leave(sources);
      return { refused: t('There is no set that could be made.') };
    }
    const choices = await firstChoices(memory, first.set, sources);
    const proposedDark = sources.dark ? undefined : await this.findDarkBeside(sources);
    const id = randomUUID();
    this.open = { id, subjects, sources, sets, choices, ...(proposedDark && { proposedDark }) };
    return {
      id,
      ...this.imageView(sources, 'image'),
      ...(sources.dark && { dark: this.imageView(sources, 'dark') }),
      ...(proposedDark && { proposedDark: this.imageView({ ...sources, dark: proposedDark }, 'dark') }),
      sets: sets.map(kindView),
      broken: broken.map(each => brokenSet(t, each, shownPath(each.file))),
      choices,
    };
  }

  resume(view: SetView): SetView {
    const { open } = this;
    if (!open) return view;
    const { dark } = open.sources;
    return { ...view, choices: open.choices, ...(dark && { dark: this.imageView(open.sources, 'dark') }) };
  }

  async beginSet(id: string, set: string): Promise<SetChoicesView | null> {
    const open = this.of(id);
    const found = open.sets.find(each => each.set.id === set);
    if (!found) return null;
    open.choices = await firstChoices(this.deps.services.context.workspaceState, found.set, open.sources);
    return open.choices;
  }

  /** `null`: a newer one was asked for meanwhile, or the view was closed. */
  async preview(id: string, choices: SetChoicesView): Promise<SetPreview | null> {
    const open = this.of(id);
    const { saver } = this.deps;
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    open.choices = choices;
    const found = open.sets.find(({ set }) => set.id === choices.set);
    if (!found) return null;
    const { t } = vscode.l10n;
    const sources = sourcesFor(open, found);
    const made = await saver.assetSets.make(sources, asChoices(choices, found.set, sources), signal);
    if (signal.aborted || this.open !== open) {
      if ('files' in made) await saver.assetSets.release(made);
      return null;
    }
    await this.show(open, 'files' in made ? made : undefined);
    if ('problem' in made) return { problem: setProblem(t, made.problem) };
    if ('failure' in made) return { problem: saver.describe(made.failure) };
    const { facts } = open.sources.image;
    const colour = made.plan.warnings.find(({ kind }) => kind === 'needs-colour');
    const flat = made.plan.warnings.find(({ kind }) => kind === 'wants-alpha');
    const others = made.plan.warnings.filter(each => each !== colour && each !== flat);
    return {
      files: made.files.map(file => this.fileView(file)),
      notes: [
        ...others.map(each => setWarning(t, each, facts)),
        ...originNotes(t, made),
        ...fateNotes(t, made.files),
      ],
      ...(flat && { cutOut: setWarning(t, flat, facts) }),
      ...(colour && { needsColor: setWarning(t, colour, facts) }),
    };
  }

  /** What the open set is made of. */
  imageOf(id: string): SaveSubject {
    return this.of(id).subjects.image;
  }

  async browse(id: string, typed: string): Promise<string | null> {
    const { sources } = this.of(id);
    const [chosen] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        defaultUri: vscode.Uri.file(folderOf(typed, sources)),
        title: vscode.l10n.t('Folder of the set'),
        openLabel: vscode.l10n.t('Choose'),
      })) ?? [];
    return chosen ? shownPath(chosen.fsPath) : null;
  }

  async pickDark(id: string): Promise<SetImageView | null> {
    const open = this.of(id);
    const { workspaceFile } = open.sources.image;
    const [picked] =
      (await this.deps.pickWorkspaceImages({
        title: vscode.l10n.t('Image for Dark Themes'),
        single: true,
        ...(workspaceFile && { beside: vscode.Uri.file(workspaceFile.path) }),
      })) ?? [];
    if (!picked || this.open !== open) return null;
    const { saver } = this.deps;
    const dark = { file: picked.fsPath };
    const found = await saver.assetSets.findDark(dark);
    if ('failure' in found) {
      void vscode.window.showErrorMessage(withoutLinks(saver.describe(found.failure)));
      return null;
    }
    if (this.open !== open) {
      await saver.assetSets.leave({ dark: found.source });
      return null;
    }
    const { dark: before } = open.sources;
    const sources = { ...open.sources, dark: found.source };
    Object.assign(open, { subjects: { ...open.subjects, dark }, sources });
    if (before) await saver.assetSets.leave({ dark: before });
    return this.imageView(sources, 'dark');
  }

  async write(id: string): Promise<SetWrittenView | { refused: string } | null> {
    const open = this.of(id);
    const { shown, choices, sources } = open;
    const { saver, services, projects } = this.deps;
    if (!shown) return null;
    const result = await withProgress(shown.files.filter(isWritten).length, (signal, onProgress) =>
      // The view lists what would be replaced, and its button says how many: that was the question.
      saver.assetSets.write(shown, { overwrite: true, signal, onProgress }),
    );
    if ('failure' in result) {
      return result.failure.kind === 'cancelled' ? null : { refused: saver.describe(result.failure) };
    }
    open.saveId = result.saveId;
    await remember(services.context.workspaceState, choices, sources);
    const snippets = await snippetsOf(shown, projects);
    const document = await this.document();
    const fitting = snippetFor(snippets, document?.languageId);
    return {
      files: result.files.length,
      notes: fateNotes(vscode.l10n.t, shown.files),
      snippets: snippets.map(({ id: each, title, text }) => ({ id: each, title, text })),
      ...(fitting && { snippet: fitting.id }),
      ...(document && { document: shownPath(document.path) }),
    };
  }

  /** Takes back what was written last from here. */
  async undo(id: string): Promise<void> {
    const { saveId } = this.of(id);
    if (saveId !== undefined) await this.deps.saver.undoLastSave(saveId);
  }

  async useSnippet(id: string, snippet: string, how: 'insert' | 'copy'): Promise<boolean> {
    const { shown } = this.of(id);
    const { saver, projects } = this.deps;
    if (!shown) return false;
    return useCode(saver, how, async document => {
      const all = await snippetsOf(shown, projects, document);
      return all.find(each => each.id === snippet)?.text;
    });
  }

  async end(id: string): Promise<void> {
    const { open } = this;
    if (open?.id !== id) return;
    this.running.abort();
    this.open = undefined;
    const { assetSets } = this.deps.saver;
    for (const made of [open.shown, open.leaving]) if (made) await assetSets.release(made);
    await assetSets.leave(open.sources);
    if (open.proposedDark) await assetSets.leave({ dark: open.proposedDark });
  }

  private async findDarkBeside({ image }: SetSources): Promise<SaveSource | undefined> {
    const file = image.workspaceFile && (await darkBeside(image.workspaceFile.path, realDisk));
    const found = file === undefined ? undefined : await this.deps.saver.assetSets.findDark({ file });
    return found && 'source' in found ? found.source : undefined;
  }

  private async show(open: Open, made: MadeSet | undefined): Promise<void> {
    const { leaving, shown } = open;
    if (leaving) await this.deps.saver.assetSets.release(leaving);
    delete open.leaving;
    if (shown) open.leaving = shown;
    delete open.shown;
    if (made) open.shown = made;
  }

  private async document(): Promise<{ path: string; languageId: string } | undefined> {
    return this.deps.saver.currentDocument();
  }

  private fileView({ planned, fate, bytes, width, height, file, text }: MadeFile): SetFileView {
    const store = this.deps.services.storeUri.fsPath;
    // The view reads only what is in the store.
    const readable =
      file !== undefined && !path.relative(store, file).startsWith('..') && !/\.icns$/i.test(file);
    return {
      id: planned.id,
      path: planned.path,
      ...(planned.about !== undefined && { about: planned.about }),
      fate,
      bytes,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(readable && { url: this.deps.toUri(file) }),
      ...(text !== undefined && { text }),
      zones: 'zones' in planned ? planned.zones : [],
    };
  }

  private imageView(sources: SetSources, of: 'image' | 'dark'): SetImageView {
    const source = sources[of] ?? sources.image;
    return {
      name: source.workspaceFile ? path.basename(source.workspaceFile.path) : sources.name,
      image: this.deps.toUri(source.file),
      facts: source.facts,
    };
  }

  private of(id: string): Open {
    if (this.open?.id !== id) throw new Error(vscode.l10n.t('This view is closed.'));
    return this.open;
  }
}

/** What this set is made of: of two images only where it needs them, or where two were chosen. */
function sourcesFor({ sources, proposedDark }: Open, { set }: CatalogSet): SetSources {
  const dark = sources.dark ?? (set.needsDark ? proposedDark : undefined);
  return { ...sources, ...(dark && { dark }) };
}

function withProgress<T>(
  all: number,
  work: (signal: AbortSignal, onProgress: (done: number, target: string) => void) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Writing the set'),
        cancellable: true,
      },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return work(abort.signal, (done, target) =>
          progress.report({
            increment: 100 / all,
            message: vscode.l10n.t('{0} of {1}, {2}', done, all, shownPath(target)),
          }),
        );
      },
    ),
  );
}
