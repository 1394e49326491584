import * as vscode from 'vscode';
import type { SaveFailure } from '../../core/save/saveResult';
import { failureText } from '../save/phrases';
import type { Saved } from './automation';

/** A save that did not happen, as automation answers it. */
export function refused(failure: SaveFailure): Saved {
  const place = (file: string): string => vscode.workspace.asRelativePath(file);
  return { failure: outcomeOf(failure), message: failureText({ t: vscode.l10n.t, place }, failure) };
}

/** In the words of outcomes. */
export function outcomeOf(failure: SaveFailure): 'exists' | 'unsupported' | 'consent' | 'bad-request' {
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
