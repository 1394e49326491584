import { isEncodable } from '../../core/model/output';
import path from 'node:path';
import * as vscode from 'vscode';
import { formatOfExtension } from '../../core/model/imageFormat';

import { rootsOnDisk } from '../onDisk';
import { resolveDestination } from '../save/destination';
import { realDisk } from '../save/disk';
import type { Saver } from '../save/saver';
import type { Services } from '../services';
import { refusalSentence } from '../text/refusalText';
import { locate } from './locate';
import { outcomeOf, refused } from './saveAnswer';
import {
  automate,
  type AutomationResult,
  type AutomationSave,
  type BegunAnswer,
  type Saved,
} from './automation';

export interface VscodeAutomationDeps {
  services: Services;
  saver: Pick<Saver, 'saveTo'>;
}

/** `runId` and `unsaved` without `wait`; no `runId` when nothing was begun. */
export interface CommandAnswer {
  runId?: string;
  results?: readonly CommandResult[];
  unsaved?: BegunAnswer['unsaved'];
}

export type CommandResult = Omit<AutomationResult, 'uri'> & { uri?: vscode.Uri };

/** The automation form of the commands, with VS Code around it. */
export function createAutomation(
  deps: VscodeAutomationDeps,
): (verb: 'generate' | 'edit', ask: Readonly<Record<string, unknown>>) => Promise<CommandAnswer> {
  const { runs, models } = deps.services;
  return async (verb, ask) => {
    const answer = await automate(
      {
        runs,
        models,
        locate,
        checkTarget,
        saveTo: async (ref, target, { overwrite, format, size }) => {
          const options = { overwrite, ...(format !== undefined && { format }), ...(size && { size }) };
          const result = await deps.saver.saveTo(ref, target, options);
          return result.ok ? result : { failure: outcomeOf(result.reason), message: result.message };
        },
        toUri: file => vscode.Uri.file(file).toString(),
        sentence: (failure, model) => refusalSentence(vscode.l10n.t, failure, model?.id, deps),
        t: vscode.l10n.t,
      },
      verb,
      ask,
    );
    if (!('results' in answer)) {
      void answer.unsaved.then(messages => {
        for (const message of messages) deps.services.log.warn(`Automation, ${answer.runId}: ${message}`);
      });
      return answer;
    }
    return {
      ...answer,
      results: answer.results.map(({ uri, ...result }) => ({
        ...result,
        ...(uri !== undefined && { uri: vscode.Uri.parse(uri) }),
      })),
    };
  };
}

async function checkTarget(
  target: string,
  { overwrite, format }: AutomationSave,
): Promise<Saved | undefined> {
  const roots = rootsOnDisk();
  if (roots.length === 0) return refused({ kind: 'no-workspace' });
  const extension = path.extname(target).slice(1);
  if (extension !== '') {
    const wanted = formatOfExtension(extension);
    // A drawing is saved as it is; that the model draws was looked at before.
    if (!wanted || !(isEncodable(wanted) || wanted === 'svg'))
      return refused({ kind: 'cannot-write-format', extension });
    if (format !== undefined && wanted !== formatOfExtension(format)) {
      return refused({ kind: 'format-mismatch', extension, format });
    }
  }
  const place = await resolveDestination(target, roots, realDisk);
  if ('failure' in place) return refused(place.failure);
  return place.existing && !overwrite ? refused({ kind: 'exists', path: place.path }) : undefined;
}
