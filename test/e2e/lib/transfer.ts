import type { Page } from 'playwright-core';

/** What a person brings along: files with their bytes, and texts by MIME type. */
export interface Brought {
  files?: readonly { name: string; type: string; bytes: Uint8Array }[];
  texts?: Readonly<Record<string, string>>;
}

/** Copies a PNG, as "copy image" of a browser and screenshot tools do: onto the real clipboard. */
export async function copyImage(page: Page, bytes: Uint8Array): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    const png = new Blob([bytes], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  }, Buffer.from(bytes).toString('base64'));
}

/** Pastes what the clipboard of a page cannot be given by a script: several files, or files with texts. */
export async function paste(page: Page, brought: Brought): Promise<void> {
  await page.evaluate(({ files, texts }) => {
    const data = new DataTransfer();
    for (const { name, type, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
    }
    for (const [type, text] of texts) data.setData(type, text);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, plain(brought));
}

/** Drops onto the active editor before the first `text` in it. With Shift, as VS Code wants it of files. */
export async function drop(page: Page, text: string, brought: Brought, shiftKey = true): Promise<void> {
  const line = page
    .locator('.editor-group-container.active .monaco-editor .view-line')
    .filter({ hasText: text })
    .first();
  await line.evaluate(
    (element, { files, texts, shift, word }) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      for (const [type, value] of texts) data.setData(type, value);
      const range = document.createRange();
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      // Colours split a line into many nodes.
      let left = element.textContent.replaceAll('\u00a0', ' ').indexOf(word);
      for (
        let node = walker.nextNode();
        node;
        left -= node.textContent?.length ?? 0, node = walker.nextNode()
      ) {
        const length = node.textContent?.length ?? 0;
        if (left >= length) continue;
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        break;
      }
      const box = range.getBoundingClientRect();
      const [clientX, clientY] = [box.left + 1, box.top + box.height / 2];
      const target = document.elementFromPoint(clientX, clientY) ?? element;
      for (const type of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(
          new DragEvent(type, {
            dataTransfer: data,
            bubbles: true,
            cancelable: true,
            composed: true,
            clientX,
            clientY,
            shiftKey: shift,
          }),
        );
      }
    },
    { ...plain(brought), shift: shiftKey, word: text },
  );
}

function plain({ files = [], texts = {} }: Brought): {
  files: { name: string; type: string; base64: string }[];
  texts: [string, string][];
} {
  return {
    files: files.map(({ name, type, bytes }) => ({
      name,
      type,
      base64: Buffer.from(bytes).toString('base64'),
    })),
    texts: Object.entries(texts),
  };
}
