/**
 * Something outside of the page is asked meanwhile, which takes the focus: what had it has it again. `focus` may also
 * come to the page only later, when the workbench gives it back.
 */
export async function focusingBack<T>(work: () => Promise<T>): Promise<T> {
  const before = focused();
  try {
    return await work();
  } finally {
    if (before?.isConnected) {
      before.focus();
      if (!document.hasFocus()) {
        window.addEventListener('focus', () => before.isConnected && before.focus(), { once: true });
      }
    }
  }
}

/** Through all shadow roots. */
function focused(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}
