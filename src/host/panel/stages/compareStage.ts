import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isImagingError, type Compared } from '../../../core/imaging/imagingPort';
import { alignedSize, commonSize } from '../../../core/model/commonSize';
import { formatPixels } from '../../../core/model/format';
import {
  leastCompared,
  mostCompared,
  type ComparedImage,
  type CompareMode,
  type CompareView,
  type Difference,
} from '../../../protocol/compareViews';
import { besideOf, findCompared, sameImage, type Found } from '../../compare/comparedImages';
import { imagingProblem } from '../../text/imagingText';
import type { PanelParts } from '../panelParts';
import type { CompareSubject, Stage } from './stage';

export type CompareStageDeps = Pick<PanelParts, 'services' | 'runFiles'> & {
  toUri(path: string): string;
};

interface Open {
  id: string;
  /** Their places are their ids. */
  images: readonly Found[];
  shown: readonly string[];
  mode: CompareMode;
  stop: AbortController;
  /** The heat map that is shown. */
  heat?: string;
}

type Picture = NonNullable<Found['picture']>;

/** Images that are held against each other. Nothing is written but the heat map, into the store. */
export class CompareStage implements Stage<CompareSubject, CompareView> {
  private open: Open | undefined;

  constructor(private readonly deps: CompareStageDeps) {}

  async begin({ images: asked }: CompareSubject): Promise<CompareView | { refused: string }> {
    const { t } = vscode.l10n;
    if (asked.length < leastCompared || asked.length > mostCompared) {
      return { refused: t('Choose {0} to {1} images to compare.', leastCompared, mostCompared) };
    }
    const chosen = await Promise.all(asked.map(each => findCompared(this.deps, each)));
    if (chosen.filter(({ picture }) => picture).length < leastCompared) {
      await this.remove(chosen);
      return { refused: chosen.find(({ problem }) => problem !== undefined)?.problem ?? '' };
    }
    const runs = [...new Set(chosen.flatMap(({ run }) => run?.run.id ?? []))];
    const beside = (await Promise.all(runs.map(id => besideOf(this.deps, id)))).flat();
    const others = beside.filter(other => !chosen.some(each => sameImage(each, other)));
    const shown = chosen.map((_, index) => String(index));
    const images = [...chosen, ...others];
    this.open = { id: randomUUID(), images, shown, mode: 'side', stop: new AbortController() };
    return this.viewOf(this.open);
  }

  resume(view: CompareView): CompareView {
    return this.open ? this.viewOf(this.open) : view;
  }

  /** What is shown, for a page that is loaded anew. */
  async keep(id: string, shown: readonly string[], mode: CompareMode): Promise<void> {
    const open = this.of(id);
    open.shown = shown.filter(each => open.images[Number(each)]);
    open.mode = mode;
  }

  /** `null`: another one was asked for meanwhile, or the view was closed. */
  async measure(id: string, pair: readonly [string, string], tolerance: number): Promise<Difference | null> {
    const open = this.of(id);
    const { services, toUri } = this.deps;
    const { t } = vscode.l10n;
    open.stop.abort();
    const stop = (open.stop = new AbortController());
    const [one, other] = pair.map(each => open.images[Number(each)]?.picture);
    if (!one || !other) return { problem: t('One of the two has no picture to compare.') };
    const staging = path.join(services.storeUri.fsPath, 'staging');
    const heat = path.join(staging, `look-${randomUUID()}.png`);
    try {
      await fs.mkdir(staging, { recursive: true });
      const found = await services.imaging.compare([one.file, other.file], heat, tolerance, stop.signal);
      if (this.open !== open || stop.signal.aborted) {
        await fs.rm(heat, { force: true });
        return null;
      }
      const before = open.heat;
      open.heat = heat;
      if (before !== undefined) await fs.rm(before, { force: true });
      const { width, height, changed, most } = found;
      return { url: toUri(heat), width, height, changed, most, notes: notesOf(one, other, found) };
    } catch (error) {
      if (this.open !== open || stop.signal.aborted) return null;
      if (!isImagingError(error)) throw error;
      return { problem: imagingProblem(t, error) };
    }
  }

  async end(id: string): Promise<void> {
    const { open } = this;
    if (open?.id !== id) return;
    this.open = undefined;
    open.stop.abort();
    await this.remove(open.images);
    if (open.heat !== undefined) await fs.rm(open.heat, { force: true });
  }

  private async remove(images: readonly Found[]): Promise<void> {
    const copies = images.flatMap(({ picture }) => (picture?.copied ? [picture.file] : []));
    await Promise.all(copies.map(file => fs.rm(file, { force: true })));
  }

  private viewOf({ id, images, shown, mode }: Open): CompareView {
    return {
      id,
      name: images[0]?.name ?? '',
      shown,
      mode,
      images: images.map((each, index) => this.imageView(each, String(index))),
    };
  }

  private imageView(found: Found, id: string): ComparedImage {
    const { toUri, runFiles } = this.deps;
    const { kind, name, problem, picture, run, candidate, request } = found;
    const thumbnail = run && runFiles.thumbnail(run.run.id, run.file);
    const { startedAt, endedAt, costUsd, costIsEstimate } = request ?? {};
    return {
      ...{ id, kind, name },
      ...(problem !== undefined && { problem }),
      ...(picture && {
        shown: {
          url: toUri(picture.file),
          facts: picture.facts,
          ...(thumbnail !== undefined && { thumbnail: toUri(thumbnail) }),
        },
      }),
      ...(candidate && { candidate }),
      ...(startedAt !== undefined && endedAt !== undefined && { tookMs: Math.max(0, endedAt - startedAt) }),
      ...(costUsd !== undefined && { costUsd }),
      ...(costIsEstimate !== undefined && { costIsEstimate }),
    };
  }

  private of(id: string): Open {
    if (this.open?.id !== id) throw new Error(vscode.l10n.t('This view is closed.'));
    return this.open;
  }
}

/** What was done to the two before they were compared, a sentence each. */
function notesOf(one: Picture, other: Picture, found: Compared): readonly string[] {
  const { t } = vscode.l10n;
  const whole = commonSize([one.facts, other.facts]);
  const notes: string[] = [];
  for (const { facts } of [one, other]) {
    const { width, height } = alignedSize(facts, whole);
    if (width === facts.width && height === facts.height) continue;
    const [from, to] = [formatPixels(facts), formatPixels({ width, height })];
    notes.push(t('The image of {0} was scaled to {1}.', from, to));
  }
  const [a, b] = [alignedSize(one.facts, whole), alignedSize(other.facts, whole)];
  if (a.width !== b.width || a.height !== b.height) {
    notes.push(t('The images have different shapes: what only one of them covers counts as changed.'));
  }
  if (found.scaledDown) {
    notes.push(t('They are very large: they were compared at {0}.', formatPixels(found)));
  }
  if (found.alphaDiffers) notes.push(t('Only one of the images has transparency.'));
  if (one.facts.animated || other.facts.animated)
    notes.push(t('Of an animation the first frame is compared.'));
  if (found.unknownColours) {
    notes.push(t('Their color profiles differ and could not be brought together: colors may seem changed.'));
  }
  return notes;
}
