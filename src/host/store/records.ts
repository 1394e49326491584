import { keyColours, type KeptReason } from '../../core/model/cutout';
import type { FailureKind } from '../../core/model/outcome';
import {
  referenceRoles,
  type Adaptation,
  type Candidate,
  type ImageFormat,
  type RequestRecord,
  type Run,
  type RunMarks,
  type SavedAsset,
} from '../../core/model/run';

/*
 * A run on disk, in its folder:
 *   run.json                 what was asked; never written again
 *   request-<id>.json        one request, written by the window that sends it
 *   saved-<…>.json           one save
 *   marks.json               favourites, what is pinned and hidden, the pick of a blind run; the last window that wrote counts
 *   turn-<id>.json           the provider's turn, for continuing the thread
 *   <request>-<n>.<ext>      candidates;  <request>-<n>-cutout.png  shown instead;  ref-<…>.<ext>  references;  ….thumbnail.webp, …-input.<ext>  derived
 * There is no index: the folder is the record, so windows cannot undo each other's work.
 */

export const runFile = 'run.json';
export const marksFile = 'marks.json';

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

/** Throws for what is no run; the words go to the log. What passes can be shown and used without another look. */
export function parseRun(text: string, id: string): Run {
  const value = record(JSON.parse(text));
  if (value['id'] !== id) throw new Error('the id is another one');
  need(isTime(value['createdAt']), 'createdAt');
  need(typeof value['prompt'] === 'string', 'prompt');
  need(isStrings(value['models']), 'models');
  need(typeof value['count'] === 'number', 'count');
  need(isOptional('string', value['origin'], value['targetFolder'], value['targetFile']), 'origin or target');
  const settings = record(value['settings']);
  const { aspectRatio, imageSize, thinking, systemInstruction, background, quality } = settings;
  const { width, height, seed, search } = settings;
  const texts = isOptional(
    'string',
    aspectRatio,
    imageSize,
    thinking,
    systemInstruction,
    background,
    quality,
  );
  need(
    texts && isOptional('number', width, height, seed) && (search === undefined || search === true),
    'settings',
  );
  need(value['blind'] === undefined || value['blind'] === true, 'blind');
  need(value['parent'] === undefined || isCandidateRef(value['parent']), 'parent');
  need(Array.isArray(value['references']) && value['references'].every(isReference), 'references');
  need(Array.isArray(value['requests']), 'requests');
  for (const request of value['requests'] as unknown[]) checkRequest(request);
  // Marks have a file of their own.
  delete value['marks'];
  return { ...value, saved: [] } as unknown as Run;
}

export function parseMarks(text: string): RunMarks {
  const { favourites, pinned, hidden, picked } = record(JSON.parse(text));
  need(Array.isArray(favourites) && favourites.every(isCandidateRef), 'favourites');
  need(isStrings(pinned) && isStrings(hidden), 'pinned or hidden');
  need(picked === undefined || picked === null || isCandidateRef(picked), 'picked');
  return { favourites, pinned, hidden, ...(picked !== undefined && { picked }) } as unknown as RunMarks;
}

export function parseRequest(text: string): RequestRecord {
  const value: unknown = JSON.parse(text);
  checkRequest(value);
  return value as RequestRecord;
}

export function parseSaved(text: string): SavedAsset {
  const value = record(JSON.parse(text));
  need(isCandidateRef(value['candidate']), 'candidate');
  // VS Code's `Uri.parse` throws for what has no scheme, and for a path that begins like a host.
  need(typeof value['uri'] === 'string' && /^[a-z][\w+.-]*:(?!\/{4})./i.test(value['uri']), 'uri');
  need(isTime(value['savedAt']), 'savedAt');
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
  need(isFileName(request['id']) && typeof request['model'] === 'string', 'request');
  need(isOptional('number', request['variation'], request['costUsd']), 'variation or costUsd');
  need(isOptional('string', request['hostId']), 'hostId');
  for (const time of ['startedAt', 'endedAt'])
    need(request[time] === undefined || isTime(request[time]), time);
  need(isListOf(request['adapted'], isAdaptation), 'adapted');
  need(request['key'] === undefined || isKey(request['key']), 'key');
  need(['queued', 'running', 'done'].includes(String(request['state'])), 'state');
  need((request['state'] === 'done') === (request['outcome'] !== undefined), 'outcome');
  if (request['came'] !== undefined) checkOutcome(request['came']);
  need(isListOf(request['links'], isText), 'links');
  if (request['outcome'] !== undefined) checkOutcome(request['outcome']);
}

