import type { FoundGrid, Sheet, SpriteSettings } from '../model/sprites';
import type { ImageFacts } from '../model/run';
import type { Rect } from './bitmap';

/** Images that become frames, and what is made of them. Paths are absolute. */
export interface SpriteRequest {
  /** In the order in which they follow each other. One when it is cut. */
  inputs: readonly { path: string; name: string }[];
  settings: SpriteSettings;
  /** What frames that were cut are called, with their number. */
  stem: string;
  format: 'png' | 'webp';
  /** A smaller sheet that takes longer: the one that is kept. */
  final: boolean;
}

/** Something that was left out or that came out otherwise than asked, for a sentence. */
export type SpriteNote =
  | { kind: 'uneven' }
  | { kind: 'empty-cells'; count: number }
  | { kind: 'specks'; count: number }
  /** Frames that differed by their place in the cell, and by nothing now that they are aligned. */
  | { kind: 'stand-still'; count: number }
  | { kind: 'no-ground' }
  /** It was to be removed, and is not of one color. */
  | { kind: 'background-kept' }
  | { kind: 'first-frame'; name: string }
  /** Frames with nothing on them. */
  | { kind: 'transparent'; count: number };

/** What was made, in the folder that was given. */
export interface MadeSprites {
  sheet: Sheet;
  /** `sheet.png` or `sheet.webp`. */
  facts: ImageFacts;
  /** Frames as files, `0.png` on, in the order of the sheet's; none where they were not asked for. */
  frames: readonly ImageFacts[];
  /** Where the frames were in the image that was cut, and that as it was then, in `source.png`. */
  cells?: readonly Rect[];
  source?: ImageFacts;
  found?: FoundGrid;
  gap?: number;
  notes: readonly SpriteNote[];
}
