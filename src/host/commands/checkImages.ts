import * as vscode from 'vscode';
import { parseCheck } from '../../core/imageIndex/checkArgs';
import { checkOptions } from '../automation/checkAutomation';
import { askObject } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Check Images", of the whole workspace or of what an argument object names. */
export function checkImagesCommand({ check, checkAsked, settings }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args) ?? {};
    const parsed = parseCheck(ask, vscode.l10n.t);
    if ('refused' in parsed || parsed.args.wait) return checkAsked(ask);
    const asked = checkOptions(parsed.args, settings());
    if ('refused' in asked) return checkAsked(ask);
    await check(asked.options);
    return undefined;
  };
}
