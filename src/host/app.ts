import * as path from 'node:path';
import * as vscode from 'vscode';
import { createAnnotate } from './automation/annotateAutomation';
import { createCheck } from './automation/checkAutomation';
import { createConvert } from './automation/convertAutomation';
import { createInspect } from './automation/inspectAutomation';
import { createMissingAutomation } from './automation/missingAutomation';
import { createMakeSet } from './automation/setAutomation';
import { createOptimise } from './automation/optimiseAutomation';
import { createSliceAutomation } from './automation/sliceAutomation';
import { createSpriteAutomation } from './automation/spriteAutomation';
import { createAutomation } from './automation/vscodeAutomation';
import { checkImages } from './check/checkFlow';
import { ImageProblems } from './check/imageProblems';
import type { Base } from './base';
import type { CommandId, GalleryCommandId } from './commands/commandIds';
import { createCommands } from './commands/commands';
import { runCommand } from './commands/runCommand';
import { checkModels } from './doctor/checkModels';
import type { ImageIndex } from '../core/imageIndex/imageIndex';
import { ImageDrops } from './drop/imageDrops';
import { readSize } from './imaging/readSize';
import { LayersDrawer } from './layers/layersDrawer';
import { rootsOnDisk } from './onDisk';
import { DocumentReferences } from './references/documentReferences';
import { createMissingImageFixes, type MissingImageFixes } from './language/missingImageFixes';
import { PresentImages } from './language/presentImages';
import { MissingBatches } from './language/missingBatches';
import { MissingFinder } from './language/missingFinder';
import { ReferenceChanges } from './language/referenceChanges';
import { optimiseImages } from './optimise/optimiseFlow';
import { Panel } from './panel/panel';
import { pickWorkspaceImages, type PickOptions } from './picker/imagePicker';
import { RecentImages } from './picker/recentImages';
import { createDocumentImages } from './references/documentImages';
import { ParserClient } from './references/parserClient';
import { Projects } from './references/projects';
import { ReferenceRewriter } from './references/referenceRewriter';
import { createMoves, type Moves } from './references/moves/moves';
import { createReferenceMaker, createReferenceWriter } from './references/referenceMaker';
import { realDisk } from './save/disk';
import { createVscodeSaver } from './save/vscodeSaver';
import { translateSet } from './sets/translateSet';
import type { Services } from './services';
import { exportScoreboard, resetScoreboard } from './scoreboard/scoreboardFlow';
import { exportSpending, showSpending } from './spending/spendingFlow';
import { SpriteMaker } from './sprites/spriteMaker';
import { readSets, type SetCatalog } from './sets/setCatalog';
import { registerStatus } from './status/registerStatus';
import { serviceLabel } from './text/labels';

/** All that the extension does once it is asked for something, but the gallery. One a window; `extension.ts` makes it on first use. */
export interface App {
  services: Services;
  /** Reads the workspace on the first question. */
  imageIndex: ImageIndex;
  missingImages: MissingImageFixes;
  moves: Moves;
  presentImages: PresentImages;
  imageDrops: ImageDrops;
  run(id: Exclude<CommandId, GalleryCommandId>, args: readonly unknown[]): Promise<unknown>;
  restorePanel(panel: vscode.WebviewPanel): Promise<void>;
  dispose(): Promise<void>;
}

