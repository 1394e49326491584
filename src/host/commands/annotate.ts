import { askObject } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Add Text and Marks…": with an argument object, for automation. */
export function annotateCommand({ annotate }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    return ask && annotate(ask);
  };
}
