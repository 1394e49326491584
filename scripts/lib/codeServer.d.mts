export interface CodeServer {
  url: string;
  authority: string;
  folder: string;
  /** What the server and its extension hosts printed. */
  log: string;
  pid: number;
  exited: Promise<number>;
  stop(): Promise<void>;
}
export interface CodeServerOptions {
  folder: string;
  extensions: string;
  port?: number;
  settings?: Readonly<Record<string, unknown>>;
  keepSettings?: boolean;
  trustAll?: boolean;
  developmentHost?: boolean;
  env?: Record<string, string | undefined>;
}
export const quietSettings: Readonly<Record<string, unknown>>;
export const testSettings: Readonly<Record<string, unknown>>;
export function settingsFile(folder: string): string;
export function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): void;
export function startCodeServer(options: CodeServerOptions): Promise<CodeServer>;
export function installVsix(vsix: string, extensions: string, folder: string, id: string): Promise<string>;
