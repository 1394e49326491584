import * as vscode from 'vscode';

/** What a step of a flow ends with; `undefined`: the whole flow was left. */
export type Answer<T> = { value: T } | 'back' | undefined;

export interface Step {
  title: string;
  step: number;
  totalSteps: number;
  /** The first step has none. */
  back: boolean;
}

export interface Choice<T> extends vscode.QuickPickItem {
  value: T;
}

export function askChoice<T>(
  { title, step, totalSteps, back }: Step,
  placeholder: string,
  items: readonly Choice<T>[],
  active?: T,
): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  Object.assign(pick, { title, step, totalSteps, placeholder, ignoreFocusOut: true });
  pick.items = items;
  pick.activeItems = items.filter(({ value }) => value === active);
  pick.buttons = back ? [vscode.QuickInputButtons.Back] : [];
  return ended(pick, () => pick.activeItems[0]);
}

/** @param check what is wrong with the text; a warning may be accepted */
export function askText(
  { title, step, totalSteps, back }: Step,
  options: { prompt: string; value: string; placeholder: string },
  check: (text: string) => vscode.InputBoxValidationMessage | undefined,
): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  Object.assign(box, { title, step, totalSteps, ...options, ignoreFocusOut: true });
  box.buttons = back ? [vscode.QuickInputButtons.Back] : [];
  // Nobody is told off for what is not typed yet.
  box.onDidChangeValue(text => (box.validationMessage = check(text.trim())));
  return ended(box, () => {
    const text = box.value.trim();
    const wrong = check(text);
    box.validationMessage = wrong;
    return wrong?.severity === vscode.InputBoxValidationSeverity.Error ? undefined : { value: text };
  });
}

function ended<T>(
  input: vscode.QuickPick<Choice<T>> | vscode.InputBox,
  accept: () => { value: T } | undefined,
): Promise<Answer<T>> {
  return new Promise(resolve => {
    let answer: Answer<T>;
    const end = (with_: Answer<T>): void => {
      answer = with_;
      input.hide();
    };
    input.onDidAccept(() => {
      const accepted = accept();
      if (accepted) end({ value: accepted.value });
    });
    input.onDidTriggerButton(() => end('back'));
    input.onDidHide(() => {
      input.dispose();
      resolve(answer);
    });
    input.show();
  });
}
