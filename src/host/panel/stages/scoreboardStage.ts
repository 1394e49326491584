import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { imageKinds, type ImageKind } from '../../../core/scoreboard/kind';
import { scoreboard, type ScoreLine } from '../../../core/scoreboard/scoreboard';
import type { ScoreboardView } from '../../../protocol/scoreboardViews';
import type { ScoreboardLog } from '../../scoreboard/scoreboardLog';
import type { Services } from '../../services';
import { labelOf } from '../../text/labels';
import type { Stage } from './stage';

export interface ScoreboardStageDeps {
  services: Pick<Services, 'models'> & { scores: Pick<ScoreboardLog, 'read' | 'onDidChange'> };
  /** The view as it is by now. */
  show(view: ScoreboardView): void;
}

/** How the models did. It follows what happens while it is open. */
export class ScoreboardStage implements Stage<object, ScoreboardView> {
  private view: ScoreboardView | undefined;
  private stop: (() => void) | undefined;

  constructor(private readonly deps: ScoreboardStageDeps) {}

  async begin(): Promise<ScoreboardView> {
    this.stop?.();
    const id = randomUUID();
    const { scores } = this.deps.services;
    this.stop = scores.onDidChange(() => void this.refresh());
    this.view = this.viewOf(id, await scores.read());
    return this.view;
  }

  resume(view: ScoreboardView): ScoreboardView {
    return this.view ?? view;
  }

  async end(id: string): Promise<void> {
    if (this.view?.id !== id) return;
    this.stop?.();
    this.stop = undefined;
    this.view = undefined;
  }

  private async refresh(): Promise<void> {
    const lines = await this.deps.services.scores.read();
    if (!this.view) return;
    this.view = this.viewOf(this.view.id, lines);
    this.deps.show(this.view);
  }

  private viewOf(id: string, lines: readonly ScoreLine[]): ScoreboardView {
    const known = { model: (model: string) => this.deps.services.models.resolve(model) };
    const present = imageKinds.filter(kind => lines.some(line => line.kind === kind));
    const of = (kind?: ImageKind): ScoreboardView['kinds'][number]['rows'] =>
      scoreboard(lines, kind).map(row => ({ ...row, label: labelOf(row.model, known) }));
    return {
      id,
      name: vscode.l10n.t('Scoreboard'),
      kinds: [
        { id: 'all', label: vscode.l10n.t('All images'), rows: of() },
        ...present.map(kind => ({ id: kind, label: kindLabel(kind), rows: of(kind) })),
      ],
    };
  }
}

function kindLabel(kind: ImageKind): string {
  const labels: Record<ImageKind, string> = {
    icon: vscode.l10n.t('Icons'),
    logo: vscode.l10n.t('Logos'),
    'pixel-art': vscode.l10n.t('Pixel art'),
    texture: vscode.l10n.t('Textures'),
    diagram: vscode.l10n.t('Diagrams'),
    card: vscode.l10n.t('Banners and cards'),
    'photo-edit': vscode.l10n.t('Photo edits'),
    photo: vscode.l10n.t('Photos'),
    illustration: vscode.l10n.t('Illustrations'),
    other: vscode.l10n.t('Other images'),
  };
  return labels[kind];
}
