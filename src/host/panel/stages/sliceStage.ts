import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isImagingError, type Sliced } from '../../../core/imaging/imagingPort';
import type { PixelSize } from '../../../core/model/modelInfo';
import type { CandidateRef } from '../../../core/model/run';
import { crossed, sliceEdges, type SliceSettings } from '../../../core/model/slices';
import { sliceFileKind } from '../../../core/nineSlice/slicePlan';
import { isInRule } from '../../../core/references/insertion/css';
import { snippetFor } from '../../../core/sets/snippetText';
import type { WriteAnswer } from '../../../protocol/views';
import type { SlicePreview, SliceView } from '../../../protocol/sliceViews';
import { sliceFile, type SliceTarget } from '../../nineSlice/sliceFile';
import { snippetsOf } from '../../nineSlice/sliceSnippets';
import { jsonOf, savedAs } from '../../nineSlice/sliceSources';
import type { SliceSubject } from '../../nineSlice/sliceSubject';
import { rootsOnDisk } from '../../onDisk';
import { saveTogether } from '../../save/tellFiles';
import { realDisk } from '../../save/disk';
import type { SetFile } from '../../save/fileSet';
import type { SaveLook } from '../../save/lookFlow';
import { imagingProblem } from '../../text/imagingText';
import {
  crossedSentence,
  guidesInItSentence,
  nothingKeptSentence,
  tooSmallSentence,
  unknownKindSentence,
} from '../../text/sliceText';
import type { PanelParts } from '../panelParts';
import { absolutePath, shownPath } from './places';
import type { Stage } from './stage';
import { useCode } from './useCode';

export type SliceStageDeps = Pick<PanelParts, 'saver' | 'services' | 'projects'> & {
  /** What the webview reads a file of the store by. */
  toUri(path: string): string;
};

interface Open {
  id: string;
  look: SaveLook;
  size: PixelSize;
  /** The file that the guides are of, absolute. Absent: an image of a run that is in no file yet. */
  image?: string;
  candidate?: CandidateRef;
  /** Absolute; where typed paths are meant from. */
  proposed: string;
  settings: SliceSettings;
  path: string;
}

/** A corner on either side, and something between them. */
const leastSide = 3;
/** These take a second and more. */
const manyPixels = 8_000_000;

/** Guides of an image, its code and its files. Stretching is what the webview shows by itself. */
export class SliceStage implements Stage<SliceSubject, SliceView> {
  private open: Open | undefined;

  constructor(private readonly deps: SliceStageDeps) {}

  async begin(subject: SliceSubject): Promise<SliceView | { refused: string }> {
    const { saver, services, toUri } = this.deps;
    const { t } = vscode.l10n;
    const candidate = 'file' in subject ? undefined : subject;
    const image = 'file' in subject ? subject.file : await savedAs(services.runs, subject);
    if (image !== undefined && sliceFileKind(image) === 'android') {
      return { refused: guidesInItSentence(t, path.basename(image)) };
    }
    // It may have been converted when it was saved, or cut to a size: the guides are of the file.
    const look = await saver.look(image === undefined ? subject : { file: image });
    if ('failure' in look) return { refused: saver.describe(look.failure) };
    const name = path.basename(image ?? look.proposed);
    const sliced = await this.measure(look, name);
    if ('refused' in sliced) {
      await saver.leave(look);
      return sliced;
    }
    const { slices: proposed, width, height } = sliced;
    const size = { width, height };
    const json = await jsonOf(image ?? look.proposed, size);
    const settings: SliceSettings = json.settings ?? { slices: proposed, fill: 'stretch' };
    const id = randomUUID();
    this.open = {
      ...{ id, look, size, settings, proposed: json.path, path: shownPath(json.path) },
      ...(image !== undefined && { image }),
      ...(candidate && { candidate }),
    };
    return {
      ...{ id, name, size, settings, proposed },
      image: toUri(look.source.file),
      path: shownPath(json.path),
      notes: [
        ...(json.settings ? [t('The guides are those of {0}.', path.basename(json.path))] : []),
        ...(look.source.facts.animated
          ? [t('It is animated: the guides were measured on its first picture.')]
          : []),
      ],
    };
  }

  resume(view: SliceView): SliceView {
    const { settings = view.settings, path: typed = view.path } = this.open ?? {};
    return { ...view, settings, path: typed, opened: view.opened ?? view.settings };
  }

  /** `null`: the view was closed meanwhile. */
  async preview(id: string, settings: SliceSettings, typed: string): Promise<SlicePreview | null> {
    const open = this.of(id);
    Object.assign(open, { settings, path: typed });
    const { t } = vscode.l10n;
    const { saver, projects } = this.deps;
    const target = this.target(open, settings, typed);
    if ('problem' in target) return target;
    const image = open.image ?? imageBeside(open, target);
    const document = await saver.currentDocument();
    const facts = { ...settings, size: open.size, image };
    const snippets = await snippetsOf(facts, projects, document);
    const targets = this.files(open, settings, target, '').map(file => file.target);
    const taken = await saver.sets.taken(targets, rootsOnDisk());
    if (this.open !== open) return null;
    const there = new Set('taken' in taken ? taken.taken : []);
    const kept = sliceEdges.some(edge => settings.slices[edge] > 0);
    return {
      files: targets.map(file => ({ path: shownPath(file), taken: there.has(file) })),
      snippets: snippets.map(({ id: each, title, text }) => ({ id: each, title, text })),
      snippet: snippetFor(snippets, document?.languageId)?.id ?? '',
      ...(document && { document: shownPath(document.path) }),
      notes: [
        ...(kept ? [] : [nothingKeptSentence(t)]),
        ...(target.kind === 'android' && settings.fill !== 'stretch'
          ? [t('Android always stretches a .9.png.')]
          : []),
      ],
      ...('failure' in taken && { place: saver.describe(taken.failure) }),
    };
  }

