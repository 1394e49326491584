import { mkdirSync, watch, type FSWatcher } from 'node:fs';

const settleMs = 150;

/**
 * Names of entries of `dir` that changed, a moment after the last change. Does not keep the process alive. Where the file
 * system cannot watch, nothing is told and lists are as new as their last reading.
 */
export function watchEntries(dir: string, changed: (name: string) => void): () => void {
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  const flush = (): void => {
    timer = undefined;
    const names = [...pending];
    pending.clear();
    for (const name of names) changed(name);
  };
  try {
    mkdirSync(dir, { recursive: true });
    watcher = watch(dir, { persistent: false }, (_event, name) => {
      if (name === null || name.startsWith('.')) return;
      pending.add(name);
      timer ??= setTimeout(flush, settleMs).unref();
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher?.close();
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
  };
}
