import type { Candidate, RequestRecord, Run, SavedAsset } from '../../core/model/run';

/*
 * A run on disk, in its folder:
 *   run.json                 what was asked; never written again
 *   request-<id>.json        one request, written by the window that sends it
 *   saved-<…>.json           one save
 *   turn-<id>.json           the provider's turn, for continuing the thread
 *   <request>-<n>.<ext>      candidates;  ref-<…>.<ext>  references;  ….thumbnail.webp, …-input.<ext>  derived
 * There is no index: the folder is the record, so windows cannot undo each other's work.
 */

export const runFile = 'run.json';

export function requestFile(id: string): string {
  return `request-${id}.json`;
}

export function turnFile(id: string): string {
  return `turn-${id}.json`;
}

export function savedFile({ candidate, savedAt }: SavedAsset, uriHash: string): string {
  return `saved-${savedAt}-${candidate.requestId}-${candidate.index}-${uriHash}.json`;
}

export function isRequestFile(name: string): boolean {
  return /^request-.*\.json$/.test(name);
}

export function isSavedFile(name: string): boolean {
  return /^saved-.*\.json$/.test(name);
}

/** Throws for what is no run; the words go to the log. */
export function parseRun(text: string, id: string): Run {
  const value = record(JSON.parse(text));
  if (value['id'] !== id) throw new Error('the id is another one');
  need(typeof value['createdAt'] === 'number', 'createdAt');
  need(typeof value['prompt'] === 'string', 'prompt');
  need(isStrings(value['models']), 'models');
  need(typeof value['count'] === 'number', 'count');
  need(isRecord(value['settings']), 'settings');
  need(Array.isArray(value['references']) && value['references'].every(isFileRecord), 'references');
  need(Array.isArray(value['requests']), 'requests');
  for (const request of value['requests'] as unknown[]) checkRequest(request);
  return { ...value, saved: [] } as unknown as Run;
}

export function parseRequest(text: string): RequestRecord {
  const value: unknown = JSON.parse(text);
  checkRequest(value);
  return value as RequestRecord;
}

export function parseSaved(text: string): SavedAsset {
  const value = record(JSON.parse(text));
  const candidate = record(value['candidate']);
  need(typeof candidate['requestId'] === 'string' && typeof candidate['index'] === 'number', 'candidate');
  need(typeof value['uri'] === 'string' && typeof value['savedAt'] === 'number', 'saved');
  return value as unknown as SavedAsset;
}

/** The folder says what is deleted. */
export function markDeleted(request: RequestRecord, files: ReadonlySet<string>): RequestRecord {
  const { outcome } = request;
  if (outcome?.kind !== 'images' || outcome.images.every(image => files.has(image.file))) return request;
  const images = outcome.images.map((image): Candidate =>
    files.has(image.file) ? image : { ...image, deleted: true },
  );
  return { ...request, outcome: { ...outcome, images } };
}

function checkRequest(value: unknown): void {
  const request = record(value);
  need(typeof request['id'] === 'string' && typeof request['model'] === 'string', 'request');
  need(['queued', 'running', 'done'].includes(String(request['state'])), 'state');
  need((request['state'] === 'done') === (request['outcome'] !== undefined), 'outcome');
  if (request['outcome'] === undefined) return;
  const outcome = record(request['outcome']);
  need(typeof outcome['kind'] === 'string', 'outcome');
  if (outcome['kind'] !== 'images') return;
  need(Array.isArray(outcome['images']) && outcome['images'].every(isFileRecord), 'images');
}

function isFileRecord(value: unknown): boolean {
  return isRecord(value) && typeof value['file'] === 'string' && isRecord(value['facts']);
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Error('not an object');
  return value;
}

function need(condition: boolean, what: string): void {
  if (!condition) throw new Error(`${what} is missing or wrong`);
}
