import * as vscode from 'vscode';
import type { ImageIndex } from '../../core/imageIndex/imageIndex';
import {
  placeOf,
  type ImageProblem,
  type ProblemFinder,
  type ProblemOptions,
} from '../../core/imageIndex/problems';
import { referenceLanguages } from '../../core/references/languageIds';
import type { Settings } from '../../core/settings';
import { uriOfIndexed } from '../imageIndex/workspaceWatch';
import { isOnDisk } from '../onDisk';
import { problemText } from '../text/problemText';

const source = 'Inline Assets';
/** A batch of changes seldom comes alone. */
const changeMs = 300;
const typingMs = 800;
const contextKey = 'inlineAssets.imageProblems';

/** What "Check Images" found, in the Problems panel, for files that are not open too. Follows what changes until it is cleared. */
export class ImageProblems implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('inlineAssets.check');
  private options: ProblemOptions | undefined;
  private problems: readonly ImageProblem[] = [];
  private shown: readonly vscode.Uri[] = [];
  private following: vscode.Disposable | undefined;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(
    private readonly index: Pick<ImageIndex, 'onDidChange'> & ProblemFinder,
    private readonly settings: (scope?: vscode.Uri) => Settings,
    private readonly onError: (error: unknown) => void,
  ) {}

  show(problems: readonly ImageProblem[], options: ProblemOptions): void {
    if (this.disposed) return;
    this.options = options;
    this.problems = problems;
    this.following ??= this.follow();
    this.render();
    void vscode.commands.executeCommand('setContext', contextKey, true);
  }

  clear(): void {
    this.options = undefined;
    this.problems = [];
    this.shown = [];
    clearTimeout(this.timer);
    this.following?.dispose();
    this.following = undefined;
    this.diagnostics.clear();
    void vscode.commands.executeCommand('setContext', contextKey, false);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.following?.dispose();
    this.diagnostics.dispose();
  }

  private follow(): vscode.Disposable {
    const { workspace } = vscode;
    const isRead = ({ uri, languageId }: vscode.TextDocument) =>
      isOnDisk(uri) && referenceLanguages.some(id => id === languageId);
    return vscode.Disposable.from(
      this.index.onDidChange(() => this.schedule(changeMs)),
      workspace.onDidChangeTextDocument(({ document }) => isRead(document) && this.schedule(typingMs)),
      // What is missing in an open document is underlined there anyway.
      workspace.onDidOpenTextDocument(document => isRead(document) && this.render()),
      workspace.onDidCloseTextDocument(document => isRead(document) && this.schedule(changeMs)),
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('inlineAssets')) this.render();
      }),
    );
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), delayMs);
  }

  private async refresh(): Promise<void> {
    const { options } = this;
    if (options === undefined) return;
    try {
      const problems = await this.index.problems(options);
      if (this.disposed || this.options !== options) return;
      this.problems = problems;
      this.render();
    } catch (error) {
      if (!this.disposed) this.onError(error);
    }
  }

  private render(): void {
    if (this.disposed) return;
    const open = new Set(
      vscode.workspace.textDocuments
        .filter(({ languageId, isClosed }) => !isClosed && referenceLanguages.some(id => id === languageId))
        .map(({ uri }) => uri.toString()),
    );
    // Asking VS Code for the settings of every single file adds up.
    const byFolder = new Map<string, Settings>();
    const settingsOf = (uri: vscode.Uri): Settings => {
      const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
      const known = byFolder.get(String(folder)) ?? this.settings(folder);
      byFolder.set(String(folder), known);
      return known;
    };
    const found = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
    for (const problem of this.problems) {
      const uri = uriOfIndexed(placeOf(problem));
      const key = uri.toString();
      const { missingImagesSeverity, checkSeverity } = settingsOf(uri);
      const isUnderlined = missingImagesSeverity !== 'off' && open.has(key);
      if (problem.kind === 'missing' && isUnderlined) continue;
      const severity =
        problem.kind === 'missing' && missingImagesSeverity !== 'off' ? missingImagesSeverity : checkSeverity;
      const diagnostic = diagnosticOf(problem, severities[severity]);
      const others = found.get(key);
      if (others) others.diagnostics.push(diagnostic);
      else found.set(key, { uri, diagnostics: [diagnostic] });
    }
    const gone = this.shown.filter(uri => !found.has(uri.toString()));
    this.shown = [...found.values()].map(({ uri }) => uri);
    this.diagnostics.set([
      ...gone.map((uri): [vscode.Uri, undefined] => [uri, undefined]),
      ...[...found.values()].map(({ uri, diagnostics }): [vscode.Uri, vscode.Diagnostic[]] => [
        uri,
        diagnostics,
      ]),
    ]);
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

function diagnosticOf(problem: ImageProblem, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const nameOf = (path: string) => vscode.workspace.asRelativePath(uriOfIndexed(path));
  const message = problemText(vscode.l10n.t, problem, nameOf);
  const { start, end } = 'range' in problem ? problem.range : { start: top, end: top };
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = source;
  diagnostic.code = problem.kind;
  if (problem.kind === 'unused') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  const related = problem.kind === 'duplicates' ? problem.others : [];
  if (related.length > 0) {
    diagnostic.relatedInformation = related.map(
      path =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(uriOfIndexed(path), new vscode.Range(0, 0, 0, 0)),
          vscode.l10n.t('The same image.'),
        ),
    );
  }
  return diagnostic;
}

const top = { line: 0, character: 0 };
