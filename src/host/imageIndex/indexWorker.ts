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

  const reply = async (id: number, ask: IndexAsk): Promise<void> => {
    answers.set(id, partsOf(await answer(index, ask)));
    more(id);
  };

  /** Resolves to whether something is different then. */
  const take = (message: Exclude<IndexMessage, { kind: 'more' }>): Promise<boolean> => {
    switch (message.kind) {
      case 'folders':
        return index.setFolders(message.folders).then(() => {
          walks.shift()?.resolve();
          return index.settle();
        });
      case 'changed':
        return index.change(message.paths);
      case 'recheck':
        return index.rescan(message.since);
      case 'texts':
        return index.setTexts(message.open, message.closed);
      case 'ask':
        // What was only walked until somebody asked.
        return index.settle();
    }
  };
  const work = async (message: Exclude<IndexMessage, { kind: 'more' }>): Promise<void> => {
    if (await take(message)) post({ kind: 'changed' });
    if (message.kind === 'ask') await reply(message.id, message.ask);
  };
  /** Of folders that were told and are still to be looked through. */
  const walks: { done: Promise<void>; resolve(): void }[] = [];
  const expectWalk = (): void => {
    let resolve = (): void => undefined;
    const done = new Promise<void>(resolved => (resolve = resolved));
    walks.push({ done, resolve });
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
    if (message.kind === 'folders') expectWalk();
    if (message.kind === 'ask') {
      // Who wants to know them waits for the folders alone, and not for what is being read.
      if (message.ask.of === 'names') {
        void Promise.all(walks.map(({ done }) => done)).then(() => reply(message.id, { of: 'names' }));
        return;
      }
      index.begin();
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
    case 'names':
      return { names: index.names() };
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
  if ('names' in part) return part.names;
  if ('images' in part) return part.images;
  if ('problems' in part) return part.problems;
  return 'documents' in part ? part.documents : part.references;
}

function sliceOf(part: ListPart, from: number, to: number): ListPart {
  if ('names' in part) return { names: part.names.slice(from, to) };
  if ('images' in part) return { images: part.images.slice(from, to) };
  if ('problems' in part) return { problems: part.problems.slice(from, to) };
  if ('documents' in part) return { documents: part.documents.slice(from, to) };
  return { references: part.references.slice(from, to) };
}

main(workerData as IndexData | ReaderData);
