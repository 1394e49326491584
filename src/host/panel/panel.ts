import * as vscode from 'vscode';
import { Emitter } from '../../core/emitter';
import type { DraftModels } from '../doctor/places';
import type { RunSettings } from '../../core/model/run';
import type { AskImage } from '../../core/run/runService';
import { generate, sayNoRoom } from './composeIntents';
import { Composer } from './composer';
import { ComposerFile } from './composerFile';
import { LatestProgress } from './latestProgress';
import { toReferences } from './newReferences';
import { panelHtml } from './panelHtml';
import { viewType, type PanelDeps, type PanelParts } from './panelParts';
import { PanelSession } from './panelSession';
import { Drafts } from './stages/drafts';
import { withoutLinks } from '../text/withoutLinks';
import { refusalOf } from './stages/refusal';
import type { StageRequest } from './stages/stage';
import { ReferenceFiles } from './referenceFiles';
import { RunFiles } from './runFiles';

export interface PanelComposition {
  prompt?: string;
  images?: readonly (vscode.Uri | AskImage)[];
  models?: readonly string[];
  settings?: RunSettings;
  targetFolder?: vscode.Uri;
  /** What Save proposes, instead of a folder. */
  targetFile?: vscode.Uri;
  /** `images` take the place of the present reference images instead of joining them. */
  replaceReferences?: boolean;
  /** Default true. */
  focus?: boolean;
}

/** The one panel of a window. It may be closed and come back; runs and composer live on. */
export class Panel {
  private readonly parts: PanelParts;
  private readonly visibility = new Emitter<[visible: boolean]>();
  private readonly dist: vscode.Uri;
  private panel: vscode.WebviewPanel | undefined;
  private session: PanelSession | undefined;
  private shown = false;
  private disposed = false;
  /** It was opened to show a view over it, and for nothing else. */
  private onlyForStage = false;

  constructor(deps: PanelDeps) {
    const { services } = deps;
    const t = vscode.l10n.t;
    const folder = vscode.Uri.joinPath(services.storeUri, 'composer').fsPath;
    const referenceFiles = new ReferenceFiles({
      folder,
      runs: services.runs,
      imaging: services.imaging,
      t,
    });
    const composer = new Composer({
      memory: new ComposerFile(folder, services.log),
      files: referenceFiles,
      models: services.models,
      maxRequests: () => services.settings().maxRequestsPerRun,
      trusted: () => services.trusted(),
      shownPath: uri => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      t,
    });
    const runFiles = new RunFiles(services.runs, runId => this.session?.markRun(runId));
    const progress = new LatestProgress(services.runs);
    const drafts = new Drafts(vscode.Uri.joinPath(services.storeUri, 'drafts').fsPath, message =>
      services.log.warn(message),
    );
    this.parts = { ...deps, composer, referenceFiles, runFiles, progress, drafts };
    this.dist = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
    void referenceFiles
      .sweep(composer.references.map(reference => reference.source))
      .catch((error: unknown) =>
        services.log.warn(`Old pasted images could not be removed: ${String(error)}`),
      );
  }

  /** The panel came into or went out of sight. */
  readonly onDidChangeVisibility = this.visibility.on;

  get visible(): boolean {
    return this.panel?.visible === true;
  }

