import type * as vscode from 'vscode';
import { Emitter } from '../../core/emitter';

export interface KeysPorts {
  secrets: vscode.SecretStorage;
  /** Where the provider's requests go now; `undefined`: its setting is no address. */
  originOf(provider: string): string | undefined;
}

const prefix = 'inlineAssets.key.';

/** API keys, each bound to the origin it was entered for: another endpoint never gets it. */
export class Keys {
  private readonly changed = new Emitter<[provider: string]>();
  private readonly listening: vscode.Disposable;
  /** By name. Asking the secret storage is a trip to another process, twice a request. */
  private readonly known = new Map<string, string>();

  constructor(private readonly ports: KeysPorts) {
    this.listening = ports.secrets.onDidChange(({ key }) => {
      if (!key.startsWith(prefix)) return;
      this.known.delete(key);
      const rest = key.slice(prefix.length);
      this.changed.fire(rest.slice(0, rest.indexOf('.')));
    });
  }

  /** Stored, replaced or removed, in any window that VS Code tells of. */
  readonly onDidChange = this.changed.on;

  async get(provider: string): Promise<string | undefined> {
    const name = this.nameOf(provider);
    return name === undefined ? undefined : (this.known.get(name) ?? (await this.read(name)));
  }

  /** From the secret storage itself: windows in a browser are not told of each other's changes. */
  async reread(provider: string): Promise<string | undefined> {
    const name = this.nameOf(provider);
    return name === undefined ? undefined : this.read(name);
  }

  async has(provider: string): Promise<boolean> {
    return (await this.get(provider)) !== undefined;
  }

  /** For the origin that the user was shown. Rejects when requests go elsewhere by now. */
  async store(provider: string, key: string, origin: string): Promise<void> {
    if (this.ports.originOf(provider) !== origin) {
      throw new Error(`The endpoint of ${provider} is not ${origin} any more.`);
    }
    const name = nameFor(provider, origin);
    this.known.delete(name);
    await this.ports.secrets.store(name, key);
  }

  async remove(provider: string, origin: string): Promise<void> {
    const name = nameFor(provider, origin);
    this.known.delete(name);
    await this.ports.secrets.delete(name);
  }

  /** Whose keys are stored, for which addresses; also of services that are not configured any more. Never the keys. */
  async stored(): Promise<readonly { provider: string; origin: string }[]> {
    const names = await this.ports.secrets.keys();
    return names.flatMap(name => {
      const [, provider, origin] = /^inlineAssets\.key\.([^.]+)\.(.+)$/.exec(name) ?? [];
      return provider !== undefined && origin !== undefined ? [{ provider, origin }] : [];
    });
  }

  dispose(): void {
    this.listening.dispose();
    this.known.clear();
    this.changed.clear();
  }

  private async read(name: string): Promise<string | undefined> {
    const key = await this.ports.secrets.get(name);
    if (key === undefined) this.known.delete(name);
    else this.known.set(name, key);
    return key;
  }

  private nameOf(provider: string): string | undefined {
    const origin = this.ports.originOf(provider);
    return origin === undefined ? undefined : nameFor(provider, origin);
  }
}

function nameFor(provider: string, origin: string): string {
  return `${prefix}${provider}.${origin}`;
}
