const isMac = navigator.userAgent.includes('Mac');

/** The key that generates, as this platform writes it. */
export function shortcutText(): string {
  return isMac ? '⌘ Enter' : 'Ctrl+Enter';
}

export function isGenerateKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
}
