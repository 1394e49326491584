import type { PixelSize } from '../core/model/modelInfo';
import type { SliceSettings, Slices } from '../core/model/slices';

/** What the view of nine-slice guides begins with. */
export interface SliceView {
  id: string;
  /** File name of the image, or of what it would be saved as. */
  name: string;
  /** Webview URI of the image as it is. */
  image: string;
  /** As it is seen: turned by what its metadata say. */
  size: PixelSize;
  /** Of the file that is written, as `SaveView.path`. */
  path: string;
  settings: SliceSettings;
  /** What it began with, where it went on since. */
  opened?: SliceSettings;
  /** What was measured. */
  proposed: Slices;
  /** Where the guides come from, and what is worth a word about the image, a sentence each. */
  notes: readonly string[];
}

export type SlicePreview =
  | {
      /** Files that would be written, as `SaveView.path` is; `taken`: there is one already. */
      files: readonly { path: string; taken: boolean }[];
      /** The code that uses the guides, as the document names the image. */
      snippets: readonly { id: string; title: string; text: string }[];
      /** The one that fits the document. */
      snippet: string;
      /** The document that it would be inserted into. */
      document?: string;
      notes: readonly string[];
      /** Why they cannot be written there. */
      place?: string;
    }
  | { problem: string };
