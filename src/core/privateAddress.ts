/** Blocks of IPv4 that are of this machine, of a local network, or of no one machine (RFC 6890 and its successors). */
const privateBlocks: readonly (readonly [base: number, bits: number])[] = [
  [block(0, 0), 8],
  [block(10, 0), 8],
  [block(100, 64), 10],
  [block(127, 0), 8],
  [block(169, 254), 16],
  [block(172, 16), 12],
  [block(192, 0), 24],
  [block(192, 168), 16],
  [block(198, 18), 15],
  [block(224, 0), 3],
];

/** True for an address (as DNS gives it, or in brackets as a URL has it) that a stranger must not make us ask. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').toLowerCase();
  const v4 = toNumber(plain);
  if (v4 !== undefined)
    return privateBlocks.some(([base, bits]) => v4 >>> (32 - bits) === base >>> (32 - bits));
  if (!plain.includes(':')) return false;
  const groups = expand(plain);
  if (!groups) return true;
  const [first = 0] = groups;
  // Mapped, compatible and translated IPv4: what they lead to counts.
  const last = ((groups[6] ?? 0) * 65_536 + (groups[7] ?? 0)) >>> 0;
  const prefix = groups.slice(0, 6);
  const plainly = prefix.slice(0, 4).every(group => group === 0);
  const mapped = plainly && (groups[4] === 0 || groups[4] === 0xffff) && [0, 0xffff].includes(groups[5] ?? 0);
  const translated = first === 0x64 && groups[1] === 0xff9b;
  if (mapped || translated) return isPrivateAddress(dotted(last));
  // Unique local, link local, site local, multicast; 6to4, Teredo and documentation, where no file lies.
  return (
    (first & 0xfe00) === 0xfc00 ||
    (first & 0xffc0) === 0xfe80 ||
    (first & 0xffc0) === 0xfec0 ||
    (first & 0xff00) === 0xff00 ||
    first === 0x2002 ||
    (first === 0x2001 && (groups[1] === 0 || groups[1] === 0xdb8))
  );
}

function block(a: number, b: number): number {
  return (a * 2 ** 24 + b * 2 ** 16) >>> 0;
}

function toNumber(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1).map(Number);
  return parts.every(part => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map(shift => (value >>> shift) & 255).join('.');
}

/** Eight groups of an IPv6 address, or `undefined` for what is none. */
function expand(text: string): number[] | undefined {
  const plain = text.replace(/%.*$/, '');
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  const v4 = tail ? toNumber(tail[2] ?? '') : undefined;
  if (tail && v4 === undefined) return undefined;
  const hex =
    tail && v4 !== undefined
      ? `${tail[1] ?? ''}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`
      : plain;
  const [before = '', after, more] = hex.split('::');
  if (more !== undefined) return undefined;
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map(each => parseInt(each, 16));
  const left = read(before);
  const right = read(after ?? '');
  const gap = after === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, gap) }, () => 0), ...right];
  return groups.length === 8 && groups.every(group => group >= 0 && group <= 0xffff) ? groups : undefined;
}
