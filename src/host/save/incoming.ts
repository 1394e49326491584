import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { isImagingError } from '../../core/imaging/imagingPort';
import { extensionOf } from '../../core/model/imageFormat';
import type { CandidateRef, ImageFacts, ImageFormat } from '../../core/model/run';
import { altText } from '../../core/save/altText';
import type { SaveFailure } from '../../core/save/saveResult';
import { remove } from './atomicWrite';
import { resolveDestination } from './destination';
import { diskFailure } from './disk';
import { placing } from './fileSaver';
import type { Offer, ToInsert } from './insertion';
import { proposeTarget, type ProposalInput } from './proposal';
import { encoding, findCandidate, type SaveContext } from './saveContext';
import { editedFile } from './saveFlow';
import type { InsertionPoint } from './savePorts';
import type { SaveSource } from './saveTypes';

/** What comes into a document by a paste or a drop: an image of a run, or bytes from outside. */
export type IncomingImage =
  | { candidate: CandidateRef }
  | { bytes: Uint8Array; format: ImageFormat; /** Without extension. */ stem: string; alt: string };

export interface IncomingPlace {
  /** URI of the document as it is open. */
  open: string;
  /** The document; of one that was never saved, as it would be if it were. */
  document: Omit<InsertionPoint, 'offset'>;
  /** The workspace folder (absolute) that its images go into. */
  folder: string;
}

export interface IncomingPlan {
  image: IncomingImage;
  /** Absolute; free when it was looked at. */
  target: string;
  /** Plain text. */
  alt: string;
}

export interface StagedImage {
  /** Absolute: where it will be. */
  path: string;
  facts: ImageFacts;
  alt: string;
  /** What it was, when it is converted on its way. */
  was?: ImageFormat;
}

/** Longer than an edit is on its way. */
const waitingMs = 60_000;

/** Formats that browsers show stay as they came; of the others those that can be read here become PNG. */
function savedAs(format: ImageFormat): ImageFormat {
  return format === 'bmp' ? 'png' : format;
}

/** Saves whose edit VS Code applies by itself, if it does. Asks nobody anything. */
export class IncomingImages {
  /** Not taken yet → since when. */
  private readonly waiting = new Map<Offer, number>();

  constructor(private readonly context: SaveContext) {}

  /** Where they would go, by the custom of the document and its project. Writes nothing. */
  async plan(
    images: readonly IncomingImage[],
    place: IncomingPlace,
  ): Promise<readonly IncomingPlan[] | { failure: SaveFailure }> {
    const { context } = this;
    if (!context.workspace.trusted()) return { failure: { kind: 'untrusted' } };
    const documentImages = await context.documentImages?.({ ...place.document, offset: 0 }).catch(() => []);
    const plans: IncomingPlan[] = [];
    for (const image of images) {
      const named = await this.named(image);
      if ('failure' in named) return named;
      const { alt, ...naming } = named;
      const target = await proposeTarget(
        {
          ...naming,
          folders: [place.folder],
          saveFolder: folder => context.settings(folder).saveFolder,
          documentImages: documentImages ?? [],
          activeDocument: place.document.path,
          otherwise: path.dirname(place.document.path),
          taken: plans.map(plan => plan.target),
        },
        context.disk,
      );
      plans.push({ image, target, alt });
    }
    return plans;
  }

  /** Puts the bytes where an edit takes them from by `offer.moves`. `taken`: the edit was applied. */
  async stage(
    plans: readonly IncomingPlan[],
    place: IncomingPlace,
    taken: () => void,
  ): Promise<{ offer: Offer; images: readonly StagedImage[] } | { failure: SaveFailure }> {
    const { context, waiting } = this;
    // What VS Code asked for before and did not use.
    await this.withdrawAll(waitingMs);
    const done: (() => Promise<void>)[] = [];
    const files: ToInsert[] = [];
    const images: StagedImage[] = [];
    try {
      for (const plan of plans) {
        const made = await this.prepare(plan, place.folder, done);
        if ('failure' in made) return made;
        files.push(...made.files);
        images.push(made.image);
      }
      const offer = await context.inserter.offer(files, place.open, () => {
        if (!('failure' in offer)) waiting.delete(offer);
        taken();
      });
      if ('failure' in offer) return offer;
      waiting.set(offer, Date.now());
      return { offer, images };
    } finally {
      for (const end of done) await end();
    }
  }

