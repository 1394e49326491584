import type { Rect } from '../../imaging/bitmap';
import type { Finding } from '../../model/layers';
import type { TextBlock } from '../text/layOutText';
import type { Shape } from './mask';

/** What a layer puts on the canvas, one after the other. */
export type Mark =
  | { kind: 'fill'; shapes: readonly Shape[]; color: string }
  | { kind: 'stroke'; shapes: readonly Shape[]; color: string; width: number }
  | { kind: 'shadow'; shapes: readonly Shape[]; color: string; blur: number }
  | { kind: 'multiply'; shapes: readonly Shape[]; color: string }
  | { kind: 'redact'; area: Rect; mode: 'solid' | 'pixelate' | 'blur'; color: string }
  /** Letters: what contrast is measured of, and what an SVG may hold as text. */
  | { kind: 'letters'; shapes: readonly Shape[]; color: string; text: PlacedText };

export interface PlacedText {
  block: TextBlock;
  /** Left end of each line. */
  lines: readonly number[];
  top: number;
  family: string;
  weight: number;
  italic: boolean;
  letterSpacing: number;
  /** In pixels of the canvas. */
  bounds: Rect;
}

export interface DrawnLayer {
  marks: readonly Mark[];
  findings: readonly Finding[];
}
