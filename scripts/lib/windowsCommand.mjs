/**
 * What `spawn` wants for a program that may be a `.cmd` file. Windows starts those through cmd.exe only, which gets one
 * line and would cut it at the spaces of "C:\Program Files".
 * @returns {[command: string, args: string[], options: { shell?: boolean }]}
 */
export function spawnable(executable, args, platform = process.platform) {
  if (platform !== 'win32' || !/\.(cmd|bat)$/i.test(executable)) return [executable, args, {}];
  return [[executable, ...args].map(quoted).join(' '), [], { shell: true }];
}

/** Paths and options: no `"` is in them. A backslash before the closing quote would escape it, so that one is doubled. */
function quoted(word) {
  return `"${word.replace(/\\+$/, '$&$&')}"`;
}
