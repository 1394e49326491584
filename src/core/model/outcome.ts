import type { ModelId } from './modelInfo';

/** How a request can end without an image. The words are the design's; automation returns them as they are. */
export type FailureKind =
  | 'text-only'
  | 'blocked'
  | 'auth'
  | 'billing'
  | 'rate-limited'
  | 'quota'
  | 'retired'
  | 'unsupported'
  | 'bad-request'
  | 'overloaded'
  | 'network'
  | 'timeout'
  | 'bad-response'
  | 'cancelled'
  | 'interrupted'
  | 'budget'
  | 'consent';

/** Tokens as the service counted them. A count that the service left out is absent, never 0. */
export interface Usage {
  inputTokens?: number;
  imageOutputTokens?: number;
  /** All that came out but thoughts, images included: what is not image is text. */
  outputTokens?: number;
  thoughtTokens?: number;
  /** What the service says that it charged, in US dollars. */
  costUsd?: number;
}

/** What was done again after a passing failure, to be shown. */
export interface RetryNote {
  kind: FailureKind;
  /** How long was waited before trying again, in milliseconds. */
  waitedMs: number;
}

/** Bytes that the provider has already written to the store. */
export interface ReceivedBlob {
  /** File name inside the run's folder of the store. */
  file: string;
  bytes: number;
  /** What the service said it is; the bytes decide. */
  declaredType?: string;
}

/** What the service looked up before it drew. Its terms want both shown beside the image. */
export interface Grounding {
  /** Over https. */
  sources: readonly { title: string; url: string }[];
  queries: readonly string[];
}

/** `image`: position among the images of the answer. */
export type AnswerPart = { text: string } | { image: number };

interface Answer {
  /** The model's own words, bounded. */
  text?: string;
  usage?: Usage;
  /** The model that really answered, as the service names it. */
  modelVersion?: string;
  responseId?: string;
  retries?: readonly RetryNote[];
  /** Images came, and the rest of the answer did not. Said beside them, by `answerNotes`. */
  cut?: true;
  /** The service would not have the earlier turns back: it was asked again with their last image alone. */
  restarted?: true;
  grounding?: Grounding;
  /** Where images lie that were drawn for this request and not fetched. Whole addresses, http or https. */
  links?: readonly string[];
}

export interface ImagesOutcome extends Answer {
  kind: 'images';
  images: readonly ReceivedBlob[];
  /** Words and images in the order in which they came, where there are several images and words between them. */
  parts?: readonly AnswerPart[];
  /**
   * The model's turn in the provider's own JSON form (thought signatures included), for continuing the thread.
   * Image bytes are replaced by the file names of `images`.
   */
  turn?: unknown;
}

export interface Failure extends Answer {
  kind: FailureKind;
  /** The service's own code, e.g. `IMAGE_SAFETY`, `RESOURCE_EXHAUSTED`; one of ours, in lower case, where that says too little. */
  reason?: string;
  /** A sentence or more: bounded, redacted. Ours, unless `quoted`. */
  message?: string;
  /** `message` is what the service said, to be shown as its words and not as ours. */
  quoted?: true;
  status?: number;
  retryAfterMs?: number;
  /** For `retired`. */
  replacement?: ModelId;
  /** For `unsupported`: what the model can do instead. */
  supported?: readonly string[];
  /** The request left this machine: the service may bill it. */
  sent: boolean;
  /** It was sent, but what came back shows that no image can have been made: a redirect, an error status, a page at once. */
  unbilled?: true;
}

export type Outcome = ImagesOutcome | Failure;

export function isImages(outcome: Outcome): outcome is ImagesOutcome {
  return outcome.kind === 'images';
}

/** Refused at the door: no service that we know bills these. */
const refused: ReadonlySet<FailureKind> = new Set([
  'auth',
  'billing',
  'rate-limited',
  'quota',
  'retired',
  'unsupported',
  'bad-request',
  'overloaded',
  'budget',
  'consent',
]);

/** Cost nothing, although it may have been sent. */
export function isUnbilled({
  kind,
  sent,
  unbilled,
  links,
}: Pick<Failure, 'kind' | 'sent' | 'unbilled' | 'links'>): boolean {
  return !sent || unbilled === true || (refused.has(kind) && links === undefined);
}
