import * as vscode from 'vscode';

export interface EditPrompt {
  prompt: string;
  /** The file that will be made, as the user knows it. */
  path: string;
  /** Model, cost and size, for the prompt as it is now. */
  say(prompt: string): string;
  /** The model runs on this machine: say how to get another. */
  offerKey: boolean;
}

/** `set-key` and `panel` are the buttons beside the title. */
export interface EditedPrompt {
  prompt: string;
  then: 'generate' | 'set-key' | 'panel';
}

/** Shows a prompt for editing before anything is spent. undefined: closed, and nothing happens. */
export function editPrompt({ prompt, path, say, offerKey }: EditPrompt): Promise<EditedPrompt | undefined> {
  const panel = {
    iconPath: new vscode.ThemeIcon('layout-panel'),
    tooltip: vscode.l10n.t('Continue in the Panel'),
  };
  const key = { iconPath: new vscode.ThemeIcon('key'), tooltip: vscode.l10n.t('Set API Key…') };
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Generate {0}', path);
  input.value = prompt;
  input.placeholder = vscode.l10n.t('What the image shows');
  input.prompt = say(prompt);
  input.ignoreFocusOut = true;
  input.buttons = offerKey ? [key, panel] : [panel];
  return new Promise(resolve => {
    const end = (then: EditedPrompt['then'] | undefined) => {
      // First: hiding disposes the listeners and would count as closing.
      resolve(then === undefined ? undefined : { prompt: input.value.trim(), then });
      input.dispose();
    };
    input.onDidChangeValue(value => {
      input.validationMessage = undefined;
      input.prompt = say(value);
    });
    input.onDidTriggerButton(button => end(button === key ? 'set-key' : 'panel'));
    input.onDidHide(() => end(undefined));
    input.onDidAccept(() => {
      if (input.value.trim() === '') input.validationMessage = vscode.l10n.t('Say what the image shows.');
      else end('generate');
    });
    input.show();
  });
}
