import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { sniffBytes, sniffFormat } from '../../core/imaging/sniff';
import { extensionOf } from '../../core/model/imageFormat';
import type { ReceivedBlob } from '../../core/model/outcome';
import type { BlobSink } from '../../core/provider';
import type { RequestBlobs } from '../../core/run/ports';
import { temporaryName } from './atomicFile';
import { toStorageError } from './storageErrors';

/** What a request receives, into its run's folder: `<request>-<n>.<extension of its bytes>`. Tells each finished path. */
export function createBlobs(
  folder: string,
  requestId: string,
  onFinished: (file: string) => void,
  after = 0,
): RequestBlobs {
  const arrived: ReceivedBlob[] = [];
  const unfinished = new Set<() => Promise<void>>();
  let count = after;
  let firstError: unknown;

  const failed = (error: unknown): Error => {
    const known = toStorageError(error);
    firstError ??= known;
    return known;
  };

  const finish = async (
    temporary: string,
    head: Uint8Array,
    bytes: number,
    number: number,
    declaredType?: string,
  ): Promise<ReceivedBlob> => {
    const format = sniffFormat(head);
    const file = `${requestId}-${number}.${format ? extensionOf(format) : 'bin'}`;
    await rename(temporary, path.join(folder, file));
    onFinished(path.join(folder, file));
    const blob = { file, bytes, ...(declaredType !== undefined && { declaredType }) };
    arrived.push(blob);
    return blob;
  };

  return {
    async createBlob(declaredType) {
      const number = ++count;
      const temporary = temporaryName(path.join(folder, requestId));
      let file: FileHandle;
      try {
        file = await open(temporary, 'wx');
      } catch (error) {
        throw failed(error);
      }
      const head = new Uint8Array(sniffBytes);
      let bytes = 0;
      let open_ = true;
      const abort = async (): Promise<void> => {
        unfinished.delete(abort);
        if (open_) {
          open_ = false;
          await file.close().catch(() => undefined);
        }
        await rm(temporary, { force: true }).catch(() => undefined);
      };
      unfinished.add(abort);
      return {
        async write(chunk) {
          try {
            if (bytes < head.length) head.set(chunk.subarray(0, head.length - bytes), bytes);
            for (let at = 0; at < chunk.length;) {
              at += (await file.write(chunk, at, chunk.length - at)).bytesWritten;
            }
            bytes += chunk.length;
          } catch (error) {
            throw failed(error);
          }
        },
        async close() {
          try {
            open_ = false;
            await file.close();
            const blob = await finish(temporary, head.subarray(0, bytes), bytes, number, declaredType);
            unfinished.delete(abort);
            return blob;
          } catch (error) {
            await abort();
            throw failed(error);
          }
        },
        abort,
      } satisfies BlobSink;
    },

    createBlobPath(extension) {
      const number = ++count;
      // Codecs may look at the extension, so this temporary file has one.
      const temporary = `${temporaryName(path.join(folder, requestId))}.${extension}`;
      const remove = async (): Promise<void> => {
        unfinished.delete(remove);
        await rm(temporary, { force: true }).catch(() => undefined);
      };
      unfinished.add(remove);
      return Promise.resolve({
        path: temporary,
        async adopt() {
          try {
            const blob = await finish(
              temporary,
              await headOf(temporary),
              (await stat(temporary)).size,
              number,
            );
            unfinished.delete(remove);
            return blob;
          } catch (error) {
            throw failed(error);
          }
        },
      });
    },

    received: () => arrived,
    error: () => firstError,
    async abandon() {
      await Promise.all([...unfinished].map(remove => remove()));
    },
  };
}

/** The first bytes of a file, enough to tell what it is. */
export async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const head = new Uint8Array(sniffBytes);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What `createBlobs` finished writing for a request, in this window or one that is gone. */
export async function arrivedBlobs(folder: string, requestId: string): Promise<readonly ReceivedBlob[]> {
  const numbered = (await readdir(folder)).flatMap(file => {
    const number = file.startsWith(`${requestId}-`)
      ? /^(\d+)\.\w+$/.exec(file.slice(requestId.length + 1))
      : null;
    return number ? [{ file, number: Number(number[1]) }] : [];
  });
  numbered.sort((a, b) => a.number - b.number);
  return Promise.all(
    numbered.map(async ({ file }) => ({ file, bytes: (await stat(path.join(folder, file))).size })),
  );
}
