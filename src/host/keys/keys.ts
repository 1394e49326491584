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

  async store(provider: string, key: string): Promise<void> {
    const name = this.nameOf(provider);
    if (name === undefined) throw new Error(`The endpoint of ${provider} is not an address.`);
    this.known.delete(name);
    await this.ports.secrets.store(name, key);
  }

  async remove(provider: string): Promise<void> {
    const name = this.nameOf(provider);
    if (name === undefined) return;
    this.known.delete(name);
    await this.ports.secrets.delete(name);
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
    return origin === undefined ? undefined : `${prefix}${provider}.${origin}`;
  }
}
