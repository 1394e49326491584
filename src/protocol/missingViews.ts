import type { ModelId } from '../core/model/modelInfo';

/** One file that is not there, in the list of them. */
export interface MissingRowView {
  id: string;
  /** From the workspace folder. */
  path: string;
  /** The file that is made instead; the references are changed then. */
  instead?: string;
  /** A drawing by its name: pixels are made in another file. */
  vector: boolean;
  /** `docs/guide.md:7`, in order. */
  uses: readonly string[];
  /** `1200 × 630` */
  size: string;
  /** What says so, a few words. */
  sizeFrom: string;
  prompt: string;
  chosen: boolean;
  placeholder: boolean;
  /** US dollars; absent: not known. */
  estimateUsd?: number;
  state: 'ready' | 'waiting' | 'making' | 'saved' | 'failed';
  /** Why it failed, or what became of it before. */
  note?: string;
  /** Webview URI of what was saved. */
  thumbnail?: string;
  /** The drawing that was saved. */
  svg?: string;
  /** US dollars, so far. */
  costUsd: number;
}

/** What the list of missing images begins with, and what it is after every change. */
export interface MissingView {
  id: string;
  /** Where they are missing, as the user knows it. */
  name: string;
  /** That were read. */
  documents: number;
  /** That could not be read. */
  skipped: readonly string[];
  rows: readonly MissingRowView[];
  model: ModelId;
  modelLabel: string;
  /** The model runs on this machine. */
  local: boolean;
  style: string;
  busy: boolean;
  /** Why it was not begun, or did not go on. */
  halted?: string;
  /** US dollars for what is chosen; absent: the price is not known. */
  totalUsd?: number;
}
