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

  constructor(private readonly ports: KeysPorts) {
    this.listening = ports.secrets.onDidChange(({ key }) => {
      if (!key.startsWith(prefix)) return;
      const rest = key.slice(prefix.length);
      this.changed.fire(rest.slice(0, rest.indexOf('.')));
    });
  }

  /** Stored, replaced or removed, in any window. */
  readonly onDidChange = this.changed.on;

  /** Read from the secret storage at every call: another window may have changed it. */
  async get(provider: string): Promise<string | undefined> {
    const name = this.nameOf(provider);
    return name === undefined ? undefined : await this.ports.secrets.get(name);
  }

  async has(provider: string): Promise<boolean> {
    return (await this.get(provider)) !== undefined;
  }

  async store(provider: string, key: string): Promise<void> {
    const name = this.nameOf(provider);
    if (name === undefined) throw new Error(`The endpoint of ${provider} is not an address.`);
    await this.ports.secrets.store(name, key);
  }

  async remove(provider: string): Promise<void> {
    const name = this.nameOf(provider);
    if (name !== undefined) await this.ports.secrets.delete(name);
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.clear();
  }

  private nameOf(provider: string): string | undefined {
    const origin = this.ports.originOf(provider);
    return origin === undefined ? undefined : `${prefix}${provider}.${origin}`;
  }
}
