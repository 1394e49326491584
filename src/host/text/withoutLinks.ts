/**
 * Text of others (names of files, words of a service) for a notification or an input box: VS Code makes links of
 * `[label](address)` there, and links with `command:` run commands.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** What a command rejects with is shown by VS Code in a notification, too. */
export function errorWithoutLinks(error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const plain = withoutLinks(message);
  return plain === message ? error : new Error(plain, { cause: error });
}
