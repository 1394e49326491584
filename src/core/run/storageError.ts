export type StorageReason = 'full' | 'read-only' | 'missing' | 'io';

/** What the store rejects with. Tagged, because it may cross a bundle: test `name`, never `instanceof`. */
export interface StorageError extends Error {
  name: 'StorageError';
  reason: StorageReason;
}

export function storageError(reason: StorageReason, message: string, cause?: unknown): StorageError {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = 'StorageError';
  return Object.assign(error, { reason }) as StorageError;
}

export function isStorageError(error: unknown): error is StorageError {
  return error instanceof Error && error.name === 'StorageError';
}
