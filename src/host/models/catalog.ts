import { Emitter } from '../../core/emitter';
import type { Logger } from '../../core/logger';
import type { ModelId, ModelInfo } from '../../core/model/modelInfo';
import type { ImageProvider, ProviderInfo } from '../../core/provider';

export interface CatalogPorts {
  providers: readonly ProviderInfo[];
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

/** The built-in tables merged with what the services list. Answers at once; live lists come in later and fire a change. */
export class Catalog {
  private readonly changed = new Emitter<[]>();
  private readonly live = new Map<string, { models: readonly ModelInfo[]; at: number }>();
  private readonly refreshing = new Map<string, Promise<void>>();
  private readonly disposal = new AbortController();

  constructor(private readonly ports: CatalogPorts) {}

  readonly onDidChange = this.changed.on;

  /** In the order to show them; retired ones included. */
  all(): readonly ModelInfo[] {
    return this.ports.providers.flatMap(provider => this.of(provider));
  }

  resolve(id: ModelId): ModelInfo | undefined {
    return this.all().find(model => model.id === id);
  }

  /** What a run starts with when nothing else was chosen. Never empty as long as an offline model exists. */
  async defaults(): Promise<readonly ModelId[]> {
    const asked = this.ports.defaultModels().filter(id => {
      const model = this.resolve(id);
      return model !== undefined && model.status !== 'retired';
    });
    if (asked.length > 0) return [...new Set(asked)];
    for (const provider of this.ports.providers.filter(provider => !provider.local)) {
      if (!(await this.ports.hasKey(provider.id))) continue;
      const model = this.of(provider).find(model => model.status === 'stable') ?? this.of(provider)[0];
      if (model) return [model.id];
    }
    const local = this.all().find(model => model.local && model.capabilities.generate);
    return local ? [local.id] : [];
  }

  /** Asks the services whose key is stored, at most once an hour. Rejects never. */
  async refresh(options?: { force?: boolean }): Promise<void> {
    const remote = this.ports.providers.filter(provider => !provider.local);
    await Promise.all(remote.map(provider => this.refreshOne(provider, options?.force === true)));
  }

  dispose(): void {
    this.disposal.abort();
    this.changed.clear();
  }

  private of(provider: ProviderInfo): readonly ModelInfo[] {
    return this.live.get(provider.id)?.models ?? provider.models;
  }

  private refreshOne(provider: ProviderInfo, force: boolean): Promise<void> {
    const { now = Date.now } = this.ports;
    const known = this.live.get(provider.id);
    if (!force && known && now() - known.at < freshForMs) return Promise.resolve();
    const running = this.refreshing.get(provider.id);
    if (running) return running;
    const work = this.ask(provider)
      .catch((error: unknown) =>
        this.ports.log.warn(`Models of ${provider.id} could not be listed: ${String(error)}`),
      )
      .finally(() => this.refreshing.delete(provider.id));
    this.refreshing.set(provider.id, work);
    return work;
  }

  private async ask(provider: ProviderInfo): Promise<void> {
    if (!(await this.ports.hasKey(provider.id))) return;
    const { signal } = this.disposal;
    const models = await (await this.ports.load(provider.id)).listModels(signal);
    if (signal.aborted || models.length === 0) return;
    this.live.set(provider.id, { models, at: (this.ports.now ?? Date.now)() });
    this.changed.fire();
  }
}
