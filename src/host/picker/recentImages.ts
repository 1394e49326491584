import * as vscode from 'vscode';

const key = 'inlineAssets.recentImages';
const limit = 20;

/** The workspace images that were picked last, newest first. Kept for each workspace. */
export class RecentImages {
  constructor(private readonly memento: vscode.Memento) {}

  list(): readonly vscode.Uri[] {
    return this.memento.get<string[]>(key, []).map(text => vscode.Uri.parse(text));
  }

  async add(uris: readonly vscode.Uri[]): Promise<void> {
    const known = this.memento.get<string[]>(key, []);
    const merged = new Set([...uris.map(String), ...known]);
    await this.memento.update(key, [...merged].slice(0, limit));
  }
}
