import type { ProviderRequest } from '../../core/provider';

/** Not negative, which most services want. Variations of one seed would be the same image, paid for again and again. */
export function seedOf({ settings, variation }: Pick<ProviderRequest, 'settings' | 'variation'>): {
  seed?: number;
} {
  const { seed } = settings;
  return seed === undefined ? {} : { seed: ((seed | 0) + variation) & 0x7fffffff };
}
