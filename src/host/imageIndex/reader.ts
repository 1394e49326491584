import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
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
  StampedFiles,
} from './readerMessages';

type Parsers = { parseReferences: typeof parseReferences };

const unixOnly = constants as Partial<typeof constants>;
/** No link (it may have become one), and no waiting for a pipe that nobody writes to. Windows has neither. */
const asFile = constants.O_RDONLY | (unixOnly.O_NONBLOCK ?? 0) | (unixOnly.O_NOFOLLOW ?? 0);
/** Of one text. Longer ones are not even looked through for names. */
const mostBytes = 8_000_000;

let buffer = Buffer.allocUnsafeSlow(256 * 1024);
let freshMs = 0;

/** Reads files for the index, a batch at a time, in a thread of its own. All that a bad file can do is to end it. */
export function runReader({ at, ...data }: ReaderData): void {
  freshMs = data.freshMs;
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
      const text = readWhole(task.file, maxConfigLength)?.bytes?.toString('utf8');
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
  const found = nothingYet();
  let count = 0;
  for (const folder of folders) {
    const named: string[] = [];
    const seen = stampedOf(folder);
    const same = stampedOf(folder);
    for (const [i, name] of folder.names.entries()) {
      Atomics.store(progress, 0, ++count);
      const place = placeIn(folder, name);
      const known = folder.stamps?.[i] ?? '';
      if (known !== '' && known === stampAt(place.file)) {
        note(same, name, known);
        continue;
      }
      const read = fileKindOf(name) === 'image' ? await readImage(place, found) : namingBytes(place, found);
      if (read?.bytes) named.push(name);
      else if (read) note(seen, name, read.stamp);
    }
    if (named.length > 0) {
      const { path: at, file, root } = folder;
      found.named.push({ path: at, file, root, names: named });
    }
    if (seen.names.length > 0) found.seen.push(seen);
    if (same.names.length > 0) found.same.push(same);
  }
  return found;
}

function nothingYet(): FilesRead {
  return { images: [], documents: [], skipped: [], named: [], seen: [], same: [] };
}

function stampedOf({ path: at, root }: FolderFiles): StampedFiles {
  return { path: at, root, names: [], stamps: [] };
}

function note({ names, stamps }: StampedFiles, name: string, stamp: string): void {
  names.push(name);
  stamps.push(stamp);
}

/** Another one for a file that was written to. When it changed, too: some tools put the time of a file back. */
function stampOf({ size, mtimeMs, ctimeMs }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs}`;
}

function stampAt(file: string): string | undefined {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    return stats && stampOf(stats);
  } catch {
    return undefined;
  }
}

/** '' for one that may be written to again within the same tick of its disk's clock. */
function lastingStampOf(stats: Stats): string {
  return Math.max(stats.mtimeMs, stats.ctimeMs) > Date.now() - freshMs ? '' : stampOf(stats);
}

function placeIn({ path: folder, file, root, whole = false }: FolderFiles, name: string): FilePlace {
  return { path: `${folder === '/' ? '' : folder}/${name}`, file: file + path.sep + name, root, whole };
}

async function readAll(
  task: Exclude<ReaderTask, { kind: 'config' | 'hashes' }>,
  parsers: Parsers,
  progress: Int32Array,
): Promise<FilesRead> {
  const found = nothingYet();
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
    const seen = stampedOf(folder);
    for (const name of folder.names) {
      next();
      const place = placeIn(folder, name);
      const read =
        fileKindOf(name) === 'image' ? await readImage(place, found) : readDocument(place, found, parsers);
      if (read) note(seen, name, read.stamp);
    }
    if (seen.names.length > 0) found.seen.push(seen);
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

interface Read {
  /** Absent: there is nothing in it, or too much. Good until the next file is read. */
  bytes?: Buffer;
  size: number;
  /** As it was before it was read. */
  stamp: string;
}

/** At most `most` bytes. */
function readWhole(file: string, most: number): Read | undefined {
  return opened(file, fd => {
    const stats = fstatSync(fd);
    const { size } = stats;
    const read = { size, stamp: lastingStampOf(stats) };
    const length = readSync(fd, buffer, 0, buffer.length, 0);
    if (length < buffer.length) return { ...read, bytes: buffer.subarray(0, length) };
    if (size > most) return read;
    const large = Buffer.allocUnsafeSlow(size + 1);
    const all = readSync(fd, large, 0, large.length, 0);
    if (all > size) return undefined;
    if (large.length <= 1_100_000) buffer = large;
    return { ...read, bytes: large.subarray(0, all) };
  });
}

interface FilePlace {
  path: string;
  file: string;
  root: string;
  whole: boolean;
}

/** With the bytes of a document that may name images, and without them of others. */
function namingBytes({ path: document, file }: FilePlace, { skipped }: FilesRead): Read | undefined {
  const read = readWhole(file, mostBytes);
  if (read === undefined) return undefined;
  const { bytes, size, stamp } = read;
  if (bytes === undefined) {
    if (languageOf(document) !== undefined) skipped.push({ path: document, bytes: size });
    return read;
  }
  // Letters of the extensions are the same in Latin-1, which is a copy; UTF-16 has a byte between them and is not read.
  const isNaming = mayNameImages(bytes.toString('latin1')) && !bytes.subarray(0, 8000).includes(0);
  return isNaming ? read : { size, stamp };
}

function readDocument(place: FilePlace, found: FilesRead, parsers: Parsers): Read | undefined {
  const read = namingBytes(place, found);
  const bytes = read?.bytes;
  if (bytes === undefined) return read;
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = bytes.toString('utf8', from);
  const { path: document, root, whole } = place;
  const languageId = languageOf(document) ?? '';
  readText({ path: document, root, languageId, text, whole }, bytes.length, found, parsers);
  return read;
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

async function readImage({ path: image, file }: FilePlace, found: FilesRead): Promise<Read | undefined> {
  let fd: number;
  try {
    fd = openSync(file, asFile);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(fd);
    const { size, mtimeMs } = stats;
    const known = { path: image, bytes: size, mtimeMs };
    const result = { size, stamp: lastingStampOf(stats) };
    const read = (offset: number, length: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      return Promise.resolve(bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset)));
    };
    const header = await readHeader({ size, read }).catch(() => undefined);
    if (header === undefined) {
      found.images.push(known);
      return result;
    }
    const { format, width, height } = factsOf(header, size, false);
    found.images.push({ ...known, format, width, height });
    return result;
  } catch {
    // It went away meanwhile.
    return undefined;
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
