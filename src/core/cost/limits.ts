/** What was spent or is under way, in US dollars, of all windows and workspaces. */
export interface Spent {
  todayUsd: number;
  /** The calendar month, today included. */
  monthUsd: number;
}

/** Above these nothing is sent. */
export interface Limits {
  dailyUsd: number;
  monthlyUsd: number;
}

export interface LimitHit {
  period: 'day' | 'month';
  spentUsd: number;
  limitUsd: number;
}

/** The limit that `usd` more would go above; of both the month's, which lasts longer. */
export function limitHit(spent: Spent, usd: number, limits: Limits): LimitHit | undefined {
  // Sums of the same numbers in another order differ in their last digits.
  const over = (sum: number, limit: number): boolean => sum + usd > limit + 1e-9;
  if (over(spent.monthUsd, limits.monthlyUsd)) {
    return { period: 'month', spentUsd: spent.monthUsd, limitUsd: limits.monthlyUsd };
  }
  if (over(spent.todayUsd, limits.dailyUsd)) {
    return { period: 'day', spentUsd: spent.todayUsd, limitUsd: limits.dailyUsd };
  }
  return undefined;
}

/** A line of the book: one request. */
export interface LedgerLine {
  /** Milliseconds since the epoch. */
  at: number;
  model: string;
  runId: string;
  requestId: string;
  /** US dollars. */
  usd: number;
  /** A word of outcomes; `images`, or `under-way` while nobody knows. */
  outcome: string;
  /** From the table, and not what the service counted. */
  estimate: boolean;
}

/** RFC 4180, with a line for each request, oldest first. */
export function ledgerCsv(lines: readonly LedgerLine[]): string {
  const head = ['time', 'provider', 'model', 'outcome', 'usd', 'estimate', 'run', 'request'];
  const rows = lines.map(line => [
    new Date(line.at).toISOString(),
    line.model.slice(0, Math.max(0, line.model.indexOf('/'))),
    line.model.slice(line.model.indexOf('/') + 1),
    line.outcome,
    line.usd.toFixed(6),
    line.estimate ? 'yes' : 'no',
    line.runId,
    line.requestId,
  ]);
  return [head, ...rows].map(row => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** A spreadsheet takes what begins like a formula for one. */
export function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a period came to, and how. */
export interface Totals {
  usd: number;
  /** Requests that were counted at all. */
  requests: number;
  /** Part of `usd` that is not what a service counted. */
  estimatedUsd: number;
  /** Of requests that brought no image: blocked, stopped or failed, and billed or maybe billed. */
  withoutImageUsd: number;
  /** Dearest first. */
  byModel: readonly { model: string; usd: number; requests: number }[];
}

export function totalsOf(lines: readonly LedgerLine[]): Totals {
  const models = new Map<string, { model: string; usd: number; requests: number }>();
  let usd = 0;
  let estimatedUsd = 0;
  let withoutImageUsd = 0;
  for (const line of lines) {
    usd += line.usd;
    if (line.estimate) estimatedUsd += line.usd;
    if (line.outcome !== 'images' && line.outcome !== 'under-way') withoutImageUsd += line.usd;
    const own = models.get(line.model) ?? { model: line.model, usd: 0, requests: 0 };
    models.set(line.model, { ...own, usd: own.usd + line.usd, requests: own.requests + 1 });
  }
  const byModel = [...models.values()].sort((a, b) => b.usd - a.usd);
  return { usd, requests: lines.length, estimatedUsd, withoutImageUsd, byModel };
}
