import type { ReaderPool } from './readerPool';

const atOnce = 64;

/** Has the bytes of images read, some at a time. A part that cannot be read is left out; the hash of a file that cannot is undefined. */
export async function hashImages(
  pool: Pick<ReaderPool, 'run'>,
  paths: readonly string[],
  fileOf: (path: string) => string,
  take: (hashes: readonly (readonly [path: string, hash: string | undefined])[]) => void,
): Promise<void> {
  const parts: Promise<void>[] = [];
  for (let from = 0; from < paths.length; from += atOnce) {
    const part = paths.slice(from, from + atOnce);
    parts.push(
      pool.run({ kind: 'hashes', files: part.map(fileOf) }).then(
        result => {
          if ('hashes' in result) take(part.map((path, i) => [path, result.hashes[i]]));
        },
        () => undefined,
      ),
    );
  }
  await Promise.all(parts);
}