/** @param filesChanged is told after an undo, which watchers may miss */
export function createApp(
  context: vscode.ExtensionContext,
  { engine, imageIndex, offerModelsTo }: Base,
  filesChanged: () => void,
): App {
  const { services } = engine;
  const { log, runs, models, imaging } = services;
  const recent = new RecentImages(context.workspaceState);
  const pickImages = (options?: PickOptions): Promise<readonly vscode.Uri[] | undefined> =>
    pickWorkspaceImages(recent, readSize, options);
  const parser = new ParserClient({
    workerFile: path.join(context.extensionPath, 'dist', 'parserWorker.js'),
    // Somebody waits for the file dialog.
    timeoutMs: 2000,
  });
  const projects = new Projects(parser);
  const documents = new DocumentReferences(parser, projects);
  const rewriter = new ReferenceRewriter(documents);
  const imageProblems = new ImageProblems(imageIndex, services.settings, error =>
    log.error('Checking images', error),
  );
  const saver = createVscodeSaver({
    runs,
    imaging,
    records: runs,
    reference: createReferenceMaker(parser, projects),
    documentImages: createDocumentImages(parser, projects),
    log: line => log.info(line),
    storeFolder: services.storeUri.fsPath,
    settings: services.settings,
    memory: context.workspaceState,
    tookBack: filesChanged,
  });
  const readAssetSets = async (): Promise<SetCatalog> => {
    const catalog = await readSets(
      path.join(context.extensionPath, 'media', 'sets'),
      services.trusted() ? rootsOnDisk() : [],
      realDisk,
    );
    const sets = catalog.sets.map(each =>
      each.own === undefined ? { ...each, set: translateSet(each.set, vscode.l10n.t) } : each,
    );
    return { ...catalog, sets };
  };
  const spriteMaker = new SpriteMaker({
    imaging,
    staging: path.join(services.storeUri.fsPath, 'staging'),
    disk: realDisk,
  });
  const sprites = createSpriteAutomation({ saver, sprites: spriteMaker });
  const drawer = new LayersDrawer({
    imaging,
    sets: saver.sets,
    staging: path.join(services.storeUri.fsPath, 'staging'),
    trusted: () => services.trusted(),
    folders: rootsOnDisk,
  });
  const panelDeps = {
    services,
    saver,
    drawer,
    spriteMaker,
    pickWorkspaceImages: pickImages,
    readSets: readAssetSets,
    projects,
    imageIndex,
  };
  const panel = new Panel(panelDeps);
  offerModelsTo({
    isWanted: model => panel.isDraftForOthers(model),
    use: model => panel.useModel(model),
  });
  const presentImages = new PresentImages({
    documents,
    rewriter,
    index: imageIndex,
    saver,
    runs,
    imaging,
    staging: path.join(services.storeUri.fsPath, 'staging'),
    optimise: targets => optimiseImages(saver, targets),
    compose: composition => panel.compose(composition),
  });
  const changes = new ReferenceChanges({ documents, rewriter });
  const finder = new MissingFinder({ parser, projects, index: imageIndex });
  const batches = new MissingBatches({
    ...{ services, saver, changes, finder },
    show: subject => panel.openStage({ kind: 'missing', subject }),
  });
  const status = registerStatus(panel, panelDeps);
  const spendingFlow = { spending: services.spending, settings: services.settings };
  const commands = createCommands({
    panel,
    automation: createAutomation({ services, saver }),
    convert: createConvert({ saver }),
    annotate: createAnnotate({ drawer, saver }),
    optimise: targets => optimiseImages(saver, targets),
    makeSet: createMakeSet({ saver, projects, readSets: readAssetSets }),
    optimiseAsked: createOptimise({ saver }),
    makeSprites: sprites.make,
    cutSprites: sprites.cut,
    nineSlice: createSliceAutomation({
      saver,
      imaging,
      staging: path.join(services.storeUri.fsPath, 'staging'),
      disk: realDisk,
    }),
    check: options => checkImages({ index: imageIndex, problems: imageProblems }, options),
    checkAsked: createCheck({ index: imageIndex, settings: services.settings }),
    clearImageProblems: () => imageProblems.clear(),
    settings: services.settings,
    inspect: createInspect({ imaging }),
    missing: scope => batches.open(scope),
    missingAsked: createMissingAutomation({ batches, finder, log }),
    pickImages,
    setKey: provider => engine.setKey(provider),
    removeKey: () => engine.removeKey(),
    exportScoreboard: () => exportScoreboard(services.scores),
    resetScoreboard: () => resetScoreboard(services.scores),
    showSpending: () => showSpending(spendingFlow),
    exportSpending: () => exportSpending(spendingFlow),
    manageProviders: () => engine.manageProviders(),
    checkModels: () => checkModels({ models, draft: panel.draft, log }),
    undoLastSave: async () => void (await saver.undoLastSave()),
    async forgetConsent() {
      const count = await services.consent.forget();
      void vscode.window.showInformationMessage(
        count === 0
          ? vscode.l10n.t('This workspace has no permission to send images anywhere.')
          : vscode.l10n.t('Before anything is sent from this workspace again, you will be asked.'),
      );
    },
    editAtCursor: () => presentImages.editAtCursor(),
    imageActionsAtCursor: () => presentImages.actionsAtCursor(),
    showLog: () => log.show(),
    storeUri: services.storeUri,
  });

  return {
    services,
    imageIndex,
    moves: createMoves({
      documents,
      rewriter,
      projects,
      index: imageIndex,
      trusted: () => services.trusted(),
      staging: path.join(services.storeUri.fsPath, 'staging'),
      log: line => log.info(line),
    }),
    presentImages,
    missingImages: createMissingImageFixes({
      runs,
      models,
      saver,
      serviceLabel: provider => serviceLabel(vscode.l10n.t, `${provider}/`, services.providers()),
      changes,
      pickImages,
      setKey: () => engine.setKey(),
      compose: (prompt, { settings }, targetFile) =>
        panel.compose({ prompt, settings, targetFile, replaceReferences: true }),
      showRun: runId => panel.showRun(runId),
    }),
    imageDrops: new ImageDrops({
      incoming: saver.incoming,
      references: createReferenceWriter(parser, projects),
      imaging,
      describe: failure => saver.describe(failure),
    }),
    run: (id, args) => runCommand(id, () => commands[id](...args), log),
    restorePanel: webview => panel.restore(webview),
    async dispose() {
      status.dispose();
      batches.dispose();
      panel.dispose();
      await saver.incoming.withdrawAll();
      // A save that was begun gets its record, so that it can still be taken back in the next window.
      await saver.settled();
      saver.dispose();
      parser.dispose();
      imageProblems.dispose();
    },
  };
}
