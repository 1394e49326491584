import {
  isStorageError,
  storageError,
  type StorageError,
  type StorageReason,
} from '../../core/run/storageError';

const reasons: Readonly<Record<string, StorageReason>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  ENOENT: 'missing',
};

/** What Node's file system said, in the words of the store. */
export function toStorageError(error: unknown): StorageError {
  if (isStorageError(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return storageError(reasons[code] ?? 'io', error instanceof Error ? error.message : String(error), error);
}
