import { parentPort } from 'node:worker_threads';
import type { ParseReply, ParseRequest } from './parserMessages';

/** Entry of the worker that reads documents and configurations, so that a long one never makes typing wait. */
parentPort?.on('message', (request: ParseRequest) => {
  const { id } = request;
  void import('../../core/references/parse')
    .then(({ parseConfig, parseReferences }): ParseReply =>
      'configPath' in request
        ? { id, config: parseConfig(request.configPath, request.text) }
        : { id, references: parseReferences(request.languageId, request.text) },
    )
    .catch((error: unknown): ParseReply => ({ id, failed: String(error) }))
    .then(reply => parentPort?.postMessage(reply));
});
