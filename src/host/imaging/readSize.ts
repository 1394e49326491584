import { factsOf } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import { withFile } from './fileSource';

/** From the header, on this thread, a few kilobytes a file. Undefined: it cannot be read as an image. Never rejects. */
export function readSize(
  path: string,
): Promise<{ width: number; height: number; bytes: number } | undefined> {
  return withFile(path, async source => factsOf(await readHeader(source), source.size, false)).catch(
    () => undefined,
  );
}
