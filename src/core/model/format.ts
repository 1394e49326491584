/** `84 KB`, `1.2 MB`: binary multiples under the names that file managers use. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `1376 × 768` */
export function formatPixels({ width, height }: { width: number; height: number }): string {
  return `${width} × ${height}`;
}

/** `$0.034`, `$1.12`, `$0`: three digits after the point below ten cents, where one image is. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  return `$${usd.toFixed(usd < 0.1 ? 3 : 2)}`;
}

/** `12 s`, `1 min`, `1 min 4 s` */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60 === 0 ? '' : ` ${seconds % 60} s`;
  return `${Math.floor(seconds / 60)} min${rest}`;
}

/** What something took that is over: `0.3 s`, `9.4 s`, then as above; nothing below a tenth of a second. */
export function formatTook(ms: number): string {
  const tenths = Math.round(ms / 100);
  if (tenths < 1) return '';
  return tenths < 100 ? `${(tenths / 10).toFixed(1)} s` : formatDuration(ms);
}
