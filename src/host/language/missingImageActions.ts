import * as vscode from 'vscode';
import { canBeMade, missingImageCommands, type MissingImage } from './missingImage';
import { diagnosticCode, diagnosticSource, type FoundMissing, type MissingImages } from './missingImages';

/** The quick fixes of a missing image. */
export class MissingImageActions implements vscode.CodeActionProvider {
  constructor(private readonly images: MissingImages) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    // Nothing may be generated or written there, and VS Code says so by itself.
    if (!vscode.workspace.isTrusted) return [];
    if (context.only !== undefined && !context.only.contains(vscode.CodeActionKind.QuickFix)) return [];
    const missing = await this.images.missingIn(document);
    if (token.isCancellationRequested) return [];
    return missing
      .filter(one => one.inside && canBeMade(one.reference) && one.range.intersection(range) !== undefined)
      .flatMap(one => actionsFor(one, context.diagnostics));
  }
}

function actionsFor(missing: FoundMissing, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  const { document, target, reference } = missing;
  const argument: MissingImage = { document, target, reference };
  const fixes = diagnostics.filter(
    ({ source, code, range }) =>
      source === diagnosticSource && code === diagnosticCode && range.isEqual(missing.range),
  );
  const action = (title: string, command: string) => {
    const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    made.command = { title, command, arguments: [argument] };
    made.diagnostics = fixes;
    return made;
  };
  const generate = action(vscode.l10n.t('Generate image'), missingImageCommands.generate);
  generate.isPreferred = true;
  return [generate, action(vscode.l10n.t('Placeholder (no AI)'), missingImageCommands.placeholder)];
}
