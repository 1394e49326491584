import type { CommandDeps } from './commandDeps';

/**
 * An automation call. A run that nobody waits for is shown, so that the user sees what was begun in their name, and
 * answered with its id as a string: VS Code's tasks take nothing else from a command.
 */
export async function askedRun(
  { automation, panel }: Pick<CommandDeps, 'automation' | 'panel'>,
  verb: 'generate' | 'edit',
  ask: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const answer = await automation(verb, ask);
  if (ask['wait'] === true) return answer;
  if (answer.runId !== undefined) await panel.showRun(answer.runId);
  return answer.runId;
}
