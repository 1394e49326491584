import { providerOfEndpoint } from '../../core/models/namedEndpoints';
import type { ProviderInfo } from '../../core/provider';
import type { Settings } from '../../core/settings';

/** Every service there is: ours, and those that the settings name. Read at every call, because settings change. */
export type Providers = () => readonly ProviderInfo[];

/** The same list for as long as the settings are the same. */
export function createProviders(
  own: readonly ProviderInfo[],
  settings: () => Pick<Settings, 'endpoints'>,
): Providers {
  let read: Settings['endpoints'] | undefined;
  let all: readonly ProviderInfo[] = own;
  return () => {
    const { endpoints } = settings();
    if (endpoints === read) return all;
    read = endpoints;
    const named = endpoints.map(endpoint => providerOfEndpoint(endpoint, own));
    // What runs on this machine comes last.
    all = [...own.filter(({ local }) => !local), ...named, ...own.filter(({ local }) => local)];
    return all;
  };
}
