import { pickNumber } from './json';

const mostTokens = 10_000_000;
const mostUsd = 1000;

/** A number below zero, or beyond all that a model takes in, is no count: it would take money out of the sum. */
export function tokens(counts: unknown, name: string): number | undefined {
  return within(counts, name, mostTokens);
}

/** US dollars that a service says it charged for one answer. */
export function dollars(counts: unknown, name: string): number | undefined {
  return within(counts, name, mostUsd);
}

/** The same in credits, each of them a US cent. */
export function credits(counts: unknown, name: string): number | undefined {
  return within(counts, name, mostUsd * 100);
}

function within(counts: unknown, name: string, most: number): number | undefined {
  const count = pickNumber(counts, name);
  return count !== undefined && count >= 0 && count <= most ? count : undefined;
}
