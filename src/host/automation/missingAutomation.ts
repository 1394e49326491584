import * as vscode from 'vscode';
import { parseMissingArgs, type MissingArgs } from '../../core/references/missingArgs';
import type { MissingBatch } from '../language/missingBatch';
import { placeholderModel } from '../language/missingBatch';
import type { MissingBatches } from '../language/missingBatches';
import type { MissingFinder, MissingScope } from '../language/missingFinder';
import type { MissingRow, MissingRowState } from '../language/missingRows';
import { isVirtualWorkspace, virtualSentence } from '../onDisk';
import { locate } from './locate';

export interface MissingResult {
  /** Where the file was missing. */
  target: vscode.Uri;
  model: string;
  /** `images`, or a word of the outcomes, or why it was not written. */
  outcome: Extract<MissingRowState, { kind: 'failed' }>['outcome'] | 'images';
  /** What is there now; not `target` where that format cannot be made. */
  uri?: vscode.Uri;
  mimeType?: string;
  width?: number;
  height?: number;
  costUsd?: number;
  message?: string;
  documents: readonly vscode.Uri[];
}

export interface MissingAnswer {
  results: readonly MissingResult[];
  /** Documents that were read. */
  documents?: number;
  /** Documents that were too long or too much to read. */
  skipped?: readonly vscode.Uri[];
  /** Without `wait`: so many are being made. */
  begun?: number;
  /** Why nothing was begun. */
  outcome?: string;
  message?: string;
}

export interface MissingAutomationDeps {
  batches: Pick<MissingBatches, 'create'>;
  finder: Pick<MissingFinder, 'find'>;
  log: { warn(line: string): void };
}

/** `inlineAssets.generateMissing` with an argument object: no dialog, no message; what would ask is a failure that says so. */
export function createMissingAutomation({
  batches,
  finder,
  log,
}: MissingAutomationDeps): (ask: Readonly<Record<string, unknown>>) => Promise<MissingAnswer> {
  return async ask => {
    const parsed = parseMissingArgs(ask, vscode.l10n.t);
    if ('refused' in parsed) return { results: [], outcome: 'bad-request', message: parsed.refused };
    const { args } = parsed;
    if (isVirtualWorkspace()) return { results: [], outcome: 'bad-request', message: virtualSentence() };
    const scope = scopeOf(args);
    if (typeof scope === 'object' && 'refused' in scope) {
      return { results: [], outcome: 'bad-request', message: scope.refused };
    }
    const { items, documents, skipped } = await finder.find(scope, new AbortController().signal);
    const read = { documents, ...(skipped.length > 0 && { skipped }) };
    if (items.length === 0) return { results: [], ...read };
    const batch = await batches.create(items, args.placeholder ? placeholderModel : args.model);
    batch.set({ style: args.style });
    const begun = await batch.begin('automation', {
      ...(args.maxCostUsd !== undefined && { maxCostUsd: args.maxCostUsd }),
    });
    if ('refused' in begun) {
      return { results: [], ...read, outcome: begun.failure?.kind ?? 'bad-request', message: begun.refused };
    }
    if (args.wait) {
      await begun.done;
      return { results: batch.rows.map(row => resultOf(batch, row)), ...read };
    }
    void begun.done.then(() => {
      for (const { state } of batch.rows)
        if (state.kind === 'failed') log.warn(`Automation: ${state.reason}`);
    });
    return { results: [], ...read, begun: items.length };
  };
}

function scopeOf({ documents, folder }: MissingArgs): MissingScope | { refused: string } {
  if (documents !== undefined) {
    const located = documents.map(locate);
    const wrong = located.find(place => 'refused' in place);
    if (wrong && 'refused' in wrong) return { refused: `documents: ${wrong.refused}` };
    return { documents: located.flatMap(place => ('path' in place ? vscode.Uri.file(place.path) : [])) };
  }
  if (folder === undefined) return 'workspace';
  const place = locate(folder);
  return 'refused' in place
    ? { refused: `folder: ${place.refused}` }
    : { folder: vscode.Uri.file(place.path) };
}

function resultOf(batch: MissingBatch, row: MissingRow): MissingResult {
  const { item, state, costUsd } = row;
  const about = {
    target: vscode.Uri.parse(item.target, true),
    model: batch.planOf(row)?.model.id ?? batch.model,
    documents: [...new Set(item.uses.map(use => use.document))].map(each => vscode.Uri.parse(each, true)),
    costUsd,
  };
  switch (state.kind) {
    case 'saved': {
      const { width, height, mimeType, uri } = state;
      return { ...about, outcome: 'images', uri: vscode.Uri.parse(uri, true), mimeType, width, height };
    }
    case 'failed':
      return { ...about, outcome: state.outcome, message: state.reason };
    default: {
      const message = batch.halted ?? (state.kind === 'ready' ? state.note : undefined);
      return { ...about, outcome: 'cancelled', ...(message !== undefined && { message }) };
    }
  }
}
