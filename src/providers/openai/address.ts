/** `https://api.openai.com/v1`; of an address without a path the version that all of them have. */
export function apiAddress(baseUrl: string, path: string): string {
  const trimmed = baseUrl.trim().replace(/\/+$/, '');
  const bare = URL.canParse(trimmed) && new URL(trimmed).pathname === '/';
  return `${trimmed}${bare ? '/v1' : ''}${path}`;
}
