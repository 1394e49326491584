import type { ImageFacts, RequestRecord, Run } from '../../../src/core/model/run';

export function facts(change: Partial<ImageFacts> = {}): ImageFacts {
  return {
    format: 'png',
    mimeType: 'image/png',
    width: 1024,
    height: 1024,
    bytes: 1000,
    hasAlpha: false,
    animated: false,
    orientation: 1,
    provenance: { contentCredentials: false, aiGenerated: false, synthIdClaimed: false },
    ...change,
  };
}

export function request(id: string, change: Partial<RequestRecord> = {}): RequestRecord {
  return { id, model: 'cloud/a', variation: 0, state: 'done', ...change };
}

export function withImages(
  id: string,
  files: readonly string[],
  change: Partial<RequestRecord> = {},
): RequestRecord {
  return request(id, {
    outcome: { kind: 'images', images: files.map(file => ({ file, facts: facts() })) },
    ...change,
  });
}

export function run(requests: readonly RequestRecord[], change: Partial<Run> = {}): Run {
  return {
    id: 'run1',
    createdAt: 1000,
    origin: 'panel',
    prompt: 'A dune',
    models: ['cloud/a'],
    count: 1,
    settings: {},
    references: [],
    requests,
    saved: [],
    ...change,
  };
}
