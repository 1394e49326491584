import { providerOfEndpoint, type NamedEndpoint } from '../../core/models/namedEndpoints';
import type { ProviderInfo } from '../../core/provider';
import type { Settings } from '../../core/settings';

/** Every service there is: ours, and those that the settings name. Read at every call, because settings change. */
export type Providers = () => readonly ProviderInfo[];

/** The same list, and the same objects in it, for as long as what the settings say of them is the same. */
export function createProviders(
  own: readonly ProviderInfo[],
  settings: () => Pick<Settings, 'endpoints'>,
): Providers {
  let read: Settings['endpoints'] | undefined;
  let all: readonly ProviderInfo[] = own;
  let made = new Map<string, ProviderInfo>();
  const named = (endpoint: NamedEndpoint): [said: string, ProviderInfo] => {
    const said = JSON.stringify(endpoint);
    return [said, made.get(said) ?? providerOfEndpoint(endpoint, own)];
  };
  return () => {
    const { endpoints } = settings();
    if (endpoints === read) return all;
    read = endpoints;
    const before = made;
    made = new Map(endpoints.map(named));
    const same = made.size === before.size && [...made.keys()].every(said => before.has(said));
    // What runs on this machine comes last.
    if (!same)
      all = [...own.filter(({ local }) => !local), ...made.values(), ...own.filter(({ local }) => local)];
    return all;
  };
}
