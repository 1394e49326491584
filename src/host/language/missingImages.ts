import * as vscode from 'vscode';
import { giveWay } from '../../core/giveWay';
import { mayHoldReferences, referenceLanguages } from '../../core/references/languageIds';
import type { ImageReference } from '../../core/references/reference';
import type { Settings } from '../../core/settings';
import { isTooMuch, type ParserClient } from '../references/parserClient';
import { watchConfigs } from '../references/configWatch';
import { Projects } from '../references/projects';
import { ImageFiles, placeOf } from './imageFiles';
import type { MissingImage } from './missingImage';
import { readMissing, type MissingReader } from './readMissing';

export const diagnosticSource = 'Inline Assets';
export const diagnosticCode = 'missing-image';

/** A pause in typing. */
const typingMs = 400;
/** Some hundred bytes each. */
const mostUris = 5000;

export interface FoundMissing extends MissingImage {
  range: vscode.Range;
  /** A file at `target` would be inside the workspace. */
  inside: boolean;
}

interface Checked {
  /** Of the document when it was read. */
  version: number;
  missing: readonly FoundMissing[];
  /** All files that the document names, there or not: URI → `placeOf` it. */
  files: ReadonlyMap<string, string>;
}

/** Keeps the diagnostics of open documents: one for each reference to an image that is not there. */
export class MissingImages implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('inlineAssets.missingImages');
  private readonly projects: Projects;
  private readonly reader: MissingReader;
  private readonly files = new ImageFiles(uri => this.onFileChange(uri));
  private readonly checked = new Map<string, Checked>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** Documents that are being read. */
  private readonly reading = new Set<string>();
  /** Documents that were too much for the parser; left alone until they are opened again. */
  private readonly givenUp = new Set<string>();
  /** Of files that documents name, by scheme, authority and path. */
  private readonly uris = new Map<string, vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  private watching = false;
  private disposed = false;

  constructor(private readonly parser: Pick<ParserClient, 'parse' | 'readConfig' | 'dispose'>) {
    const { workspace, window } = vscode;
    this.projects = new Projects(parser);
    this.reader = {
      parser,
      projects: this.projects,
      exists: file => this.files.exists(file),
      uriAt: (document, path) => this.uriAt(document, path),
    };
    this.subscriptions = [
      this.diagnostics,
      workspace.onDidOpenTextDocument(document => this.schedule(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.schedule(document, typingMs)),
      workspace.onDidSaveTextDocument(document => this.recheck(document)),
      workspace.onDidCloseTextDocument(document => this.forget(document)),
      window.onDidChangeActiveTextEditor(editor => editor && this.schedule(editor.document, 0)),
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('inlineAssets.missingImages')) this.scheduleAll();
      }),
    ];
    this.scheduleAll();
  }

  /** Of the document as it is now. */
  async missingIn(document: vscode.TextDocument): Promise<readonly FoundMissing[]> {
    const known = this.checked.get(document.uri.toString());
    if (known?.version === document.version) return known.missing;
    return (await this.check(document))?.missing ?? [];
  }

  /** The file may have come or gone. */
  refresh(file: vscode.Uri): void {
    this.files.forget(file);
    this.onFileChange(file);
  }

  /** Files came or went that no watcher may tell of: one that is made and taken back at once was never there to it. */
  refreshAll(): void {
    if (!this.disposed) this.files.forgetAll();
  }

  dispose(): void {
    this.disposed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.files.dispose();
    this.parser.dispose();
  }

  private scheduleAll(delayMs = 0): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document, delayMs);
  }

  /** From the first document on that names an image. */
  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    const changed = () => {
      this.projects.clear();
      this.scheduleAll(typingMs);
    };
    this.subscriptions.push(watchConfigs(changed));
  }

  private schedule(document: vscode.TextDocument, delayMs: number): void {
    if (this.disposed || !isRead(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      // One text at a time: those in between are old before they are read.
      if (this.reading.has(key)) this.schedule(document, typingMs);
      else if (!document.isClosed) void this.check(document);
    }, delayMs);
    this.timers.set(key, timer);
  }

  private recheck(document: vscode.TextDocument): void {
    this.files.forgetEach(this.checked.get(document.uri.toString())?.files.keys() ?? []);
    this.schedule(document, 0);
  }

  private async check(document: vscode.TextDocument): Promise<Checked | undefined> {
    const severity = severityFor(document.uri);
    if (severity === undefined || !isRead(document)) {
      this.forget(document);
      return undefined;
    }
    const { version } = document;
    const key = document.uri.toString();
    if (this.givenUp.has(key)) return undefined;
    this.reading.add(key);
    try {
      const checked = await this.read(document);
      await giveWay();
      // A newer text has its own check under way.
      if (this.disposed || document.isClosed || document.version !== version) return undefined;
      this.checked.set(key, checked);
      const found = checked.missing.map(missing => diagnosticOf(missing, severity));
      // What is handed over is written out by VS Code on this thread, and most that is typed changes none of it.
      if (!isSame(this.diagnostics.get(document.uri) ?? [], found)) this.diagnostics.set(document.uri, found);
      return checked;
    } catch (error) {
      if (isTooMuch(error)) this.givenUp.add(key);
      return undefined;
    } finally {
      this.reading.delete(key);
    }
  }

  private uriAt(document: vscode.Uri, path: string): vscode.Uri {
    // All that the URI of the other file takes over: documents of one path may differ in their query alone.
    const key = `${document.scheme}://${document.authority}${path}?${document.query}#${document.fragment}`;
    const known = this.uris.get(key);
    if (known !== undefined) return known;
    if (this.uris.size >= mostUris) this.uris.clear();
    const uri = document.with({ path });
    this.uris.set(key, uri);
    return uri;
  }

  private async read(document: vscode.TextDocument): Promise<Checked> {
    const { version, languageId, uri } = document;
    const text = document.getText();
    if (mayHoldReferences(languageId, text)) this.watch();
    const { missing, files } = await readMissing(this.reader, { uri, languageId, text });
    await giveWay();
    const places = new Map(files.map(file => [file.toString(), this.files.place(file)]));
    await giveWay();
    return {
      version,
      // What has another text by now is read again, and this is thrown away.
      missing: missing.map(({ target, reference, inside }) => ({
        ...{ document: uri.toString(), target: target.toString(), reference, inside },
        range: rangeOf(document, reference),
      })),
      files: places,
    };
  }

  private onFileChange(changed: vscode.Uri | undefined): void {
    if (changed === undefined) this.projects.clear();
    const at = changed && placeOf(changed);
    for (const document of vscode.workspace.textDocuments) {
      const name = document.uri.toString();
      const files = this.checked.get(name)?.files;
      const affected =
        // What is being read may have looked before the change.
        this.reading.has(name) ||
        (files !== undefined &&
          (at === undefined || [...files.values()].some(file => file === at || file.startsWith(`${at}/`))));
      if (affected) this.schedule(document, 50);
    }
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.givenUp.delete(key);
    if (this.checked.delete(key)) this.diagnostics.delete(document.uri);
  }
}

