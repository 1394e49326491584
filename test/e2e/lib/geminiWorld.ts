import {
  startGeminiServer,
  testKeys,
  type GeminiServer,
  type ReceivedRequest,
} from '../../server/geminiServer';
import { openWorkbench, type OpenOptions } from './openWorkbench';
import { openPanel, type PanelPage } from './panelPage';
import type { Workbench } from './workbench';

/** Opens the box for Google's key: there are several services to choose from. */
export async function askForGeminiKey(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Inline Assets: Set API Key…');
  await workbench.quickInput.choose(/Google Gemini/);
}

/** A workbench that takes a local test server for Google. */
export class GeminiWorld {
  private constructor(
    readonly server: GeminiServer,
    readonly workbench: Workbench,
    readonly panel: PanelPage,
  ) {}

  static async open(options: OpenOptions = {}): Promise<GeminiWorld> {
    const server = await startGeminiServer();
    const workbench = await openWorkbench({
      workspace: 'samples',
      ...options,
      settings: { 'inlineAssets.gemini.endpoint': server.url, ...options.settings },
    });
    return new GeminiWorld(server, workbench, await openPanel(workbench));
  }

  /** `127.0.0.1:port`, as sentences name the service's place. */
  get host(): string {
    return new URL(this.server.url).host;
  }

  /** What was really sent to be generated, oldest first. */
  get sent(): readonly ReceivedRequest[] {
    return this.server.requests.filter(({ path }) => path.endsWith(':generateContent'));
  }

  /** Types a key into the box that is shown. */
  async enterKey(key: string): Promise<void> {
    const { quickInput } = this.workbench;
    await quickInput.fill(key);
    await quickInput.accept();
  }

  /** Stores the good key by the command, and allows sending with a first image. */
  async ready(model: string, prompt = 'A first image'): Promise<void> {
    await askForGeminiKey(this.workbench);
    await this.enterKey(testKeys.good);
    await this.workbench.notifications.close(`The key for ${this.host} is stored.`);
    await this.panel.chooseModels(model);
    await this.panel.generate(prompt);
    await this.allowSending();
    await this.panel.imageOf(model).first().waitFor();
  }

  async allowSending(): Promise<void> {
    await this.workbench.answerDialog(this.host, 'Allow for This Workspace');
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.server.stop();
  }
}
