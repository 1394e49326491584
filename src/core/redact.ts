const secrets: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, '$1 ***'],
  [/\bAIza[\w-]{10,}/g, '***'],
  [/\bAQ\.[\w-]{10,}/g, '***'],
  [/\bsk-[\w-]{8,}/g, '***'],
  [
    /\b(x-goog-api-key|api[-_]?key|authorization|access[-_]?token)(["']?\s*[:=]\s*["']?)[^\s"',&}]+/gi,
    '$1$2***',
  ],
  [/([?&]key=)[^\s&"']+/gi, '$1***'],
  [/(\b\w+:\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1***@'],
];

/** Embeddings, overrides and isolates turn round what stands after them, our own words too. Marks (U+200E, U+200F) do not. */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g;

/** Services echo whole images in their errors. */
const longRun = /[\w+/=-]{120,}/g;

/**
 * Text that is safe to show and to log: no keys, no credentials in addresses, no base64, nothing that turns the
 * direction of writing, at most `limit` characters. `known` are secrets at hand, removed whatever they look like.
 */
export function redact(text: string, limit = 2000, known: readonly string[] = []): string {
  // What is far beyond the limit is not worth the regular expressions' time.
  let safe = text.length > limit * 4 ? text.slice(0, limit * 4) : text;
  safe = safe.replace(bidiControls, '');
  for (const secret of known) if (secret.length >= 4) safe = safe.split(secret).join('***');
  for (const [pattern, replacement] of secrets) safe = safe.replace(pattern, replacement);
  safe = safe.replace(longRun, run => `[${run.length} characters]`);
  return safe.length > limit ? `${safe.slice(0, limit)}…` : safe;
}
