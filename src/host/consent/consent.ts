import * as vscode from 'vscode';

const stateKey = 'inlineAssets.consent';

/** The user's word, once a workspace and service, that prompts and images may go there. */
export class Consent {
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
    await this.state.update(stateKey, [...new Set([...this.origins(), origin])]);
    return true;
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
