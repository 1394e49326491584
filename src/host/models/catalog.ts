import { Emitter } from '../../core/emitter';
import type { Logger } from '../../core/logger';
import { providerOf, serviceModelId, type ModelId, type ModelInfo } from '../../core/model/modelInfo';
import { plainModel } from '../../core/models/namedEndpoints';
import type { ImageProvider, ProviderInfo, RetiredModel } from '../../core/provider';
import type { Providers } from './providers';

export interface CatalogPorts {
  providers: Providers;
  /** Of no service of ours: systems that people know by name. */
  retired?: NonNullable<ProviderInfo['retired']>;
  /** Loads the provider's bundle on first use. */
  load(provider: string): Promise<ImageProvider>;
  hasKey(provider: string): Promise<boolean>;
  /** `settings.defaultModels`. */
  defaultModels(): readonly ModelId[];
  log: Logger;
  now?: () => number;
}

/** Model ids change every few months, not every hour. */
const freshForMs = 60 * 60 * 1000;
/** After a list that did not come. */
const retryAfterMs = 60 * 1000;

/** The built-in tables merged with what the services list. Answers at once; live lists come in later and fire a change. */
export class Catalog {
  private readonly changed = new Emitter<[]>();
  /** A service that the settings name may be another one by now: a list is good for the one that gave it. */
  private readonly live = new Map<string, { of: ProviderInfo; models: readonly ModelInfo[]; at: number }>();
  private readonly refreshing = new Map<ProviderInfo, Promise<void>>();
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

  /** Asks the services whose key is stored, at most once an hour. Rejects never. */
  async refresh(options?: { force?: boolean }): Promise<void> {
    const remote = this.ports.providers().filter(provider => !provider.local);
    await Promise.all(remote.map(provider => this.refreshOne(provider, options?.force === true)));
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
      label,
      status: 'retired',
      ...(since !== undefined && { lastDay: since }),
      ...(note !== undefined && { statusNote: note }),
      ...(replacement !== undefined && { replacement }),
    };
  }

  /** What is known of a model that is gone, whoever had it. */
  retired(id: ModelId): RetiredModel | undefined {
    const { providers, retired = {} } = this.ports;
    const provider = providers().find(provider => provider.id === providerOf(id));
    return provider?.retired?.[id] ?? retired[id];
  }

  /** After a change of services: lists of those that are gone are forgotten, and those that came are asked. */
  async providersChanged(): Promise<void> {
    const now = this.ports.providers();
    for (const [id, { of }] of this.live) if (!now.includes(of)) this.live.delete(id);
    this.changed.fire();
    await this.refresh();
  }

  private of(provider: ProviderInfo): readonly ModelInfo[] {
    return this.listOf(provider)?.models ?? provider.models;
  }

  private listOf(provider: ProviderInfo): { models: readonly ModelInfo[]; at: number } | undefined {
    const list = this.live.get(provider.id);
    return list?.of === provider ? list : undefined;
  }

  private refreshOne(provider: ProviderInfo, force: boolean): Promise<void> {
    const { now = Date.now } = this.ports;
    const known = this.listOf(provider);
    if (!force && known && now() - known.at < freshForMs) return Promise.resolve();
    const running = this.refreshing.get(provider);
    if (running) return running;
    const work = this.ask(provider)
      .catch((error: unknown) =>
        this.ports.log.warn(`Models of ${provider.id} could not be listed: ${String(error)}`),
      )
      .finally(() => this.refreshing.delete(provider));
    this.refreshing.set(provider, work);
    return work;
  }

  private async ask(provider: ProviderInfo): Promise<void> {
    if (!(await this.ports.hasKey(provider.id))) return;
    const { signal } = this.disposal;
    const models = await (await this.ports.load(provider.id)).listModels(signal);
    if (signal.aborted || models.length === 0 || !this.ports.providers().includes(provider)) return;
    const now = (this.ports.now ?? Date.now)();
    // The table itself: the list did not come.
    const at = models === provider.models ? now - freshForMs + retryAfterMs : now;
    this.live.set(provider.id, { of: provider, models, at });
    this.changed.fire();
  }
}
