import { Emitter } from '../../core/emitter';
import type { Logger } from '../../core/logger';
import {
  makesDrawings,
  providerOf,
  serviceModelId,
  type ModelId,
  type ModelInfo,
} from '../../core/model/modelInfo';
import { plainModel } from '../../core/models/namedEndpoints';
import type { ImageProvider, ProviderInfo, RetiredModel } from '../../core/provider';
import { digest, type LiveCache, type LiveList, type Place } from './liveCache';
import type { Providers } from './providers';

export interface CatalogPorts {
  providers: Providers;
  /** Of no service of ours: systems that people know by name. */
  retired?: NonNullable<ProviderInfo['retired']>;
  /** Loads the provider's bundle on first use. */
  load(provider: string): Promise<ImageProvider>;
  hasKey(provider: string): Promise<boolean>;
  /** Where its requests go now: another address has another list. */
  origin?(provider: string): string | undefined;
  /** Lists of earlier and of other windows. */
  cache?: LiveCache;
  /** `settings.defaultModels`. */
  defaultModels(): readonly ModelId[];
  log: Logger;
  now?: () => number;
}

/** Model ids change every few months. */
const freshForMs = 24 * 60 * 60 * 1000;
/** After a list that did not come. */
const retryAfterMs = 60 * 1000;

/** The built-in tables merged with what the services list. Answers at once; live lists come in later and fire a change. */
export class Catalog {
  private readonly changed = new Emitter<[]>();
  /** By the place that they are from. */
  private readonly live = new Map<string, LiveList>();
  private readonly tables = new WeakMap<ProviderInfo, string>();
  private readonly restoring = new Map<string, Promise<void>>();
  private readonly refreshing = new Map<string, Promise<void>>();
  private readonly disposal = new AbortController();

  constructor(private readonly ports: CatalogPorts) {}

  readonly onDidChange = this.changed.on;

  /** In the order to show them; retired ones included. */
  all(): readonly ModelInfo[] {
    return this.ports.providers().flatMap(provider => this.of(provider));
  }

  /** In the tables or lists, or known to be gone (`retired`, with its replacement). */
  resolve(id: ModelId): ModelInfo | undefined {
    return this.all().find(model => model.id === id) ?? this.gone(id);
  }

  /**
   * The same, for a model that is about to be used: what a list may know is asked for first, and an id that nobody knows
   * is still tried, because services have models that they do not list.
   */
  async find(id: ModelId): Promise<ModelInfo | undefined> {
    const known = this.resolve(id);
    if (known) return known;
    const provider = this.ports.providers().find(provider => provider.id === providerOf(id));
    if (!provider || provider.local || serviceModelId(id).trim() === '' || !id.includes('/'))
      return undefined;
    await this.restoreOne(provider);
    const listed = this.resolve(id);
    if (listed) return listed;
    await this.refreshOne(provider, false);
    return this.resolve(id) ?? plainModel(id, provider.id, provider.plain);
  }

  /** What a run starts with when nothing else was chosen. Never empty as long as an offline model exists. */
  async defaults(): Promise<readonly ModelId[]> {
    const asked = this.ports.defaultModels().filter(id => {
      const model = this.resolve(id);
      return model !== undefined && model.status !== 'retired';
    });
    if (asked.length > 0) return [...new Set(asked)];
    for (const provider of this.ports.providers().filter(provider => !provider.local)) {
      if (!(await this.ports.hasKey(provider.id))) continue;
      const model = this.of(provider).find(model => model.status === 'stable') ?? this.of(provider)[0];
      if (model) return [model.id];
    }
    const local = this.all().find(model => model.local && model.capabilities.generate);
    return local ? [local.id] : [];
  }

  /** One that draws SVG and can be used: of `defaults`, else of any service that has a key. */
  async drawing(): Promise<ModelInfo | undefined> {
    for (const id of await this.defaults()) {
      const model = this.resolve(id);
      if (model && makesDrawings(model)) return model;
    }
    for (const model of this.all()) {
      if (model.status === 'retired' || !makesDrawings(model)) continue;
      if (await this.ports.hasKey(model.provider)) return model;
    }
    return undefined;
  }

  /** Puts in the lists of earlier windows. Rejects never. */
  async restore(): Promise<void> {
    await Promise.all(this.remote().map(provider => this.restoreOne(provider)));
  }

  /** Asks the services whose key is stored, at most once a day. Rejects never. */
  async refresh(options?: { force?: boolean }): Promise<void> {
    await Promise.all(this.remote().map(provider => this.refreshOne(provider, options?.force === true)));
  }

  dispose(): void {
    this.disposal.abort();
    this.changed.clear();
  }

  private gone(id: ModelId): ModelInfo | undefined {
    const gone = this.retired(id);
    if (!gone) return undefined;
    const { label, replacement, since, note } = gone;
    const heir = this.all().find(model => model.id === replacement);
    return {
      ...(heir ?? plainModel(id, providerOf(id))),
      id,
      provider: providerOf(id),
      label,
      status: 'retired',
      ...(since !== undefined && { lastDay: since }),
      ...(note !== undefined && { statusNote: note }),
      // One that is not here either leads nowhere.
      ...(heir && { replacement: heir.id }),
    };
  }

