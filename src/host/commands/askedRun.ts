import * as vscode from 'vscode';
import { withoutLinks } from '../text/withoutLinks';
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
  const { runId, unsaved } = answer;
  if (runId === undefined) return undefined;
  void unsaved?.then(messages => tellUnsaved(messages, () => panel.showRun(runId)));
  await panel.showRun(runId);
  return runId;
}

/** The first one's sentence: what keeps one image from its place often keeps the others, too. */
async function tellUnsaved(messages: readonly string[], showRun: () => Promise<void>): Promise<void> {
  const [first, ...others] = messages;
  if (first === undefined) return;
  const show = vscode.l10n.t('Show in Panel');
  const text = others.length === 0 ? first : `${first} ${moreUnsaved(others.length)}`;
  const chosen = await vscode.window.showWarningMessage(withoutLinks(text), show);
  if (chosen === show) await showRun();
}

function moreUnsaved(count: number): string {
  return count === 1
    ? vscode.l10n.t('Another image could not be saved either.')
    : vscode.l10n.t('{0} more images could not be saved.', count);
}
