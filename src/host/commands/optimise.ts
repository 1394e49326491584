import * as vscode from 'vscode';
import { askObject, urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Optimize Images…" on files and folders; from the palette on what is picked then. */
export function optimiseCommand({ optimise, optimiseAsked, pickImages }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    if (ask) return optimiseAsked(ask);
    const named = urisOf(args);
    const targets = named.length > 0 ? named : await pickImages({ title: vscode.l10n.t('Optimize Images') });
    if (targets && targets.length > 0) await optimise(targets);
    return undefined;
  };
}