  /** What is known of a model that is gone, whoever had it. */
  retired(id: ModelId): RetiredModel | undefined {
    const { providers, retired = {} } = this.ports;
    const provider = providers().find(provider => provider.id === providerOf(id));
    const among = (table: typeof retired, name: string): RetiredModel | undefined =>
      Object.hasOwn(table, name) ? table[name] : undefined;
    return among(provider?.retired ?? {}, id) ?? among(retired, id) ?? among(retired, `${providerOf(id)}/*`);
  }

  /** All that are known to be gone and not in the list, so that a search for one finds what takes its place. */
  allRetired(): readonly ModelInfo[] {
    const { providers, retired = {} } = this.ports;
    const listed = new Set(this.all().map(model => model.id));
    const own = providers().flatMap(provider => (provider.named ? [] : Object.keys(provider.retired ?? {})));
    return [...own, ...Object.keys(retired)].flatMap(id => (listed.has(id) ? [] : (this.gone(id) ?? [])));
  }

  private remote(): readonly ProviderInfo[] {
    return this.ports.providers().filter(provider => !provider.local);
  }

  /** After a change of services: those that came are asked. Lists belong to the place that they are from. */
  async providersChanged(): Promise<void> {
    this.changed.fire();
    await this.refresh();
  }

  private of(provider: ProviderInfo): readonly ModelInfo[] {
    const known = this.live.get(this.keyOf(provider));
    return known?.table === this.tableOf(provider) ? known.models : provider.models;
  }

  private placeOf({ id }: ProviderInfo): Place {
    return { provider: id, origin: this.ports.origin?.(id) ?? '' };
  }

  private keyOf(provider: ProviderInfo): string {
    return `${provider.id} ${this.placeOf(provider).origin}`;
  }

  private tableOf(provider: ProviderInfo): string {
    const known = this.tables.get(provider);
    if (known !== undefined) return known;
    const made = digest(JSON.stringify(provider.models));
    this.tables.set(provider, made);
    return made;
  }

  private restoreOne(provider: ProviderInfo): Promise<void> {
    const key = this.keyOf(provider);
    const running = this.restoring.get(key);
    if (running) return running;
    const work = (async () => {
      const list = await this.ports.cache?.read(this.placeOf(provider));
      // A list that came meanwhile is newer.
      if (!list || this.disposal.signal.aborted || this.live.has(key)) return;
      this.live.set(key, list);
      if (list.table === this.tableOf(provider)) this.changed.fire();
    })();
    this.restoring.set(key, work);
    return work;
  }

  private refreshOne(provider: ProviderInfo, force: boolean): Promise<void> {
    const key = this.keyOf(provider);
    const running = this.refreshing.get(key);
    if (running) return running;
    const work = this.ask(provider, force)
      .catch((error: unknown) =>
        this.ports.log.warn(`Models of ${provider.id} could not be listed: ${String(error)}`),
      )
      .finally(() => this.refreshing.delete(key));
    this.refreshing.set(key, work);
    return work;
  }

  private async ask(provider: ProviderInfo, force: boolean): Promise<void> {
    await this.restoreOne(provider);
    const { now = Date.now, cache, log } = this.ports;
    const key = this.keyOf(provider);
    const known = this.live.get(key);
    const table = this.tableOf(provider);
    if (!force && known?.table === table && isFresh(known.at, now())) return;
    if (!(await this.ports.hasKey(provider.id))) return;
    const { signal } = this.disposal;
    const place = this.placeOf(provider);
    const models = await (await this.ports.load(provider.id)).listModels(signal);
    // Settings changed meanwhile: it is nobody's list now.
    const gone = !this.ports.providers().includes(provider) || this.keyOf(provider) !== key;
    if (signal.aborted || models.length === 0 || gone) return;
    if (models === provider.models) {
      // The table itself: the list did not come, and what came before is still better.
      const kept =
        known?.table === table ? known : { models, table, ...(known?.seen && { seen: known.seen }) };
      this.live.set(key, { ...kept, at: now() - freshForMs + retryAfterMs });
    } else {
      const seen = seenBy(known?.seen, provider, models, now());
      const list = { models: models.map(model => dated(model, seen)), at: now(), seen, table };
      this.live.set(key, list);
      await cache
        ?.write(place, list)
        .catch((error: unknown) =>
          log.warn(`The models of ${provider.id} could not be kept: ${String(error)}`),
        );
    }
    this.changed.fire();
  }
}

/** A clock that was set back makes nothing fresh for ever. */
function isFresh(at: number, now: number): boolean {
  return now >= at && now - at < freshForMs;
}

/** More than any service lists; what was seen is remembered, so that a model that comes back is not new. */
const maxSeen = 10_000;

function seenBy(
  before: LiveList['seen'],
  provider: ProviderInfo,
  models: readonly ModelInfo[],
  now: number,
): NonNullable<LiveList['seen']> {
  const table = new Set(provider.models.map(({ id }) => id));
  const fresh = models.filter(({ id }) => !table.has(id) && before?.[id] === undefined);
  // Nothing is new in a first list: nobody knows since when it is there.
  const at = before === undefined ? 0 : now;
  const all = [...Object.entries(before ?? {}), ...fresh.map(({ id }) => [id, at] as const)];
  return Object.fromEntries(all.slice(-maxSeen));
}

function dated(model: ModelInfo, seen: NonNullable<LiveList['seen']>): ModelInfo {
  const at = seen[model.id] ?? 0;
  if (model.released !== undefined || at === 0) return model;
  return { ...model, released: new Date(at).toISOString().slice(0, 10) };
}
