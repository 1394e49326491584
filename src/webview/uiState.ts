/** What the view itself remembers across a reload; everything else comes from the host with `ready`. */
export interface UiState {
  v: 1;
  /** Pixels that the results are scrolled down. */
  scroll: number;
  /** Runs that the user has opened or closed against the rule (newest and running ones are open). */
  toggled: Readonly<Record<string, boolean>>;
  /** The narrow layout's composer; `null` while the user has not chosen. */
  folded: boolean | null;
  search: string;
  /** Only favorites among the results. */
  favourites: boolean;
  /** How results stand beside each other. */
  sort: SortOrder;
  /** The disclosure with thinking, seed and system instruction. */
  more: boolean;
}

/** As asked for, the quickest, the cheapest first, or by the names of the models. */
export const sortOrders = ['asked', 'time', 'cost', 'model'] as const;
export type SortOrder = (typeof sortOrders)[number];

export const initialUi: UiState = {
  ...{ v: 1, scroll: 0, toggled: {}, folded: null, search: '', favourites: false, more: false },
  sort: 'asked',
};

/** Only so many; the oldest choices go first. */
const maxToggled = 100;

/** Whatever an older version or a broken state left: the parts that make sense, else the defaults. */
export function readUi(value: unknown): UiState {
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1) return initialUi;
  const from = value as Partial<Record<keyof UiState, unknown>>;
  return {
    v: 1,
    scroll: typeof from.scroll === 'number' && from.scroll >= 0 ? from.scroll : 0,
    toggled: readToggled(from.toggled),
    folded: typeof from.folded === 'boolean' ? from.folded : null,
    search: typeof from.search === 'string' ? from.search : '',
    favourites: from.favourites === true,
    more: from.more === true,
    sort: sortOrders.find(each => each === from.sort) ?? 'asked',
  };
}

function readToggled(value: unknown): Record<string, boolean> {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
  );
  return Object.fromEntries(entries.slice(-maxToggled));
}
