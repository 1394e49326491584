import * as vscode from 'vscode';

const stateKey = 'inlineAssets.consent';

/** Beside the origin itself, which stands for sending there. */
function downloadsOf(origin: string): string {
  return `${origin} images elsewhere`;
}

/** The user's word, once a workspace and service, that prompts and images may go there. */
export class Consent {
  private readonly asking = new Map<string, Promise<boolean>>();

  constructor(private readonly state: vscode.Memento) {}

  granted(origin: string): boolean {
    return this.origins().includes(origin);
  }

  /** Asks once; later answers come from the workspace's memory. */
  async request(origin: string, images: number): Promise<boolean> {
    if (this.granted(origin)) return true;
    const host = new URL(origin).host;
    const what =
      images === 0
        ? vscode.l10n.t('This sends your prompt to {0}.', host)
        : images === 1
          ? vscode.l10n.t('This sends 1 image and your prompt to {0}.', host)
          : vscode.l10n.t('This sends {0} images and your prompt to {1}.', images, host);
    const allow = vscode.l10n.t('Allow for This Workspace');
    const answer = await vscode.window.showInformationMessage(
      what,
      {
        modal: true,
        detail: vscode.l10n.t(
          'Later runs in this workspace will send their prompts and reference images there too, and nothing else. You can take this back with "Forget Permission to Send Images from This Workspace".',
        ),
      },
      allow,
    );
    if (answer !== allow) return false;
    await this.grant(origin);
    return true;
  }

  downloadsGranted(origin: string): boolean {
    return this.granted(downloadsOf(origin));
  }

  /** Whether images that the service at `origin` keeps at `hosts` may be fetched. Asks once, however many wait for it. */
  requestDownloads(origin: string, hosts: readonly string[]): Promise<boolean> {
    if (this.downloadsGranted(origin)) return Promise.resolve(true);
    const known = this.asking.get(origin);
    if (known) return known;
    const asking = this.askForDownloads(origin, hosts).finally(() => this.asking.delete(origin));
    this.asking.set(origin, asking);
    return asking;
  }

  private async askForDownloads(origin: string, hosts: readonly string[]): Promise<boolean> {
    const service = new URL(origin).host;
    const allow = vscode.l10n.t('Allow for This Workspace');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} answers with an address in place of the image. Fetch the image from {1}?',
        service,
        hosts.slice(0, 5).join(', '),
      ),
      {
        modal: true,
        detail: vscode.l10n.t(
          'The image was drawn and may be billed. Nothing of yours is sent there: no key, no prompt, no image. Later images that {0} keeps elsewhere will be fetched too, over https, and from no machine of your own network but its own. You can take this back with "Forget Permission to Send Images from This Workspace".',
          service,
        ),
      },
      allow,
    );
    if (answer !== allow) return false;
    await this.grant(downloadsOf(origin));
    return true;
  }

  private async grant(what: string): Promise<void> {
    await this.state.update(stateKey, [...new Set([...this.origins(), what])]);
  }

  /** How many permissions there were. */
  async forget(): Promise<number> {
    const count = this.origins().length;
    await this.state.update(stateKey, undefined);
    return count;
  }

  private origins(): readonly string[] {
    const value = this.state.get<unknown>(stateKey);
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  }
}
