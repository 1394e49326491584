import os from 'node:os';

/** Names this process among all that may write to the store: `machine~pid`. */
export function thisProcess(): string {
  return `${safe(os.hostname())}~${process.pid}`;
}

/** Known to have ended; of another machine nobody knows. `name` begins as `thisProcess` says. */
export function hasEnded(name: string): boolean {
  const [machine, pid] = name.split('~');
  return machine === safe(os.hostname()) && !exists(Number(pid));
}

/** Can be the name of a file. */
export function safe(text: string): string {
  return text.replace(/[^\w.~-]/g, '_');
}

function exists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
