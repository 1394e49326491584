import type { ModelId } from '../core/model/modelInfo';

/** How models did, by what the user picked and kept. */
export interface ScoreboardView {
  id: string;
  /** Its title. */
  name: string;
  /** "All images" first, then the kinds that there is anything of. */
  kinds: readonly { id: string; label: string; rows: readonly ScoreRowView[] }[];
}

export interface ScoreRowView {
  model: ModelId;
  label: string;
  games: number;
  wins: number;
  /** Games in which the names were hidden. */
  blindGames: number;
  /** Share of games won, with the interval that holds it in 95 of 100 cases; absent without games. */
  share?: { value: number; low: number; high: number };
  requests: number;
  /** 0–1; absent where nothing was asked. */
  failureRate?: number;
  medianMs?: number;
  kept: number;
  /** US dollars, all requests together. */
  usd: number;
  /** US dollars; absent where none was kept or a price is not known. */
  usdPerKept?: number;
}
