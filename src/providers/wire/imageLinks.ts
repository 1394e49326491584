/** More than any answer has; each is a request. */
export const maxLinks = 8;
const maxLength = 2000;

/** No answer that is an image goes on for longer before it says where it lies. */
const maxText = 64 * 1024;

// An address ends where a title can begin: what may be of either would be tried as both, at each length.
const markdownImage = /!\[[^\]\n]{0,300}\]\(\s*<?(https?:\/\/[^\s<>)]{1,2000})>?(?:\s[^)\n]{0,200})?\)/gi;
const bareAddress = /https?:\/\/[^\s<>"'()[\]]{3,2000}/gi;
const imageName = /\.(png|jpe?g|webp|gif|avif)$/i;

/**
 * Addresses in a text under which an image lies, as some gateways answer: as a Markdown image, as an address that ends like
 * the name of an image, or because there is nothing else in the text. Any other address is what the model speaks of.
 * Of a text that is longer than any such answer only the beginning is looked at, and given back.
 */
export function findImageLinks(whole: string): { links: readonly string[]; without: string } {
  const text = whole.slice(0, maxText);
  const links = new Set<string>();
  const take = (address: string): boolean => {
    const link = asLink(address);
    if (link === undefined || (links.size >= maxLinks && !links.has(link))) return false;
    links.add(link);
    return true;
  };
  const plain = text.replace(markdownImage, (found, address: string) => (take(address) ? '' : found));
  const alone = /^https?:\/\/\S+$/i.test(text.trim());
  const without = plain.replace(bareAddress, found => {
    const address = found.replace(/[.,;:!?*_~`]+$/, '');
    const path = URL.canParse(address) ? new URL(address).pathname : '';
    if (!alone && !imageName.test(path)) return found;
    return take(address) ? found.slice(address.length) : found;
  });
  return { links: [...links], without: without.trim() };
}

function asLink(address: string): string | undefined {
  if (address.length > maxLength || !URL.canParse(address)) return undefined;
  const { href, username, password } = new URL(address);
  return username === '' && password === '' ? href : undefined;
}
