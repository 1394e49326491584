/** Vivid colours that a subject can be painted before to be cut out, in the order of preference. */
export const keyNames = ['green', 'magenta', 'blue', 'cyan', 'red', 'yellow'] as const;
export type KeyName = (typeof keyNames)[number];

/** `#rrggbb` */
export const keyColours: Readonly<Record<KeyName, string>> = {
  green: '#00ff00',
  magenta: '#ff00ff',
  blue: '#0000ff',
  cyan: '#00ffff',
  red: '#ff0000',
  yellow: '#ffff00',
};

/** What a model without alpha was asked to paint behind the subject, so that it can be taken away on this machine. */
export interface RequestKey {
  name: KeyName;
  /** What was sent behind the user's own prompt. */
  added: string;
}

/** Why an image that was to be cut out is shown as it came. */
export type KeptReason =
  /** The model painted something else behind the subject. */
  | 'no-key'
  /** It is the key, but changes from one colour to another. */
  | 'gradient'
  /** There is nothing but the key. */
  | 'all-background'
  /** The subject holds the key: it would come out full of holes. */
  | 'key-in-subject'
  /** The user did not wait for it. */
  | 'stopped'
  /** The window went away while it was worked on. */
  | 'interrupted'
  /** The image could not be worked on; the log has the details. */
  | 'failed';

/** Mean ΔE2000 of a cut-out's rim against the same rim without the background's colour in it; 1 is just seen. */
export interface HaloMeasure {
  black: number;
  white: number;
  /** On the page colour that was given, else on a mid grey. */
  page: number;
}

/** What was measured in a cut-out. Shares are 0–1. */
export interface CutChecks {
  /** Of all pixels, those that are fully transparent. */
  clear: number;
  /** Of the subject, what is partly transparent well inside its edges: glass, or a part that was eaten. Not shadows. */
  seeThrough: number;
  /** Places inside the subject that are missing although the background does not show through them. */
  holes: number;
  halo: HaloMeasure;
}

/** What became of an image that was to be cut out. */
export type CandidateCutout = { checks: CutChecks } | { kept: KeptReason };
