import type { CandidateRef, ImageFacts } from '../core/model/run';

/** How images are held against each other. All but `side` take two. */
export const compareModes = ['side', 'slider', 'fade', 'difference'] as const;
export type CompareMode = (typeof compareModes)[number];

/** How many are held against each other at once. */
export const leastCompared = 2;
export const mostCompared = 4;

/** One of the images that can be held against others. */
export interface ComparedImage {
  /** Within the view. */
  id: string;
  /** `original`: of a cut-out, as it came; `commit`: the file as the last commit has it. */
  kind: 'candidate' | 'original' | 'reference' | 'file' | 'commit';
  /** Label of the model, name of the file. */
  name: string;
  /** Absent: why there is no picture is `problem`. */
  shown?: {
    /** Webview URI. */
    url: string;
    /** Webview URI; absent while it is made, or where there is none. */
    thumbnail?: string;
    facts: ImageFacts;
  };
  /** One sentence. */
  problem?: string;
  candidate?: CandidateRef;
  /** Milliseconds that the request took. */
  tookMs?: number;
  /** US dollars, of the whole request. */
  costUsd?: number;
  costIsEstimate?: boolean;
}

/** What the view of images that are compared begins with. */
export interface CompareView {
  id: string;
  /** Of the first image. */
  name: string;
  /** Those that were chosen and what can take their places: the other images of their runs. */
  images: readonly ComparedImage[];
  /** Ids of those that are shown, in their places; as many as were chosen. */
  shown: readonly string[];
  mode: CompareMode;
}

export type Difference =
  | {
      /** Webview URI of the first image in gray, with heat over what changed. */
      url: string;
      /** Of both, brought to one size. */
      width: number;
      height: number;
      /** Pixels that differ by more than the tolerance. */
      changed: number;
      /** Of the pixel that differs most, 0–255. */
      most: number;
      /** What was done to compare them, a sentence each. */
      notes: readonly string[];
    }
  | { problem: string };
