import type { ConvertOptions, IconLook } from '../imaging/imagingPort';
import type { EncodableFormat } from '../model/output';
import type { ImageFacts } from '../model/run';
import type { SetZone } from './description';
import type { Position } from '../model/position';

/** Of an image that a set is made of. */
export type SetFacts = Pick<ImageFacts, 'width' | 'height' | 'format' | 'hasAlpha'>;

/** What a set is made of, and how. */
export interface SetAsk {
  image: SetFacts;
  /** For dark themes. */
  dark?: SetFacts;
  /** There is an SVG of the image. */
  svg: boolean;
  name: string;
  /** Name of the folder that gets the files; for texts. */
  folder: string;
  /** Name of the workspace folder. */
  project: string;
  /** `#rrggbb` behind transparency and in bars; `null`: nobody chose one. */
  background: string | null;
  /** More room around the image in every icon: a share of the shorter side at each edge, 0–0.4. */
  padding: number;
  /** `contain` keeps the whole image within what the platform leaves visible, `cover` fills the file. */
  fit: 'contain' | 'cover';
  /** Of what is cut off, for `cover`. */
  position: Position;
  /** Pixels at 1×; `null`: by the size of the image. */
  width: number | null;
  format: 'keep' | EncodableFormat;
  /** Of files that are one per name: which one is there in another format, by the path that would be written. */
  there?: ReadonlyMap<string, string>;
  /** By id. */
  options: Readonly<Record<string, boolean>>;
  /** 1–100, of the user's settings. */
  quality: number;
}

interface Planned {
  id: string;
  /** From the base folder, `/` between the parts. */
  path: string;
  about?: string;
}

/** Pixels of the largest picture in it. */
interface Sized {
  of: 'image' | 'dark';
  width: number;
  height: number;
  zones: readonly SetZone[];
}

export type PlannedFile = Planned &
  (
    | (Sized & { kind: 'image'; onePerName: boolean; options: ConvertOptions })
    | (Sized & {
        kind: 'icon';
        container: 'ico' | 'icns';
        sizes: readonly number[];
        bmp: boolean;
        options: IconLook;
      })
    /** The very bytes. */
    | { kind: 'copy'; of: 'image' | 'dark' | 'svg'; width?: number; height?: number }
    | { kind: 'text'; text: string }
    | {
        kind: 'json';
        json: Readonly<Record<string, unknown>>;
        defaults: Readonly<Record<string, unknown>>;
        keys: Readonly<Record<string, string>>;
        existing: 'merge' | 'replace' | 'ifThere';
      }
  );

export interface PlannedSnippet {
  id: string;
  title: string;
  languages: readonly string[];
  /** `{href:…}`, `{alt}` are left to put in. */
  text: string;
}
