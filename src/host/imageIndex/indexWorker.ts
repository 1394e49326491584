import { parentPort, workerData } from 'node:worker_threads';
import type { IndexProgress } from '../../core/imageIndex/imageIndex';
import type { IndexAsk, IndexData, IndexMessage, IndexPart, IndexReply } from './indexMessages';
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

function runIndex({ workerFile, readers, timeoutMs, maxFiles }: IndexData): void {
  const post = (reply: IndexReply): void => parentPort?.postMessage(reply);
  let told = 0;
  const pool = new ReaderPool({
    workerFile,
    most: readers,
    timeoutMs,
    onBad: (path, bytes) => index.giveUp(path, bytes),
  });
  const index = new WorkspaceIndex({
    pool,
    maxFiles,
    progress(progress: IndexProgress) {
      const now = Date.now();
      if (now - told < progressMs) return;
      told = now;
      post({ kind: 'progress', progress });
    },
  });

  const work = async (message: IndexMessage): Promise<void> => {
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
        for (const { part, last } of partsOf(await answer(index, message.ask))) {
          post({ kind: 'part', id: message.id, part, last });
        }
    }
    if (different) post({ kind: 'changed' });
  };
  let last = Promise.resolve();
  parentPort?.on('message', (message: IndexMessage) => {
    last = last
      .then(() => work(message))
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

function partsOf(whole: IndexPart): { part: IndexPart; last: boolean }[] {
  if ('summary' in whole) return [{ part: whole, last: true }];
  const { length } = listOf(whole);
  const parts: { part: IndexPart; last: boolean }[] = [];
  for (let from = 0; from < length || from === 0; from += partLength) {
    const to = from + partLength;
    parts.push({ part: sliceOf(whole, from, to), last: to >= length });
  }
  return parts;
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