function checkOutcome(value: unknown): void {
  const outcome = record(value);
  const { kind, text, message, reason, modelVersion, replacement } = outcome;
  need(isOptional('string', text, message, reason, modelVersion, replacement), 'outcome');
  need(isListOf(outcome['retries'], isRecord) && isListOf(outcome['supported'], isText), 'outcome');
  need(isListOf(outcome['links'], isText), 'links');
  need(outcome['grounding'] === undefined || isGrounding(outcome['grounding']), 'grounding');
  if (kind !== 'images') return need(isKeyOf(failureKinds, kind), 'outcome');
  need(Array.isArray(outcome['images']) && outcome['images'].every(isCandidate), 'images');
  const { length } = outcome['images'] as unknown[];
  need(
    isListOf(outcome['parts'], part => isAnswerPart(part, length)),
    'parts',
  );
}

function isAnswerPart(value: unknown, images: number): boolean {
  if (!isRecord(value)) return false;
  const { image } = value;
  return image === undefined
    ? isText(value['text'])
    : typeof image === 'number' && Number.isInteger(image) && image >= 0 && image < images;
}

function isGrounding(value: unknown): boolean {
  if (!isRecord(value) || !isStrings(value['queries']) || !Array.isArray(value['sources'])) return false;
  return value['sources'].every(each => isRecord(each) && isText(each['title']) && isText(each['url']));
}

function isKey(value: unknown): boolean {
  return isRecord(value) && isKeyOf(keyColours, value['name']) && isText(value['added']);
}

function isCandidate(value: unknown): boolean {
  if (!isFileRecord(value)) return false;
  const { original, cutout, painted, removed } = value;
  if (removed !== undefined && !isStrings(removed)) return false;
  if (painted !== undefined && painted !== 'checkerboard') return false;
  return (original === undefined || isFileRecord(original)) && (cutout === undefined || isCutout(cutout));
}

function isCutout(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kept, checks } = value;
  if (checks === undefined) return isKeyOf(keptReasons, kept);
  if (!isRecord(checks) || !isRecord(checks['halo'])) return false;
  const { clear, seeThrough, holes, halo } = checks;
  const numbers = [clear, seeThrough, holes, halo['black'], halo['white'], halo['page']];
  return numbers.every(each => typeof each === 'number');
}

function isReference(value: unknown): boolean {
  if (!isFileRecord(value)) return false;
  const { name, role, sha256, sourceUri, candidate } = value;
  return (
    typeof name === 'string' &&
    (referenceRoles as readonly unknown[]).includes(role) &&
    isSha256(sha256) &&
    isOptional('string', sourceUri) &&
    (candidate === undefined || isCandidateRef(candidate))
  );
}

function isFileRecord(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value) || !isFileName(value['file']) || !isRecord(value['facts'])) return false;
  const { width, height, bytes, format, mimeType, provenance } = value['facts'];
  const numbers = [width, height, bytes].every(each => typeof each === 'number');
  return numbers && isKeyOf(formats, format) && typeof mimeType === 'string' && isRecord(provenance);
}

function isCandidateRef(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['runId'] === 'string' &&
    typeof value['requestId'] === 'string' &&
    typeof value['index'] === 'number'
  );
}

function isAdaptation(value: unknown): boolean {
  return (
    isRecord(value) &&
    isKeyOf(adaptable, value['setting']) &&
    typeof value['asked'] === 'string' &&
    isOptional('string', value['used'])
  );
}

/** Of a file in the run's own folder. */
function isFileName(value: unknown): boolean {
  return typeof value === 'string' && /^\w[\w.-]*$/.test(value);
}

/** Hex, lower case: it becomes part of a path. */
export function isSha256(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** What a `Date` can hold. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

function isOptional(type: 'string' | 'number', ...values: readonly unknown[]): boolean {
  return values.every(value => value === undefined || typeof value === type);
}

function isListOf(value: unknown, each: (item: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(each));
}

function isKeyOf(known: object, value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(known, value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

// Records and not lists, so that the compiler sees when one is missing.
const failureKinds: Readonly<Record<FailureKind, true>> = {
  ...{ 'text-only': true, blocked: true, auth: true, billing: true, 'rate-limited': true, quota: true },
  ...{
    retired: true,
    unsupported: true,
    'bad-request': true,
    overloaded: true,
    network: true,
    timeout: true,
  },
  ...{ 'bad-response': true, cancelled: true, interrupted: true, budget: true, consent: true },
};
const keptReasons: Readonly<Record<KeptReason, true>> = {
  ...{
    'no-key': true,
    gradient: true,
    'all-background': true,
    'key-in-subject': true,
    stopped: true,
    interrupted: true,
    failed: true,
  },
};
const formats: Readonly<Record<ImageFormat, true>> = {
  ...{ png: true, jpeg: true, webp: true, gif: true, avif: true },
  ...{ heic: true, bmp: true, tiff: true, ico: true, svg: true },
};
const adaptable: Readonly<Record<Adaptation['setting'], true>> = {
  ...{ aspectRatio: true, imageSize: true, width: true, height: true, thinking: true, seed: true },
  ...{
    systemInstruction: true,
    background: true,
    quality: true,
    search: true,
    references: true,
    count: true,
  },
};

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
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
