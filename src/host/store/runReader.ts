import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../core/logger';
import type { RequestRecord, Run, RunMarks, SavedAsset } from '../../core/model/run';
import { isRunId } from '../../core/run/ids';
import type { RunQuery } from '../../core/run/ports';
import {
  isRequestFile,
  isSavedFile,
  markDeleted,
  marksFile,
  parseMarks,
  parseRequest,
  parseRun,
  parseSaved,
  runFile,
} from './records';

/** Files read at once while searching. */
const parallel = 32;

/** Reads runs. What is damaged is left out and told once; it never keeps the rest from being read. */
export class RunReader {
  /** Prompts in lower case: a run's own record never changes. */
  private readonly prompts = new Map<string, string>();
  private readonly reported = new Set<string>();

  constructor(
    private readonly runsDir: string,
    private readonly log: Logger,
  ) {}

  async load(runId: string): Promise<Run | undefined> {
    const folder = path.join(this.runsDir, runId);
    let names: readonly string[];
    try {
      names = await readdir(folder);
    } catch (error) {
      if (!isAbsent(error)) this.report(runId, error);
      return undefined;
    }
    // Being made just now, or given up before anything was sent.
    if (!names.includes(runFile)) return undefined;
    const asked = await this.read(runId, runFile, text => parseRun(text, runId));
    if (!asked) return undefined;
    const [requests, saved, [marks]] = await Promise.all([
      this.readAll<RequestRecord>(runId, names.filter(isRequestFile), parseRequest),
      this.readAll<SavedAsset>(runId, names.filter(isSavedFile), parseSaved),
      this.readAll<RunMarks>(runId, names.includes(marksFile) ? [marksFile] : [], parseMarks),
    ]);
    return { ...assemble(asked, requests, saved, new Set(names)), ...(marks && { marks }) };
  }

  async list({ text, favourites = false, before, limit }: RunQuery): Promise<{
    runs: readonly Run[];
    more: boolean;
  }> {
    const ids = (await this.ids()).filter(id => before === undefined || id < before);
    const wanted = text?.trim().toLowerCase() ?? '';
    const runs: Run[] = [];
    for (let at = 0; at < ids.length;) {
      const all = wanted === '' && !favourites;
      const size = all ? Math.min(parallel, limit + 1 - runs.length) : parallel;
      const batch = ids.slice(at, at + size);
      at += batch.length;
      const found = wanted === '' ? batch : await this.matching(batch, wanted);
      const matches = favourites ? await this.marked(found) : found;
      for (const run of await Promise.all(matches.map(id => this.load(id))))
        if (run && (!favourites || hasFavourite(run))) runs.push(run);
      if (runs.length > limit) return { runs: runs.slice(0, limit), more: true };
    }
    return { runs, more: false };
  }

  forget(runId: string): void {
    this.prompts.delete(runId);
  }

  /** Newest first. */
  private async ids(): Promise<readonly string[]> {
    try {
      return (await readdir(this.runsDir)).filter(isRunId).sort().reverse();
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  private async matching(ids: readonly string[], wanted: string): Promise<readonly string[]> {
    const prompts = await Promise.all(ids.map(id => this.promptOf(id)));
    return ids.filter((_, index) => prompts[index]?.includes(wanted));
  }

  /** Those with favorites: their marks are a small file. */
  private async marked(ids: readonly string[]): Promise<readonly string[]> {
    const marks = await Promise.all(ids.map(id => this.read(id, marksFile, parseMarks)));
    return ids.filter((_, index) => (marks[index]?.favourites.length ?? 0) > 0);
  }

  private async promptOf(id: string): Promise<string | undefined> {
    const known = this.prompts.get(id);
    if (known !== undefined) return known;
    const run = await this.read(id, runFile, text => parseRun(text, id));
    if (!run) return undefined;
    const prompt = run.prompt.toLowerCase();
    this.prompts.set(id, prompt);
    return prompt;
  }

  private async readAll<T>(
    runId: string,
    names: readonly string[],
    parse: (text: string) => T,
  ): Promise<readonly T[]> {
    const read = await Promise.all(names.map(name => this.read(runId, name, parse)));
    return read.filter(value => value !== undefined);
  }

  private async read<T>(runId: string, name: string, parse: (text: string) => T): Promise<T | undefined> {
    try {
      return parse(await readFile(path.join(this.runsDir, runId, name), 'utf8'));
    } catch (error) {
      if (!isAbsent(error)) this.report(`${runId}/${name}`, error);
      return undefined;
    }
  }

  private report(what: string, error: unknown): void {
    if (this.reported.has(what)) return;
    this.reported.add(what);
    this.log.warn(`A damaged entry of the generated images is left out (${what}): ${String(error)}`);
  }
}

/** One that is still there. */
function hasFavourite({ marks, requests }: Run): boolean {
  return (marks?.favourites ?? []).some(({ requestId, index }) => {
    const outcome = requests.find(({ id }) => id === requestId)?.outcome;
    const image = outcome?.kind === 'images' ? outcome.images[index] : undefined;
    return image !== undefined && image.deleted !== true;
  });
}

function assemble(
  asked: Run,
  written: readonly RequestRecord[],
  saved: readonly SavedAsset[],
  files: ReadonlySet<string>,
): Run {
  const newest = new Map(
    [...asked.requests, ...written].map(request => [request.id, markDeleted(request, files)]),
  );
  const requests = [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    ...asked,
    models: [...new Set([...asked.models, ...requests.map(request => request.model)])],
    requests,
    saved: [...saved].sort((a, b) => a.savedAt - b.savedAt),
  };
}

function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
