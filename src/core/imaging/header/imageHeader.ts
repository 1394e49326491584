import type { ImageFormat } from '../../model/run';
import type { Orientation } from '../orientation';

/** What a header says, before anything is decoded. */
export interface ImageHeader {
  format: ImageFormat;
  /** Pixels as stored, before `orientation` turns them. */
  storedWidth: number;
  storedHeight: number;
  orientation: Orientation;
  animated: boolean;
  /** The file can hold transparent pixels; whether it does, only the pixels say. */
  canHoldAlpha: boolean;
  /** JPEG with four colour channels, for printing. */
  cmyk?: boolean;
  /** More than 8 bits a channel. */
  deep?: boolean;
  /** The file ends before its own structure does. */
  truncated: boolean;
  /** Bytes that may hold Content Credentials (JUMBF), bounded. */
  manifest?: Uint8Array;
  /** XMP packet or other text metadata, bounded. */
  metadata?: Uint8Array;
}

/** The most that is read of one metadata block; manifests hold thumbnails and grow. */
export const maxMetadataBytes = 1024 * 1024;

/** The most chunks, segments or boxes that are walked, so that a hostile file cannot keep us busy. */
export const maxSteps = 4096;
