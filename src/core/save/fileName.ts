const windowsReserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

export type FileNameProblem = 'empty' | 'control-character' | 'reserved';

/** What keeps a name that somebody typed or wrote in a document from being a file's name. */
export function fileNameProblem(name: string, windows: boolean): FileNameProblem | undefined {
  if (name === '' || name === '.' || name === '..') return 'empty';
  if (/[\u0000-\u001F\u007F]/.test(name)) return 'control-character';
  if (/[/\\]/.test(name) && (windows || name.includes('/'))) return 'reserved';
  // A colon would name a stream of another file.
  if (windows && (windowsReserved.test(name) || /[<>:"|?*]|[. ]$/.test(name))) return 'reserved';
  return undefined;
}
