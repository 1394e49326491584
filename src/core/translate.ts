/** `vscode.l10n.t` as the pure middle sees it: English text with `{0}`, `{1}`, … for the arguments. */
export type Translate = (message: string, ...args: (string | number | boolean)[]) => string;

/** For tests and tools outside the editor. */
export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
