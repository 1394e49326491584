import * as vscode from 'vscode';
import { makingOf } from '../../core/references/makeable';
import { dirname } from '../../core/references/paths';
import { mayChange } from '../onDisk';
import { ObviousImages } from './likelyImages';
import { missingImageCommands, waysOf, type MissingImage } from './missingImage';
import { diagnosticCode, diagnosticSource, type FoundMissing, type MissingImages } from './missingImages';

/** The quick fixes of a missing image. */
export class MissingImageActions implements vscode.CodeActionProvider {
  private readonly obvious = new ObviousImages();

  constructor(private readonly images: MissingImages) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    // Nothing may be generated or written there: VS Code says so by itself, or our hover does.
    if (!mayChange(document.uri)) return [];
    if (context.only !== undefined && !context.only.contains(vscode.CodeActionKind.QuickFix)) return [];
    const missing = await this.images.missingIn(document);
    if (token.isCancellationRequested) return [];
    const here = missing.filter(one => one.range.intersection(range) !== undefined);
    const actions: vscode.CodeAction[] = [];
    for (const one of here) {
      const obvious = await this.obvious.find(vscode.Uri.parse(one.target, true));
      if (token.isCancellationRequested) return [];
      actions.push(...actionsFor(one, obvious, context.diagnostics));
    }
    return here.length > 0 && isSeveral(missing) ? [...actions, allAction(document.uri)] : actions;
  }
}

function actionsFor(
  missing: FoundMissing,
  obvious: vscode.Uri | undefined,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const { document, target, reference, inside } = missing;
  const argument: MissingImage = { document, target, reference };
  const fixes = diagnostics.filter(
    ({ source, code, range }) =>
      source === diagnosticSource && code === diagnosticCode && range.isEqual(missing.range),
  );
  const actions: vscode.CodeAction[] = [];
  const add = (title: string, command: string, more: object = {}) => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.command = { title, command, arguments: [{ ...argument, ...more }] };
    made.diagnostics = fixes;
    actions.push(made);
  };
  const ways = waysOf(reference);
  if (obvious) {
    const name = vscode.workspace.asRelativePath(obvious);
    add(vscode.l10n.t('Use {0}', name), missingImageCommands.use, { image: obvious.toString() });
  }
  const vector = makingOf(reference.extension) === 'vector';
  if (inside && ways.generate) {
    const title = vector ? vscode.l10n.t('Generate as SVG…') : vscode.l10n.t('Generate image…');
    add(title, missingImageCommands.generate);
  }
  if (inside && ways.placeholder) {
    add(vscode.l10n.t('Placeholder (no AI)'), missingImageCommands.placeholder);
  }
  if (inside && ways.asPng) {
    add(vscode.l10n.t('Generate as PNG and change the reference…'), missingImageCommands.asPng);
  }
  add(vscode.l10n.t('Choose an existing image…'), missingImageCommands.use);
  // Beside the missing one it is what was meant, costs nothing and is one Undo away; elsewhere it may be another picture.
  const beside =
    obvious !== undefined && dirname(obvious.path) === dirname(vscode.Uri.parse(target, true).path);
  const generate = actions.find(({ command }) => command?.command === missingImageCommands.generate);
  // Not every set-up has a model that draws.
  const preferred = beside ? actions[0] : vector ? undefined : generate;
  if (preferred) preferred.isPreferred = true;
  return actions;
}

/** More than one file could be made. */
function isSeveral(missing: readonly FoundMissing[]): boolean {
  return new Set(missing.filter(({ inside }) => inside).map(({ target }) => target)).size > 1;
}

function allAction(document: vscode.Uri): vscode.CodeAction {
  const title = vscode.l10n.t('Generate all missing images…');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: 'inlineAssets.generateMissing', arguments: [document] };
  return action;
}
