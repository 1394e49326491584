import type { ImageFormat } from '../model/run';
import type { ImageReference } from '../references/reference';

/**
 * What the workspace knows of its images: which there are, where each is named, and which names lead nowhere. Paths are
 * those of URIs (`uri.path`): absolute, `/` between the parts. What `.gitignore`, `files.exclude` and `search.exclude`
 * hide is not in it.
 */
export interface ImageIndex {
  /**
   * Reads the workspace on the first call, and what changed since on later ones, as far as the editor tells of it; `fresh`
   * looks on the disk as well, which costs a walk. Rejects with `AbortError` only for this caller.
   */
  ready(
    signal?: AbortSignal,
    onProgress?: (progress: IndexProgress) => void,
    fresh?: boolean,
  ): Promise<IndexSummary>;
  /** Paths of the images alone, in their order: a walk on the first call, that reads no file. Rejects as `ready`. */
  names(signal?: AbortSignal): Promise<readonly string[]>;
  /** `take` gets them in parts, in their order, and nothing keeps all of them: there may be tens of thousands. */
  eachImage(take: (images: readonly IndexedImage[]) => void): Promise<void>;
  images(): Promise<readonly IndexedImage[]>;
  /** Of these images, or of all; in the order of documents and of their text. */
  references(images?: readonly string[]): Promise<readonly IndexedReference[]>;
  /** Of the missing ones, those that a file could be made for. */
  missing(): Promise<readonly IndexedReference[]>;
  /** Documents that may mean one of these files, by their names in whatever folder; they need not be there. */
  documentsNaming(files: readonly string[]): Promise<readonly string[]>;
  /** Tells after the index has taken a change in; not for each file of a burst. */
  onDidChange(listener: () => void): { dispose(): void };
}

export interface IndexProgress {
  /** Files that are no images and that were looked through. */
  documents: number;
  images: number;
  /** Both together. Absent as long as files are still being found. */
  total?: number;
}

export interface IndexSummary extends IndexProgress {
  /** Documents that were too long or too much to read; their images may seem unused. */
  skipped: readonly SkippedFile[];
  /** Folders (paths on this system) that did not answer; nothing in them was read. Absent: none. */
  silent?: readonly string[];
  /** There are more files than are read. */
  more: boolean;
}

export interface SkippedFile {
  path: string;
  bytes: number;
  /** To read it took too long, and it was left out. */
  slow?: true;
}

/** A file with the name of an image. */
export interface IndexedImage {
  path: string;
  bytes: number;
  mtimeMs: number;
  /** By its bytes and not by its name; absent: no image that can be read. */
  format?: ImageFormat;
  /** Pixels as it is shown; absent where the bytes do not say (some SVG). */
  width?: number;
  height?: number;
  /** SHA-256 of its bytes, hex; only when another image has as many bytes. */
  sha256?: string;
  /** How many references lead here. */
  references: number;
  /** Its name stands in some text, or a tool takes it by its place (`favicon.ico`, Next's `app/icon.png`): not unused, whoever uses it. */
  mentioned: boolean;
}

/** A place in a document of the workspace that names an image. */
export interface IndexedReference {
  document: string;
  languageId: string;
  reference: ImageReference;
  /** Of the path text; from 0, UTF-16. */
  range: { start: Place; end: Place };
  /** The image that is there, also when it is hidden and so not in the index; absent: there is none. */
  image?: string;
  /** Where the file that is missing belongs; absent when there is one, and when nothing explains the name. */
  target?: string;
  /** A file at `target` would be inside the workspace folder. */
  inside: boolean;
}

export interface Place {
  line: number;
  character: number;
}
