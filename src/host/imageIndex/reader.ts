import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { takenFolders } from '../../core/imageIndex/conventions';
import { fileKindOf, isMinified } from '../../core/imageIndex/fileKinds';
import { mayNameImages, mentionsIn } from '../../core/imageIndex/mentions';
import { shorten, whole } from '../../core/imageIndex/shorten';
import { placesOf } from '../../core/imageIndex/places';
import { factsOf } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import { maxConfigLength } from '../../core/references/config/configFacts';
import { maxDocumentLength } from '../../core/references/languageIds';
import { languageOf } from '../../core/references/languageOf';
import type { parseReferences } from '../../core/references/parse';
import type {
  FilesRead,
  FolderFiles,
  OpenText,
  ReaderData,
  ReaderReply,
  ReaderResult,
  ReaderTask,
} from './readerMessages';

type Parsers = { parseReferences: typeof parseReferences };

const unixOnly = constants as Partial<typeof constants>;
/** No link (it may have become one), and no waiting for a pipe that nobody writes to. Windows has neither. */
const asFile = constants.O_RDONLY | (unixOnly.O_NONBLOCK ?? 0) | (unixOnly.O_NOFOLLOW ?? 0);
/** Of one text. Longer ones are not even looked through for names. */
const mostBytes = 8_000_000;

let buffer = Buffer.allocUnsafeSlow(256 * 1024);

/** Reads files for the index, a batch at a time, in a thread of its own. All that a bad file can do is to end it. */
export function runReader({ at }: ReaderData): void {
  const progress = new Int32Array(at);
  parentPort?.on('message', ({ id, ...task }: ReaderTask & { id: number }) => {
    void work(task, progress)
      .then((result): ReaderReply => ({ id, result }))
      .catch((error: unknown): ReaderReply => ({ id, failed: String(error) }))
      .then(reply => parentPort?.postMessage(reply));
  });
}

async function work(task: ReaderTask, progress: Int32Array): Promise<ReaderResult> {
  switch (task.kind) {
    case 'config': {
      const text = readWhole(task.file, maxConfigLength)?.toString('utf8');
      const { parseConfig } = await import('../../core/references/parse');
      return { config: text === undefined ? undefined : parseConfig(task.path, text) };
    }
    case 'hashes':
      return { hashes: task.files.map(hashOf) };
    case 'scan':
      return scan(task.folders, progress);
    case 'texts':
    case 'files':
      return readAll(task, await import('../../core/references/parse'), progress);
  }
}

/** Loads no parsers, which most files do not need. */
async function scan(folders: readonly FolderFiles[], progress: Int32Array): Promise<FilesRead> {
  const found: FilesRead = { images: [], documents: [], skipped: [], named: [] };
  let count = 0;
  for (const folder of folders) {
    const named: string[] = [];
    for (const name of folder.names) {
      Atomics.store(progress, 0, ++count);
      const place = placeIn(folder, name);
      if (fileKindOf(name) === 'image') await readImage(place, found);
      else if (namingBytes(place, found) !== undefined) named.push(name);
    }
    if (named.length > 0) found.named.push({ ...folder, names: named });
  }
  return found;
}

function placeIn({ path: folder, file, root, whole = false }: FolderFiles, name: string): FilePlace {
  return { path: `${folder === '/' ? '' : folder}/${name}`, file: file + path.sep + name, root, whole };
}

async function readAll(
  task: Exclude<ReaderTask, { kind: 'config' | 'hashes' }>,
  parsers: Parsers,
  progress: Int32Array,
): Promise<FilesRead> {
  const found: FilesRead = { images: [], documents: [], skipped: [], named: [] };
  let count = 0;
  const next = () => Atomics.store(progress, 0, ++count);
  if (task.kind === 'texts') {
    for (const open of task.texts) {
      next();
      readText({ ...open, whole: true }, open.text.length, found, parsers);
    }
    return found;
  }
  for (const folder of task.folders) {
    for (const name of folder.names) {
      next();
      const place = placeIn(folder, name);
      if (fileKindOf(name) === 'image') await readImage(place, found);
      else readDocument(place, found, parsers);
    }
  }
  return found;
}

