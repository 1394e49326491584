import type { SpentOn } from '../../core/run/ports';

/** `<milliseconds>-<window>-<number>.<state>.<millionths of a dollar>[.<outcome>[.exact]].json` */
const entry = /^(?:(\d+)-(\w+)-\d+|[\w-]+)\.(reserved|spent)\.(\d+)(?:\.([a-z-]+)(\.exact)?)?\.json$/;
const microUsd = 1_000_000;
/** Larger numbers are written with an exponent, which no name of an entry has. */
const mostMicro = 1e15;

export interface Entry {
  /** When it was reserved, milliseconds since the epoch. */
  at?: number;
  window: string | undefined;
  state: string | undefined;
  micro: number;
  outcome?: string;
  exact: boolean;
}

export function parseEntry(name: string): Entry | undefined {
  const match = entry.exec(name);
  if (!match) return undefined;
  const [, at, window, state, micro, outcome, exact] = match;
  return {
    ...(at !== undefined && { at: Number(at) }),
    window,
    state,
    micro: Number(micro),
    ...(outcome !== undefined && { outcome }),
    exact: exact !== undefined,
  };
}

/** What a reservation is called once it is known what it was. */
export function spentName(reserved: string, usd: number, { outcome, estimate }: SpentOn): string {
  const more = `${outcome}${estimate ? '' : '.exact'}`;
  return reserved.replace(/\.reserved\.\d+\.json$/, `.spent.${toMicro(usd)}.${more}.json`);
}

/** Rounded up: a fraction of a millionth must not be free. What is no sum of money fits below no limit. */
export function toMicro(usd: number): number {
  return usd >= 0 ? Math.min(Math.ceil(usd * microUsd - 1e-6), mostMicro) : mostMicro;
}

/** `2026-11-22`, in this machine's time. */
export function dayOf(at: number): string {
  const day = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}
