import type { Grounding } from '../../core/model/outcome';
import { holdsKey, safeText } from '../wire/failures';
import { isRecord, pick, pickList, pickString, type Json } from '../wire/json';

const maxSources = 20;
const maxQueries = 8;
const maxTitle = 160;
const maxAddress = 2000;

/** What the service looked up, bounded, over https only; `undefined`: nothing. */
export function groundingOf(candidates: readonly Json[], key: string | undefined): Grounding | undefined {
  const metadata = candidates.map(candidate => pick(candidate, 'groundingMetadata')).filter(isRecord);
  const sources = new Map<string, string>();
  for (const chunk of metadata.flatMap(each => pickList(each, 'groundingChunks'))) {
    if (sources.size === maxSources) break;
    const source = sourceOf(chunk, key);
    if (source && !sources.has(source.url)) sources.set(source.url, source.title);
  }
  const asked = metadata.flatMap(each => [
    ...pickList(each, 'webSearchQueries'),
    ...pickList(each, 'imageSearchQueries'),
  ]);
  const queries = asked.flatMap(query =>
    typeof query === 'string' ? [safeText(query.slice(0, 1000), key, maxTitle)] : [],
  );
  const known = [...new Set(queries.filter(query => query !== ''))].slice(0, maxQueries);
  if (sources.size + known.length === 0) return undefined;
  return { sources: [...sources].map(([url, title]) => ({ title, url })), queries: known };
}

function sourceOf(chunk: unknown, key: string | undefined): { title: string; url: string } | undefined {
  const web = pick(chunk, 'web');
  const image = pick(chunk, 'image');
  const address = pickString(web, 'uri') ?? pickString(image, 'sourceUri');
  if (address === undefined || address.length > maxAddress || !URL.canParse(address)) return undefined;
  const { protocol, hostname, href, username, password } = new URL(address);
  if (protocol !== 'https:' || username !== '' || password !== '') return undefined;
  if (holdsKey(href, key)) return undefined;
  const found = isRecord(web) ? web : image;
  const title = (pickString(found, 'title') ?? pickString(found, 'domain') ?? '').slice(0, 1000);
  return { title: safeText(title, key, maxTitle) || hostname, url: href };
}