/** Documents of the workspace that people write; not those of version control, packages or notebooks. */
function isRead({ languageId, uri }: vscode.TextDocument): boolean {
  if (!referenceLanguages.some(id => id === languageId) || /\/node_modules\//.test(uri.path)) return false;
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.scheme === uri.scheme;
}

function severityFor(document: vscode.Uri): vscode.DiagnosticSeverity | undefined {
  const severity = vscode.workspace
    .getConfiguration('inlineAssets', document)
    .get<Settings['missingImagesSeverity']>('missingImages.severity', 'information');
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'hint':
      return vscode.DiagnosticSeverity.Hint;
    case 'off':
      return undefined;
    default:
      // What a settings file says may be anything.
      return vscode.DiagnosticSeverity.Information;
  }
}

function diagnosticOf(
  { reference, range }: FoundMissing,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const message = vscode.l10n.t('Image not found: {0}', reference.path);
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = diagnosticSource;
  diagnostic.code = diagnosticCode;
  return diagnostic;
}

function isSame(before: readonly vscode.Diagnostic[], now: readonly vscode.Diagnostic[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ message, severity, range }, i) => {
      const old = before[i];
      return old?.message === message && old.severity === severity && old.range.isEqual(range);
    })
  );
}

function rangeOf(document: vscode.TextDocument, { start, end }: ImageReference): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