  async browse(id: string, typed: string): Promise<string | null> {
    const chosen = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(absolutePath(typed, this.of(id).proposed)),
      filters: { JSON: ['json'], CSS: ['css'], 'Android (.9.png)': ['9.png'] },
    });
    return chosen ? shownPath(chosen.fsPath) : null;
  }

  /** True: written. What is there already is asked about once, for all. */
  async write(id: string, settings: SliceSettings, typed: string): Promise<WriteAnswer> {
    const open = this.of(id);
    const { saver, services } = this.deps;
    const target = this.target(open, settings, typed);
    if ('problem' in target) return { refused: target.problem };
    const staging = path.join(services.storeUri.fsPath, 'staging');
    const staged = path.join(staging, `slices-${randomUUID()}.png`);
    try {
      if (target.kind === 'android') {
        await realDisk.mkdir(staging, { recursive: true });
        await services.imaging.nineSlice(open.look.source.file, settings.slices, staged);
      }
      return await saveTogether(saver, this.files(open, settings, target, staged), rootsOnDisk());
    } catch (error) {
      if (!isImagingError(error)) throw error;
      return { refused: imagingProblem(vscode.l10n.t, error) };
    } finally {
      await realDisk.rm(staged, { force: true });
    }
  }

  /** The code of what is shown, as the document names the image. */
  async use(
    id: string,
    settings: SliceSettings,
    typed: string,
    { snippet, how }: { snippet: string; how: 'insert' | 'copy' },
  ): Promise<boolean> {
    const open = this.of(id);
    const { saver, projects } = this.deps;
    const target = this.target(open, settings, typed);
    if ('problem' in target) return say(target.problem);
    const facts = { ...settings, size: open.size, image: open.image ?? imageBeside(open, target) };
    return useCode(saver, how, async point => {
      const all = await snippetsOf(facts, projects, point ?? (await saver.currentDocument()));
      const found = all.find(each => each.id === snippet);
      // A rule in a rule would be of something inside of it.
      return point && found?.inRule !== undefined && isInRule(point) ? found.inRule : found?.text;
    });
  }

  async end(id: string): Promise<void> {
    const { open } = this;
    if (open?.id !== id) return;
    this.open = undefined;
    await this.deps.saver.leave(open.look);
  }

  private async measure({ source }: SaveLook, name: string): Promise<Sliced | { refused: string }> {
    try {
      const { imaging } = this.deps.services;
      const sliced = await measuring(source.facts, name, signal =>
        imaging.nineSlice(source.file, {}, undefined, signal),
      );
      const room = Math.max(sliced.width, sliced.height) >= leastSide;
      return room ? sliced : { refused: tooSmallSentence(vscode.l10n.t, name, sliced) };
    } catch (error) {
      if (!isImagingError(error)) throw error;
      return { refused: imagingProblem(vscode.l10n.t, error) };
    }
  }

  private target(open: Open, { slices }: SliceSettings, typed: string): SliceTarget | { problem: string } {
    const { t } = vscode.l10n;
    if (crossed(slices, open.size)) return { problem: crossedSentence(t, open.size) };
    const file = absolutePath(typed, open.proposed);
    const kind = sliceFileKind(file);
    return kind ? { path: file, kind } : { problem: unknownKindSentence(t, path.basename(file)) };
  }

  /** The guides, and of an image that is in no file yet its bytes beside them; a `.9.png` has them in it. */
  private files(open: Open, settings: SliceSettings, target: SliceTarget, staged: string): SetFile[] {
    const { size, look, candidate } = open;
    const image = open.image ?? imageBeside(open, target);
    const guides = sliceFile(target, { ...settings, size, image, staged });
    if (open.image !== undefined || target.kind === 'android') return [guides];
    return [{ target: image, file: look.source.file, ...(candidate && { candidate }) }, guides];
  }

  private of(id: string): Open {
    if (this.open?.id !== id) throw new Error(vscode.l10n.t('This view is closed.'));
    return this.open;
  }
}

/** Small ones are there before a message would be read. */
function measuring<T>(
  { width, height }: PixelSize,
  name: string,
  work: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (width * height < manyPixels) return work();
  const title = vscode.l10n.t('Measuring {0}', name);
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return work(abort.signal);
      },
    ),
  );
}

/** Where the image would lie, of the name of its guides. */
function imageBeside({ look }: Open, target: SliceTarget): string {
  const stem = target.path.replace(/\.(?:9\.png|json|css)$/i, '');
  return stem + path.extname(look.proposed);
}

function say(problem: string): false {
  void vscode.window.showErrorMessage(problem);
  return false;
}
