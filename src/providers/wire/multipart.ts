import { giveWay } from '../../core/giveWay';
import type { ProviderDeps } from '../../core/provider';
import { bodyTooLarge, unreadable } from './requestBody';

/** A file of a form. What it is called there is ours: nobody needs to know the names of the workspace. */
export interface FormFile {
  field: string;
  fileName: string;
  mimeType: string;
  path: string;
}

/** OpenAI takes 16 images of 50 MB; far below that a request already takes longer than anybody waits. */
const maxFormBytes = 256 * 1000 * 1000;

/**
 * `multipart/form-data` with a known length, each file copied once, into its place. Rejects with errors named
 * `UnreadableInput` and `BodyTooLarge`.
 */
export async function composeForm(
  fields: readonly (readonly [name: string, value: string])[],
  files: readonly FormFile[],
  { readFile, t }: Pick<ProviderDeps, 'readFile' | 't'>,
  signal: AbortSignal,
): Promise<{ body: Buffer; contentType: string }> {
  // Random, so that no prompt and no image can end a part.
  const boundary = `form-${crypto.randomUUID()}`;
  const parts: Uint8Array[] = [];
  let length = 0;
  const add = (part: Uint8Array): void => {
    length += part.byteLength;
    if (length > maxFormBytes)
      throw bodyTooLarge(t('The images are too large to send: at most {0} MB.', maxFormBytes / 1e6));
    parts.push(part);
  };
  const addText = (text: string): void => {
    add(Buffer.from(text));
  };
  for (const [name, value] of fields) {
    addText(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  for (const { field, fileName, mimeType, path } of files) {
    const bytes = await readFile(path).catch((cause: unknown) => unreadable(t, cause));
    signal.throwIfAborted();
    addText(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${fileName}"\r\ncontent-type: ${mimeType}\r\n\r\n`,
    );
    add(bytes);
    addText('\r\n');
    await giveWay();
  }
  addText(`--${boundary}--\r\n`);
  signal.throwIfAborted();
  return { body: Buffer.concat(parts, length), contentType: `multipart/form-data; boundary=${boundary}` };
}
