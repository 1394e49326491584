import { csvField } from '../cost/limits';
import type { ModelId } from '../model/modelInfo';
import { imageKinds, type ImageKind } from './kind';

/** A line of the record, in the order in which things happened. Times are milliseconds since the epoch. */
export type ScoreLine =
  /** A request that ended; `ms` is how long it took, `usd` absent where nobody knows. */
  | {
      type: 'request';
      at: number;
      run: string;
      request: string;
      model: ModelId;
      kind: ImageKind;
      outcome: string;
      ms: number;
      usd?: number;
    }
  /** The best of a run, by a blind pick or by the first save; a later one of the same run counts instead. */
  | {
      type: 'vote';
      at: number;
      run: string;
      kind: ImageKind;
      how: 'blind' | 'saved';
      winner: ModelId;
      losers: readonly ModelId[];
    }
  /** An image was saved, or its save taken back. */
  | { type: 'kept'; at: number; run: string; request: string; model: ModelId; kind: ImageKind; on: boolean };

export interface ScoreRow {
  model: ModelId;
  /** Runs with another model in which a winner was picked. */
  games: number;
  wins: number;
  blindGames: number;
  /** Share of games won with its 95 % interval (Wilson); absent without games. */
  share?: { value: number; low: number; high: number };
  requests: number;
  /** Share of requests that brought no image, without those that were stopped; absent where there are none. */
  failureRate?: number;
  /** Of requests that brought an image. */
  medianMs?: number;
  kept: number;
  /** All that was spent on the model, by the images that were kept; absent where none was or a price is not known. */
  usdPerKept?: number;
  usd: number;
}

/** Not the model's doing. */
const notItsFault: ReadonlySet<string> = new Set([
  ...['cancelled', 'interrupted', 'budget', 'consent', 'unsupported', 'auth', 'billing', 'quota'],
]);

/** A row for each model that there is anything to say of, the best first. `kind`: of such images only. */
export function scoreboard(lines: readonly ScoreLine[], kind?: ImageKind): readonly ScoreRow[] {
  const wanted = lines.filter(line => kind === undefined || line.kind === kind);
  const tallies = new Map<ModelId, Tally>();
  const tally = (model: ModelId): Tally => {
    const known = tallies.get(model);
    if (known) return known;
    const made: Tally = {
      games: 0,
      wins: 0,
      blindGames: 0,
      times: [],
      failed: 0,
      asked: 0,
      usd: 0,
      unpriced: false,
    };
    tallies.set(model, made);
    return made;
  };
  for (const vote of latestVotes(wanted)) {
    for (const model of [vote.winner, ...vote.losers]) {
      const own = tally(model);
      own.games++;
      if (vote.how === 'blind') own.blindGames++;
      if (model === vote.winner) own.wins++;
    }
  }
  const requests = new Map<string, Extract<ScoreLine, { type: 'request' }>>();
  for (const line of wanted) if (line.type === 'request') requests.set(`${line.run}/${line.request}`, line);
  for (const { model, outcome, ms, usd } of requests.values()) {
    const own = tally(model);
    if (outcome === 'images') own.times.push(ms);
    if (!notItsFault.has(outcome)) own.asked++;
    if (outcome !== 'images' && !notItsFault.has(outcome)) own.failed++;
    if (usd === undefined) own.unpriced = true;
    else own.usd += usd;
  }
  const kept = keptOf(wanted);
  for (const model of kept.keys()) tally(model);
  return [...tallies].map(([model, own]) => rowOf(model, own, kept.get(model) ?? 0)).sort(byMerit);
}

interface Tally {
  games: number;
  wins: number;
  blindGames: number;
  times: number[];
  failed: number;
  asked: number;
  usd: number;
  unpriced: boolean;
}

function latestVotes(lines: readonly ScoreLine[]): Iterable<Extract<ScoreLine, { type: 'vote' }>> {
  const votes = new Map<string, Extract<ScoreLine, { type: 'vote' }>>();
  for (const line of lines) {
    if (line.type !== 'vote') continue;
    const before = votes.get(line.run);
    // Who did not see the names has said more than who saved one.
    if (before?.how !== 'blind' || line.how === 'blind') votes.set(line.run, line);
  }
  return votes.values();
}

function keptOf(lines: readonly ScoreLine[]): ReadonlyMap<ModelId, number> {
  const saves = new Map<string, { model: ModelId; on: boolean }>();
  for (const line of lines) {
    if (line.type === 'kept') saves.set(`${line.run}/${line.request}`, { model: line.model, on: line.on });
  }
  const counts = new Map<ModelId, number>();
  for (const { model, on } of saves.values()) if (on) counts.set(model, (counts.get(model) ?? 0) + 1);
  return counts;
}

function rowOf(model: ModelId, own: Tally, kept: number): ScoreRow {
  const medianMs = median(own.times);
  return {
    model,
    games: own.games,
    wins: own.wins,
    blindGames: own.blindGames,
    ...(own.games > 0 && { share: wilson(own.wins, own.games) }),
    requests: own.asked,
    ...(own.asked > 0 && { failureRate: own.failed / own.asked }),
    ...(medianMs !== undefined && { medianMs }),
    kept,
    ...(kept > 0 && !own.unpriced && { usdPerKept: own.usd / kept }),
    usd: own.usd,
  };
}

/** By what is sure: a model that won one game of one is not above one that won nine of ten. */
function byMerit(a: ScoreRow, b: ScoreRow): number {
  return (b.share?.low ?? -1) - (a.share?.low ?? -1) || b.games - a.games || (a.model < b.model ? -1 : 1);
}

/** The interval that holds the true share in 95 of 100 cases (E. B. Wilson, 1927). */
export function wilson(wins: number, games: number): { value: number; low: number; high: number } {
  const z = 1.96;
  const value = wins / games;
  const scale = 1 + z ** 2 / games;
  const middle = (value + z ** 2 / (2 * games)) / scale;
  const half = (z * Math.sqrt((value * (1 - value)) / games + z ** 2 / (4 * games ** 2))) / scale;
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return undefined;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}

/** RFC 4180: a line for each model and kind that there is anything to say of. */
export function scoreboardCsv(lines: readonly ScoreLine[]): string {
  const head = ['kind', 'model', 'games', 'wins', 'blind games', 'win share', 'low', 'high', 'requests'];
  const more = ['failure rate', 'median seconds', 'kept', 'usd', 'usd per kept image'];
  const number = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '';
  const rows = [undefined, ...imageKinds].flatMap(kind =>
    scoreboard(lines, kind).map(row => [
      ...[kind ?? 'all', row.model, `${row.games}`, `${row.wins}`, `${row.blindGames}`],
      ...[number(row.share?.value, 3), number(row.share?.low, 3), number(row.share?.high, 3)],
      ...[`${row.requests}`, number(row.failureRate, 3)],
      number(row.medianMs === undefined ? undefined : row.medianMs / 1000, 2),
      ...[`${row.kept}`, number(row.usd, 6), number(row.usdPerKept, 6)],
    ]),
  );
  return [[...head, ...more], ...rows].map(row => `${row.map(csvField).join(',')}\r\n`).join('');
}
