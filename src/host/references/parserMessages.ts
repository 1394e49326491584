import type { ImageReference } from '../../core/references/reference';

/** To the worker and back; `id` pairs them. */
export interface ParseRequest {
  id: number;
  languageId: string;
  text: string;
}
export type ParseReply = { id: number } & ({ references: ImageReference[] } | { failed: string });
