import type { PixelSize } from '../../core/model/modelInfo';

export interface StageImage extends PixelSize {
  name: string;
  url: string;
  /** Shown until the full image is decoded. */
  thumbnail?: string;
}

/** Pixels of the window. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
  scale: number;
}
