import * as vscode from 'vscode';
import { parseOptimise } from '../../core/save/optimiseArgs';
import type { Skipped } from '../../core/save/optimise';
import { moreText } from '../optimise/optimiseText';
import { findTargets } from '../optimise/findTargets';
import type { Saver } from '../save/saver';
import { locate } from './locate';

export interface OptimiseAnswer {
  outcome: 'optimised' | 'bad-request' | 'consent';
  files?: readonly {
    uri: vscode.Uri;
    /** `smaller` with `dryRun`, else `written`; or why the file is as it was. */
    result: 'smaller' | 'written' | 'failed' | Skipped;
    before?: number;
    after?: number;
    /** Its old bytes are, or with `dryRun` would be, kept beside: they are vouched for. */
    originalKept?: boolean;
    message?: string;
  }[];
  message?: string;
}

/** `inlineAssets.optimise` with an argument object: no dialog and no message. */
export function createOptimise({
  saver,
}: {
  saver: Pick<Saver, 'optimiser' | 'describe'>;
}): (ask: Readonly<Record<string, unknown>>) => Promise<OptimiseAnswer> {
  const { optimiser } = saver;
  return async ask => {
    if (!vscode.workspace.isTrusted) {
      return { outcome: 'consent', message: saver.describe({ kind: 'untrusted' }) };
    }
    const parsed = parseOptimise(ask, vscode.l10n.t);
    if ('refused' in parsed) return { outcome: 'bad-request', message: parsed.refused };
    const { images, mode, dryRun, keepOriginals } = parsed.args;
    const targets: vscode.Uri[] = [];
    for (const image of images) {
      const located = locate(image);
      if ('refused' in located) return { outcome: 'bad-request', message: located.refused };
      targets.push(vscode.Uri.file(located.path));
    }
    const { files, more } = await findTargets(targets);
    const options = { mode, keepOriginals };
    const found = await optimiser.look(files, options, new AbortController().signal, () => undefined);
    try {
      const done = dryRun ? undefined : await optimiser.write(found.smaller, () => undefined);
      const uri = (file: string): vscode.Uri => vscode.Uri.file(file);
      return {
        outcome: 'optimised',
        files: [
          ...found.smaller.map(each => ({
            uri: uri(each.file),
            result: !done
              ? ('smaller' as const)
              : done.written.includes(each)
                ? ('written' as const)
                : ('failed' as const),
            before: each.before,
            after: each.after,
            ...(each.drops.length > 0 && { originalKept: true }),
          })),
          ...found.skipped.map(({ file, why }) => ({ uri: uri(file), result: why })),
          ...found.failed.map(({ file, message }) => ({
            uri: uri(file),
            result: 'failed' as const,
            message,
          })),
        ],
        ...(more && { message: moreText(files.length) }),
        ...(done?.failures[0] && { message: saver.describe(done.failures[0]) }),
      };
    } finally {
      // The next call is likely to be the one that writes.
      await optimiser.discard(found.smaller, { keep: dryRun });
    }
  };
}
