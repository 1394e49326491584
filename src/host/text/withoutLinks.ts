/**
 * Text of others (names of files, words of a service) for a notification or an input box: VS Code makes links of
 * `[label](address)` there, and links with `command:` run commands.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