/** What cannot be opened is as if it were not there. */
function opened<T>(file: string, use: (fd: number) => T): T | undefined {
  let fd: number;
  try {
    fd = openSync(file, asFile);
  } catch {
    return undefined;
  }
  try {
    return use(fd);
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

/** At most `most` bytes; undefined for more. The bytes are good until the next file is read. */
function readWhole(file: string, most: number): Buffer | undefined {
  return opened(file, fd => {
    const length = readSync(fd, buffer, 0, buffer.length, 0);
    if (length < buffer.length) return buffer.subarray(0, length);
    const { size } = fstatSync(fd);
    if (size > most) return undefined;
    const large = Buffer.allocUnsafeSlow(size + 1);
    const all = readSync(fd, large, 0, large.length, 0);
    if (all > size) return undefined;
    if (large.length <= 1_100_000) buffer = large;
    return large.subarray(0, all);
  });
}

function sizeOf(file: string): number {
  return opened(file, fd => fstatSync(fd).size) ?? 0;
}

interface FilePlace {
  path: string;
  file: string;
  root: string;
  whole: boolean;
}

/** Of a document that may name images. The bytes are good until the next file is read. */
function namingBytes({ path: document, file }: FilePlace, { skipped }: FilesRead): Buffer | undefined {
  const bytes = readWhole(file, mostBytes);
  if (bytes === undefined) {
    const size = languageOf(document) === undefined ? 0 : sizeOf(file);
    if (size > mostBytes) skipped.push({ path: document, bytes: size });
    return undefined;
  }
  // Letters of the extensions are the same in Latin-1, which is a copy; UTF-16 has a byte between them and is not read.
  if (!mayNameImages(bytes.toString('latin1'))) return undefined;
  return bytes.subarray(0, 8000).includes(0) ? undefined : bytes;
}

function readDocument(place: FilePlace, found: FilesRead, parsers: Parsers): void {
  const bytes = namingBytes(place, found);
  if (bytes === undefined) return;
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = bytes.toString('utf8', from);
  const { path: document, root, whole } = place;
  const languageId = languageOf(document) ?? '';
  readText({ path: document, root, languageId, text, whole }, bytes.length, found, parsers);
}

function readText(
  { path: document, root, languageId, text, whole: isWhole }: OpenText & { whole: boolean },
  bytes: number,
  found: FilesRead,
  { parseReferences }: Parsers,
): void {
  const tooMuch =
    languageId !== '' && (text.length > maxDocumentLength || isMinified(languageId, document, text));
  if (tooMuch) found.skipped.push({ path: document, bytes });
  const short = tooMuch || isWhole ? undefined : shorten(languageId, text);
  const parsed = tooMuch ? [] : parseReferences(languageId, short?.text ?? text);
  const references = short ? whole(short, parsed) : parsed;
  const names = mentionsIn(text, references);
  const folders = languageId === '' || tooMuch ? [] : takenFolders(text, document, root);
  if (references.length === 0 && names.length === 0 && folders.length === 0) return;
  const places = placesOf(
    text,
    references.flatMap(({ start, end }) => [start, end]),
  );
  found.documents.push({
    path: document,
    languageId,
    references: references.map((reference, i) => ({
      reference,
      range: { start: places[2 * i] ?? zero, end: places[2 * i + 1] ?? zero },
    })),
    names,
    folders,
    ...(short && { short: true }),
  });
}

const zero = { line: 0, character: 0 };

async function readImage({ path: image, file }: FilePlace, found: FilesRead): Promise<void> {
  let fd: number;
  try {
    fd = openSync(file, asFile);
  } catch {
    return;
  }
  try {
    const { size, mtimeMs } = fstatSync(fd);
    const known = { path: image, bytes: size, mtimeMs };
    const read = (offset: number, length: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      return Promise.resolve(bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset)));
    };
    const header = await readHeader({ size, read }).catch(() => undefined);
    if (header === undefined) {
      found.images.push(known);
      return;
    }
    const { format, width, height } = factsOf(header, size, false);
    found.images.push({ ...known, format, width, height });
  } catch {
    // It went away meanwhile.
  } finally {
    closeSync(fd);
  }
}

function hashOf(file: string): string | undefined {
  return opened(file, fd => {
    const hash = createHash('sha256');
    for (;;) {
      const length = readSync(fd, buffer, 0, buffer.length, null);
      if (length === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, length));
    }
  });
}
