import type { Log } from '../log';
import { errorWithoutLinks } from '../text/withoutLinks';
import type { CommandId } from './commandIds';

/** Puts what goes wrong on record before VS Code shows it. */
export async function runCommand(id: CommandId, run: () => Promise<unknown>, log: Log): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    log.error(id, error);
    throw errorWithoutLinks(error);
  }
}
