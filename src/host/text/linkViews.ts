import type { Grounding } from '../../core/model/outcome';
import type { LinkView } from '../../protocol/views';
import { safeText } from './safeText';

const maxLength = 2000;

/** Addresses that came from a service, as the page may open them; others are left out. */
export function linkViews(links: readonly string[] | undefined): LinkView[] {
  return (links ?? []).flatMap(url => {
    const address = webAddress(url);
    return address ? [{ title: safeText(`${address.host}${address.pathname}`), url: address.href }] : [];
  });
}

/** What the service looked up: what it found, then what it asked for. */
export function sourceViews(grounding: Grounding | undefined): LinkView[] {
  if (!grounding) return [];
  const sources = grounding.sources.flatMap(({ title, url }) => {
    const address = webAddress(url);
    return address ? [{ title: safeText(title) || address.host, url: address.href }] : [];
  });
  const searches = grounding.queries.map(query => ({
    title: safeText(query),
    url: `https://www.google.com/search?q=${encodeURIComponent(query)}`,
    search: true as const,
  }));
  return [...sources, ...searches];
}

function webAddress(url: string): URL | undefined {
  if (url.length > maxLength || !URL.canParse(url)) return undefined;
  const address = new URL(url);
  const { protocol, username, password } = address;
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
    ? address
    : undefined;
}
