import { askObject } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Make Asset Set…", for automation. */
export function makeSetCommand({ makeSet }: CommandDeps): CommandHandler {
  return async (...args) => {
    const ask = askObject(args);
    return ask ? makeSet(ask) : undefined;
  };
}
