import { parentPort, workerData } from 'node:worker_threads';
import type { IndexProgress } from '../../core/imageIndex/imageIndex';
import { leaveMarks } from './diskWatch';
import type { IndexAsk, IndexData, IndexMessage, IndexPart, IndexReply } from './indexMessages';
import { KeptIndex } from './keptIndex';
import { runReader } from './reader';
import type { ReaderData } from './readerMessages';
import { ReaderPool } from './readerPool';
import { WorkspaceIndex } from './workspaceIndex';

/** Entries of a list in one message: fewer than keep the host's thread for 10 ms. */
const partLength = 1000;
const progressMs = 100;

/** Entry of the thread that keeps the index, and of those that read files for it. */
function main(data: IndexData | ReaderData): void {
  if (data.role === 'reader') runReader(data);
  else runIndex(data);
}

function runIndex({ workerFile, readers, timeoutMs, maxFiles, freshMs, ...data }: IndexData): void {
  const { avoid } = data;
  leaveMarks(data.disk, avoid);
  const post = (reply: IndexReply): void => parentPort?.postMessage(reply);
  let told = 0;
  const pool = new ReaderPool({
    workerFile,
    most: readers,
    timeoutMs,
    freshMs,
    onBad: (path, bytes) => index.giveUp(path, bytes),
  });
  const kept = new KeptIndex(data.kept);
  const index = new WorkspaceIndex({
    pool,
    kept,
    maxFiles,
    avoid,
    progress(progress: IndexProgress) {
      const now = Date.now();
      if (now - told < progressMs) return;
      told = now;
      post({ kind: 'progress', progress });
    },
  });

  /** What is left of each. */
  const answers = new Map<number, Generator<AnswerPart>>();
  const more = (id: number): void => {
    const next = answers.get(id)?.next();
    if (next === undefined || next.done === true) return;
    if (next.value.last) answers.delete(id);
    post({ kind: 'part', id, ...next.value });
  };

  const work = async (message: Exclude<IndexMessage, { kind: 'more' }>): Promise<void> => {
    let different = false;
    switch (message.kind) {
      case 'folders':
        different = await index.setFolders(message.folders);
        break;
      case 'changed':
        different = await index.change(message.paths);
        break;
      case 'recheck':
        different = await index.rescan(message.since);
        break;
      case 'texts':
        different = await index.setTexts(message.open, message.closed);
        break;
      case 'ask':
        answers.set(message.id, partsOf(await answer(index, message.ask)));
        more(message.id);
    }
    if (different) post({ kind: 'changed' });
  };
  let last = Promise.resolve();
  let keeping: NodeJS.Timeout | undefined;
  /** When there is nothing else to do. */
  const keepLater = (): void => {
    clearTimeout(keeping);
    if (!kept.isDue) return;
    keeping = setTimeout(() => {
      // What is written is gathered at once; nobody waits for the disk.
      last = last.then(() => void index.keep());
    }, data.keepAfterMs);
  };
  parentPort?.on('message', (message: IndexMessage) => {
    if (message.kind === 'more') {
      more(message.id);
      return;
    }
    last = last
      .then(() => work(message))
      .then(keepLater)
      .catch((error: unknown) => {
        if (message.kind === 'ask') post({ kind: 'failed', id: message.id, message: String(error) });
        else throw error;
      });
  });
}

async function answer(index: WorkspaceIndex, ask: IndexAsk): Promise<IndexPart> {
  switch (ask.of) {
    case 'ready':
      return { summary: index.summary };
    case 'images':
      return { images: await index.images() };
    case 'references':
      return { references: index.references(ask.images) };
    case 'missing':
      return { references: index.missing() };
    case 'documents':
      return { documents: index.documentsNaming(ask.naming) };
    case 'problems':
      return { problems: await index.problems(ask.options) };
  }
}

interface AnswerPart {
  part: IndexPart;
  last: boolean;
}

function* partsOf(whole: IndexPart): Generator<AnswerPart> {
  if ('summary' in whole) {
    yield { part: whole, last: true };
    return;
  }
  const { length } = listOf(whole);
  for (let from = 0; from < length || from === 0; from += partLength) {
    const to = from + partLength;
    yield { part: sliceOf(whole, from, to), last: to >= length };
  }
}

type ListPart = Exclude<IndexPart, { summary: unknown }>;

function listOf(part: ListPart): readonly unknown[] {
  if ('images' in part) return part.images;
  if ('problems' in part) return part.problems;
  return 'documents' in part ? part.documents : part.references;
}

function sliceOf(part: ListPart, from: number, to: number): ListPart {
  if ('images' in part) return { images: part.images.slice(from, to) };
  if ('problems' in part) return { problems: part.problems.slice(from, to) };
  if ('documents' in part) return { documents: part.documents.slice(from, to) };
  return { references: part.references.slice(from, to) };
}

main(workerData as IndexData | ReaderData);
