/** `20261122-101530123-k3f9q2`: names sort by time, in UTC, and are readable in a folder. */
export function newRunId(now: number, random: () => number): string {
  const stamp = new Date(now)
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .replace('T', '-');
  return `${stamp}-${letters(random, 6)}`;
}

/** `003-k3f9`: sorts by position; the letters keep two windows apart that retry at the same moment. */
export function newRequestId(position: number, random: () => number): string {
  return `${String(position).padStart(3, '0')}-${letters(random, 4)}`;
}

/** What a run's folder may be called; also keeps ids from outside from leaving the store. */
export function isRunId(id: string): boolean {
  return /^\d{8}-\d{9}-[a-z0-9]{6}$/.test(id);
}

function letters(random: () => number, count: number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}
