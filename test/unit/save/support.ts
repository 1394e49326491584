import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ImageFacts } from '../../../src/core/model/run';

export function facts(part: Partial<ImageFacts>): ImageFacts {
  const format = part.format ?? 'png';
  return {
    format,
    mimeType: `image/${format}`,
    width: 64,
    height: 64,
    bytes: 1000,
    hasAlpha: false,
    animated: false,
    orientation: 1,
    ...part,
    provenance: { contentCredentials: false, aiGenerated: false, synthIdClaimed: false, ...part.provenance },
  };
}

/** A folder of its own for each test of the surrounding `describe`; its path has no symlinks. `before` it is removed. */
export function temporaryFolder(before: () => Promise<void> = async () => undefined): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'inline-assets-save-')));
  });
  afterEach(async () => {
    await before();
    await fs.rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** Every file and folder below, relative, with the content of text files. */
export async function tree(folder: string): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, full).split(path.sep).join('/');
    out[entry.isDirectory() ? `${name}/` : name] = entry.isFile() ? await fs.readFile(full, 'utf8') : '';
  }
  return out;
}

/** An error as the system gives it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: made by the test`), { code });
}
