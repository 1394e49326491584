import { askObject } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** The argument object of `inlineAssets.inspect`; people see the same facts wherever an image is shown. */
export function inspectCommand({ inspect }: CommandDeps): CommandHandler {
  return async (...args) => inspect(askObject(args) ?? {});
}
