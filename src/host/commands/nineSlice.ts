import { askObject } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** The argument object of `inlineAssets.nineSlice`; there is no view of it. */
export function nineSliceCommand(deps: CommandDeps): CommandHandler {
  return async (...args) => deps.nineSlice(askObject(args) ?? {});
}
