import type { ConfigFacts } from '../../core/references/config/configFacts';
import type { ImageReference } from '../../core/references/reference';

/** What the worker reads: a document for its references, or a configuration (absolute path) for what it says of images. */
export type ParseAsk = { languageId: string; text: string } | { configPath: string; text: string };

/** To the worker and back; `id` pairs them. */
export type ParseRequest = { id: number } & ParseAsk;
export type ParseReply = { id: number } & (
  { references: ImageReference[] } | { config: ConfigFacts | undefined } | { failed: string }
);
