export type FetchRefusedReason =
  /** `inlineAssets.allowedEndpoints` does not name the origin. */
  | 'endpoint-not-allowed'
  /** The answer sends the request, and with it the key, to another origin. */
  | 'redirect'
  /** 407: the proxy wants credentials. */
  | 'proxy-auth'
  /** A file that an answer names is not on the open internet, or not encrypted on its way. */
  | 'unsafe-address'
  /** It is larger than an image can be. */
  | 'too-large';

/**
 * What the host's fetch rejects with when it will not go on. `message` is a sentence for the user.
 * Tagged, because bundles are separate: test `name`, never `instanceof`.
 */
export interface FetchRefused extends Error {
  name: 'FetchRefused';
  reason: FetchRefusedReason;
  /** The request reached the service, or may have. */
  sent: boolean;
}

export function fetchRefused(
  reason: FetchRefusedReason,
  message: string,
  sent: boolean,
  cause?: unknown,
): FetchRefused {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = 'FetchRefused';
  return Object.assign(error, { reason, sent }) as FetchRefused;
}

function isFetchRefused(error: unknown): error is FetchRefused {
  return error instanceof Error && error.name === 'FetchRefused';
}

/** An SDK may wrap what its fetch rejected with. */
export function findFetchRefused(error: unknown): FetchRefused | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (isFetchRefused(at)) return at;
  }
  return undefined;
}
