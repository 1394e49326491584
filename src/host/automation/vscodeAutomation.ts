import { isEncodable } from '../../core/model/output';
import path from 'node:path';
import * as vscode from 'vscode';
import { formatOfExtension } from '../../core/model/imageFormat';

import type { ProviderInfo } from '../../core/provider';
import type { SaveFailure } from '../../core/save/saveResult';
import type { FileArgument } from '../../core/run/automationArgs';
import { resolveDestination } from '../save/destination';
import { realDisk } from '../save/disk';
import { failureText } from '../save/phrases';
import type { Saver } from '../save/saver';
import type { Services } from '../services';
import { refusalSentence } from '../text/refusalText';
import {
  automate,
  type AutomationResult,
  type AutomationSave,
  type BegunAnswer,
  type Located,
  type Saved,
} from './automation';

export interface VscodeAutomationDeps {
  services: Services;
  providers: readonly ProviderInfo[];
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

/** A Uri in any form, an absolute path, or a path from the (first) workspace folder. */
function locate(file: FileArgument): Located {
  try {
    return locateOrThrow(file);
  } catch (error) {
    // `Uri` does not take everything that looks like one.
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

function locateOrThrow(file: FileArgument): Located {
  if (typeof file !== 'string') return fromUri(vscode.Uri.from(file));
  if (/^[a-z][\w+.-]+:\/\//i.test(file)) return fromUri(vscode.Uri.parse(file, true));
  if (path.isAbsolute(file)) return fromUri(vscode.Uri.file(file));
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder)
    return { refused: vscode.l10n.t('“{0}” is a path from the workspace folder, and none is open.', file) };
  return fromUri(vscode.Uri.joinPath(folder.uri, file));
}

function fromUri(uri: vscode.Uri): Located {
  // The host runs where the files are: a remote file's path is a path of this machine.
  if (uri.scheme !== 'file' && uri.scheme !== 'vscode-remote') {
    return { refused: vscode.l10n.t('“{0}” is not a file on disk.', uri.toString().slice(0, 200)) };
  }
  const own = vscode.Uri.file(uri.fsPath);
  return { path: own.fsPath, name: vscode.workspace.asRelativePath(own), uri: own.toString() };
}

async function checkTarget(
  target: string,
  { overwrite, format }: AutomationSave,
): Promise<Saved | undefined> {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath);
  if (roots.length === 0) return refused({ kind: 'no-workspace' });
  const extension = path.extname(target).slice(1);
  if (extension !== '') {
    const wanted = formatOfExtension(extension);
    if (!wanted || !isEncodable(wanted)) return refused({ kind: 'cannot-write-format', extension });
    if (format !== undefined && wanted !== formatOfExtension(format)) {
      return refused({ kind: 'format-mismatch', extension, format });
    }
  }
  const place = await resolveDestination(target, roots, realDisk);
  if ('failure' in place) return refused(place.failure);
  return place.existing && !overwrite ? refused({ kind: 'exists', path: place.path }) : undefined;
}

function refused(failure: SaveFailure): Saved {
  const place = (file: string): string => vscode.workspace.asRelativePath(file);
  return { failure: outcomeOf(failure), message: failureText({ t: vscode.l10n.t, place }, failure) };
}

function outcomeOf(failure: SaveFailure): 'exists' | 'unsupported' | 'consent' | 'bad-request' {
  switch (failure.kind) {
    case 'exists':
      return 'exists';
    case 'cannot-write-format':
      return 'unsupported';
    case 'untrusted':
      return 'consent';
    default:
      return 'bad-request';
  }
}
