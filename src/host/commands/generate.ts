import { askedRun } from './askedRun';
import { askObject } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Generate Image…": the panel, or an automation call. */
export function generateCommand(deps: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    return ask ? askedRun(deps, 'generate', ask) : deps.panel.compose({});
  };
}
