/** Bytes. What "KB" means wherever it is shown or typed: as in VS Code's own status bar. */
export const kilobyte = 1024;
export const megabyte = kilobyte * kilobyte;

/** `84 KB`, `1.2 MB`, `2 MB`: binary multiples under the names that VS Code uses. */
export function formatBytes(bytes: number): string {
  if (bytes < kilobyte) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / kilobyte;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= kilobyte;
    unit++;
  }
  return `${value < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `1376 × 768` */
export function formatPixels({ width, height }: { width: number; height: number }): string {
  return `${width} × ${height}`;
}

/** Below it a price is only said to be below it. */
export const smallestUsd = 0.001;

/** `$0.034`, `$0.134`, `$0.04`, `$0.50`, `$1.12`, `$0`: tenths of a cent below a dollar, where single images are. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < smallestUsd) return `less than $${smallestUsd}`;
  const fine = usd.toFixed(3);
  return `$${Number(fine) < 1 ? fine.replace(/0$/, '') : usd.toFixed(2)}`;
}

/** An estimate: `≈ $0.034`; what is below the smallest price shown is not exact anyway. */
export function formatAboutUsd(usd: number): string {
  return usd < smallestUsd ? formatUsd(usd) : `≈ ${formatUsd(usd)}`;
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