  /** Resolves when the panel is there; its content follows. */
  async show({ preserveFocus = false }: { preserveFocus?: boolean } = {}): Promise<void> {
    if (this.disposed) return;
    this.onlyForStage = false;
    if (this.panel) {
      this.panel.reveal(undefined, preserveFocus);
      return;
    }
    const viewColumn = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      vscode.l10n.t('Inline Assets'),
      { viewColumn, preserveFocus },
      { retainContextWhenHidden: false, enableFindWidget: false },
    );
    this.attach(panel);
  }

  /** For the serializer: VS Code brings the tab of an earlier window back. */
  async restore(panel: vscode.WebviewPanel): Promise<void> {
    if (this.disposed || this.panel) panel.dispose();
    else this.attach(panel);
  }

  /** Fills the composer and shows it. */
  async compose(composition: PanelComposition): Promise<void> {
    const { images, replaceReferences, targetFolder, targetFile, prompt, models, settings } = composition;
    const references = await toReferences(images ?? [], this.parts);
    await this.show();
    const refused = await this.parts.composer.fill({
      ...(prompt !== undefined && { prompt }),
      ...(models && { models }),
      ...(settings && { settings }),
      references,
      replaceReferences: replaceReferences === true,
      // A new subject: what the composer was going to continue is over, and so is the place it was for.
      ...(replaceReferences === true && { anew: true, parent: null }),
      // Images that are added belong to what was begun; anything else begins anew.
      ...((targetFolder !== undefined || replaceReferences === true || references.length === 0) && {
        targetFolder: targetFolder?.toString() ?? null,
        targetFile: targetFile?.toString() ?? null,
      }),
    });
    sayNoRoom(refused);
    if (composition.focus !== false) this.session?.focus({ target: 'prompt' });
  }

  /** Something is being worked on, and not with this model. */
  isDraftForOthers(model: string): boolean {
    return this.parts.composer.isDraftForOthers(model);
  }

  /** The draft stays as it is, but for its model. */
  async useModel(model: string): Promise<void> {
    await this.show();
    await this.parts.composer.fill({ models: [model] });
    this.session?.focus({ target: 'prompt' });
  }

  /** The models that are filled in. */
  get draft(): DraftModels {
    const { composer } = this.parts;
    return {
      models: () => composer.values.models,
      use: async models => void (await composer.fill({ models })),
    };
  }

  /** Generates what the composer holds. */
  generate(): Promise<{ runId: string } | { refused: string }> {
    return generate(this.parts);
  }

  /** Shows a run to the user. */
  async showRun(runId: string): Promise<void> {
    await this.show();
    this.session?.focus({ target: 'run', runId });
  }

  /** A view over the panel, as the Save view of a file of the workspace. */
  async openStage(request: StageRequest): Promise<void> {
    // No tab for what cannot be shown in it.
    const refused = this.visible ? undefined : await refusalOf(request, this.parts.saver);
    if (refused !== undefined) {
      void vscode.window.showErrorMessage(withoutLinks(refused));
      return;
    }
    const only = !this.panel || this.onlyForStage;
    await this.show();
    this.onlyForStage = only;
    await this.session?.openStage(request);
  }

  /** Back to where the user came from: the panel is not what was asked for. */
  private async stageClosed(): Promise<void> {
    if (!this.onlyForStage) return;
    // Asked first: the closed tab is still among them for a while.
    const others = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(tab => !isPanel(tab)));
    this.panel?.dispose();
    if (others.length === 0)
      await vscode.commands.executeCommand('workbench.files.action.focusFilesExplorer');
  }

  dispose(): void {
    this.disposed = true;
    this.session?.dispose();
    this.parts.composer.dispose();
    this.parts.progress.dispose();
    this.visibility.clear();
    // The tab stays: VS Code brings it back in the next window through the serializer.
  }

  private attach(panel: vscode.WebviewPanel): void {
    const { storeUri } = this.parts.services;
    this.panel = panel;
    const icon = (name: string): vscode.Uri =>
      vscode.Uri.joinPath(this.parts.services.context.extensionUri, 'media', name);
    panel.iconPath = { light: icon('panelLight.svg'), dark: icon('panelDark.svg') };
    panel.webview.options = {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [this.dist, storeUri],
    };
    // Listening before there is a page: its first message must not be missed.
    this.session = new PanelSession(panel.webview, this.parts, () => void this.stageClosed());
    panel.webview.html = panelHtml(panel.webview, this.dist);
    panel.onDidChangeViewState(() => this.viewStateChanged(panel));
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.session?.dispose();
      this.session = undefined;
      this.shown = false;
      this.visibility.fire(false);
    });
    this.shown = panel.visible;
    if (panel.visible) this.visibility.fire(true);
  }

  private viewStateChanged(panel: vscode.WebviewPanel): void {
    if (this.panel !== panel || panel.visible === this.shown) return;
    this.shown = panel.visible;
    if (!panel.visible) this.session?.pause();
    this.visibility.fire(panel.visible);
  }
}

function isPanel({ input }: vscode.Tab): boolean {
  // VS Code puts something of its own before the type.
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType);
}
