import { urisOf } from './commandArguments';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Generate Image Here…" on a folder: what is made is proposed to be saved there. */
export function generateHereCommand({ panel }: CommandDeps): CommandHandler {
  return async (...args) => {
    const [folder] = urisOf(args);
    await panel.compose({ ...(folder && { targetFolder: folder }) });
  };
}
