import * as vscode from 'vscode';
import { withoutLinks } from './text/withoutLinks';

/**
 * Does what a message's button says, whenever it is pressed: nobody waits for it, as the command has done its work. What
 * goes wrong then has no other place to be told.
 */
export function whenAnswered<T>(message: Thenable<T | undefined>, act: (answer: T) => Promise<void>): void {
  void message
    .then(answer => (answer === undefined ? undefined : act(answer)))
    .then(undefined, (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(withoutLinks(why));
    });
}
