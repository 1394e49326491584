import {
  type GalleryHostMethods,
  type GalleryWebviewMethods,
  parseGalleryParams,
} from '../../../../src/protocol/galleryMessages';
import {
  flagBits,
  type GalleryDetails,
  type GalleryFinding,
  type GalleryFlag,
  type GalleryInitial,
  type GalleryProgress,
} from '../../../../src/protocol/galleryViews';
import type { ImageFormat } from '../../../../src/core/model/run';
import { type Handlers, Rpc } from '../../../../src/protocol/rpc';
import type { Seam } from '../../../../src/webview/seam';
import { makeArt } from './art';
import type { Call } from './fakeHost';
import { wire } from './wire';

export interface SampleImage {
  folder: string;
  name: string;
  width: number;
  height: number;
  bytes: number;
  format?: ImageFormat | null;
  uses?: number;
  flags?: readonly GalleryFlag[];
  alpha?: boolean;
  /** Why it cannot be shown. */
  failed?: string;
  url?: string;
}

export interface GalleryOptions {
  initial?: Partial<GalleryInitial>;
  images: readonly SampleImage[];
  progress?: GalleryProgress;
  /** Facts come only when the test says so. */
  namesOnly?: boolean;
  /** The list never comes. */
  silent?: boolean;
  findings?: readonly GalleryFinding[];
}

/** The host's side of the gallery, in memory: the same messages, checked by the same schemas. */
export class FakeGallery {
  readonly calls: Call[] = [];
  readonly seam: Seam;
  readonly rpc: Rpc<GalleryHostMethods, GalleryWebviewMethods>;
  kept: object | undefined;
  private readonly images: SampleImage[];

  constructor(private readonly options: GalleryOptions) {
    this.images = [...options.images];
    const [ours, theirs] = wire();
    this.rpc = new Rpc<GalleryHostMethods, GalleryWebviewMethods>(ours, this.handlers(), (method, params) => {
      const parsed = parseGalleryParams(method, params);
      this.calls.push({ method, params: parsed });
      return parsed;
    });
    this.seam = { transport: theirs, loadUi: () => this.kept, saveUi: state => (this.kept = state) };
  }

  sendFacts(): void {
    this.rpc.notify('facts', {
      facts: this.images.map((image, id) => [
        id,
        image.bytes,
        Date.UTC(2026, 4, 1 + (id % 28), 9, 30),
        image.format === undefined ? formatOf(image.name) : image.format,
        image.width,
        image.height,
        image.uses ?? 1,
        (image.flags ?? []).reduce((sum, flag) => sum + flagBits[flag], 0),
      ]),
    });
    this.rpc.notify('progress', this.options.progress ?? { state: 'done' });
  }

  private handlers(): Handlers<GalleryHostMethods> {
    const nothing = () => undefined;
    return {
      ready: () => {
        setTimeout(() => this.sendAll());
        return { ui: undefined, noFolder: false, ...this.options.initial };
      },
      look: ({ ids, edge }) => void this.look(ids, edge),
      details: ({ id }) => this.details(id),
      preview: async ({ id }) => {
        const image = this.images[id];
        return image && image.failed === undefined ? this.picture(image, id) : null;
      },
      problems: () => this.options.findings ?? null,
      openUse: nothing,
      act: nothing,
      target: nothing,
      remember: nothing,
      openProblem: nothing,
      retry: nothing,
      openFolder: nothing,
      generate: nothing,
      manageTrust: nothing,
    };
  }

  private sendAll(): void {
    if (this.options.silent) return;
    const labels = [...new Set(this.images.map(({ folder }) => folder))];
    this.rpc.notify('images', {
      first: true,
      folders: labels.map((label, id) => ({ id, label })),
      images: this.images.map(({ folder, name }, id) => [id, labels.indexOf(folder), name]),
    });
    if (!this.options.namesOnly) this.sendFacts();
  }

  private async look(ids: readonly number[], edge: number): Promise<void> {
    const made: (readonly [number, string])[] = [];
    const failed: (readonly [number, string])[] = [];
    for (const id of ids) {
      const image = this.images[id];
      if (!image) continue;
      if (image.failed !== undefined) failed.push([id, image.failed]);
      else made.push([id, `${await this.picture(image, id)}#-${edge}.webp`]);
    }
    this.rpc.notify('thumbnails', { made, failed });
  }

  private async picture({ url, width, height, alpha }: SampleImage, seed: number): Promise<string> {
    if (url !== undefined) return url;
    return (await makeArt({ width, height, seed: seed % 40, ...(alpha && { alpha }) })).url;
  }

  private details(id: number): GalleryDetails | null {
    const image = this.images[id];
    if (!image) return null;
    const uses = Array.from({ length: image.uses ?? 1 }, (_, at) => ({
      document: ['docs/guide/getting-started.md', 'src/components/Hero.tsx', 'index.html'][at % 3] ?? '',
      line: 12 + 17 * at,
      text: `../${image.folder}/${image.name}`,
    }));
    return {
      id,
      path: `${image.folder}/${image.name}`,
      ...(this.options.namesOnly ? {} : { uses }),
      moreUses: 0,
      problems: (image.flags ?? []).map(flag => ({
        flag,
        title: flag,
        explanation: image.failed ?? 'No document that can be read here names this file.',
      })),
      duplicates: image.flags?.includes('duplicate') ? [{ id: 0, path: 'public/images/other-copy.png' }] : [],
    };
  }
}

function formatOf(name: string): ImageFormat {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return (extension === 'jpg' ? 'jpeg' : extension) as ImageFormat;
}