  /** The edit is not wanted any more, or another one takes its place. */
  async withdraw(offer: Offer): Promise<void> {
    this.waiting.delete(offer);
    await this.context.inserter.withdraw(offer);
  }

  /** "Undo Last Save" goes through the editor as long as this, by a part of the text, was its last change. */
  expect(document: string, part: string): void {
    this.context.editors.expect(document, part);
  }

  async withdrawAll(olderThanMs = 0): Promise<void> {
    for (const [offer, since] of [...this.waiting]) {
      if (Date.now() - since >= olderThanMs) await this.withdraw(offer);
    }
  }

  private async named(
    image: IncomingImage,
  ): Promise<
    | (Pick<ProposalInput, 'prompt' | 'edited' | 'stem' | 'extension'> & { alt: string })
    | { failure: SaveFailure }
  > {
    if ('bytes' in image) {
      const { stem, alt, format } = image;
      return { prompt: '', stem, alt, extension: extensionOf(savedAs(format)) };
    }
    const found = await findCandidate(this.context, image.candidate);
    if ('failure' in found) return found;
    const { run, source } = found;
    const alt = altText(run.prompt);
    return {
      prompt: run.prompt,
      edited: editedFile(run),
      extension: extensionOf(savedAs(source.facts.format)),
      alt,
    };
  }

  private async prepare(
    { image, target, alt }: IncomingPlan,
    folder: string,
    done: (() => Promise<void>)[],
  ): Promise<{ files: readonly ToInsert[]; image: StagedImage } | { failure: SaveFailure }> {
    const { context } = this;
    const source = await this.source(image, target, done);
    if ('failure' in source) return source;
    const extension = path.extname(target).slice(1);
    const prepared = await context.files.prepare(source, extension, encoding(context, { path: target }));
    if ('failure' in prepared) return prepared;
    done.push(() => context.files.release(prepared));
    const destination = await resolveDestination(target, [folder], context.disk);
    if ('failure' in destination) return destination;
    if (destination.existing) return { failure: { kind: 'exists', path: destination.path } };
    const files: ToInsert[] = [];
    for (const { target: beside, ...content } of await context.beside.files({
      source,
      prepared,
      target,
      output: undefined,
    })) {
      const free = await resolveDestination(beside, [folder], context.disk);
      // An editor's Undo would lose what is there: the image is worth more than what explains it.
      if (!('failure' in free) && !free.existing) files.push({ ...content, destination: free });
    }
    files.push({ destination, ...placing(source, prepared, target) });
    const { format } = source.facts;
    const was = prepared.converted ? { was: format } : {};
    return { files, image: { path: destination.path, facts: prepared.facts, alt, ...was } };
  }

  private async source(
    image: IncomingImage,
    target: string,
    done: (() => Promise<void>)[],
  ): Promise<SaveSource | { failure: SaveFailure }> {
    const { context } = this;
    if ('candidate' in image) {
      const found = await findCandidate(context, image.candidate);
      return 'failure' in found ? found : found.source;
    }
    const { disk, storeFolder, imaging } = context;
    const file = path.join(storeFolder, 'staging', `drop-${randomUUID()}.${extensionOf(image.format)}`);
    done.push(() => remove(file, disk));
    try {
      await disk.mkdir(path.dirname(file), { recursive: true });
      await disk.writeFile(file, image.bytes);
      return { file, facts: await imaging.inspect(file) };
    } catch (error) {
      if (!isImagingError(error)) return { failure: diskFailure(error, file) };
      return { failure: { kind: 'unreadable', path: target, detail: error.message, reason: error.reason } };
    }
  }
}
