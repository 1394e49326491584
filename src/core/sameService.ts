import type { ProviderInfo } from './provider';

/** Whether what may go to `origin` may go to `other` as well: services have servers in several regions. */
export function isSameService(
  { servers }: Pick<ProviderInfo, 'servers'>,
  origin: string,
  other: string,
): boolean {
  return origin === other || (servers?.test(origin) === true && servers.test(other));
}
