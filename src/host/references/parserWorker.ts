import { parentPort } from 'node:worker_threads';
import type { ParseReply, ParseRequest } from './parserMessages';

/** Entry of the worker that reads documents, so that a long one never makes typing wait. */
parentPort?.on('message', ({ id, languageId, text }: ParseRequest) => {
  void import('../../core/references/parse')
    .then(({ parseReferences }): ParseReply => ({ id, references: parseReferences(languageId, text) }))
    .catch((error: unknown): ParseReply => ({ id, failed: String(error) }))
    .then(reply => parentPort?.postMessage(reply));
});
