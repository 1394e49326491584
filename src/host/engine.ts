import { mkdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Endpoint, ProviderInfo } from '../core/provider';
import { RunServiceImpl } from '../core/run/runServiceImpl';
import { limitsOf, type Settings } from '../core/settings';
import { providers as ownProviders, retiredElsewhere } from '../providers/registry';
import { Consent } from './consent/consent';
import { createGate } from './gate';
import { ImagingClient } from './imaging/imagingClient';
import { Keys } from './keys/keys';
import { askForKey, removeKey, removeStoredKey, type SetKeyPorts } from './keys/setKey';
import { createLog } from './log';
import { addGateway } from './manage/addGateway';
import { manageProviders } from './manage/manageProviders';
import { ProviderStates } from './manage/providerStates';
import { Catalog } from './models/catalog';
import { LiveCache } from './models/liveCache';
import { ModelMemory } from './models/modelMemory';
import { isSameService } from '../core/sameService';
import { createDownload } from './download';
import { createEndpointProblems } from './models/endpointProblems';
import { createProviders } from './models/providers';
import { createGuardedFetch, originOf } from './net';
import { foldersOnDisk, isVirtualWorkspace } from './onDisk';
import { ProviderAccess, sleep } from './providerAccess';
import type { Services } from './services';
import { onDidChangeSettings, readEndpoint, readSettings } from './settings';
import { ScoreboardLog } from './scoreboard/scoreboardLog';
import { ScoreKeeper } from './scoreboard/scoreKeeper';
import { Spending } from './spending/spending';
import { Presence } from './store/presence';
import { FileRunStore } from './store/runStore';
import { sweepLater } from './store/sweep';
import { storeName } from './store/workspaceFolder';

/** The services, and the flows of keys that belong to them. */
export interface Engine {
  services: Services;
  /** Of one provider, or of the one that is chosen then. */
  setKey(provider?: string): Promise<void>;
  removeKey(): Promise<void>;
  manageProviders(): Promise<void>;
  dispose(): Promise<void>;
}

const noOffer: SetKeyPorts['offeredModel'] = { isWanted: () => false, use: () => Promise.resolve() };

/** Everything behind the panel and the commands, wired once a window. Loads no SDK and starts no thread. */
export function createEngine(
  context: vscode.ExtensionContext,
  offeredModel: SetKeyPorts['offeredModel'] = noOffer,
): Engine {
  const log = createLog();
  const { t } = vscode.l10n;
  const root = context.globalStorageUri.fsPath;
  const stores = path.join(root, 'workspaces');
  const storeDir = path.join(
    stores,
    storeName(stores, {
      workspaceFile: vscode.workspace.workspaceFile,
      folders: foldersOnDisk().map(folder => folder.uri.path),
    }),
  );
  try {
    mkdirSync(storeDir, { recursive: true });
  } catch (error) {
    // Said again, with words for the user, by whatever needs the folder.
    log.error(`${storeDir} cannot be made`, error);
  }

  // Read several times a run, and asking VS Code for twenty values each time adds up.
  let current: Settings | undefined;
  const endpoints = new Map<string, Endpoint>();
  const settingsChanged = onDidChangeSettings(() => {
    current = undefined;
    endpoints.clear();
    access.forget();
    tellProblems(settings().endpointProblems);
    if (providers() !== shownProviders) {
      shownProviders = providers();
      void models.providersChanged();
    }
  });
  const settings = (scope?: vscode.Uri): Settings =>
    scope === undefined ? (current ??= readSettings()) : readSettings(scope);
  for (const { id, problems = [] } of ownProviders) {
    for (const problem of problems) log.warn(`The table of ${id}: ${problem}`);
  }
  const tellProblems = createEndpointProblems(log);
  const providers = createProviders(ownProviders, settings);
  let shownProviders = providers();
  const endpoint = (id: string): Endpoint => {
    const known = endpoints.get(id);
    if (known) return known;
    const provider = providers().find(provider => provider.id === id);
    if (!provider) throw new Error(`There is no provider ${id}.`);
    const read = readEndpoint(provider);
    endpoints.set(id, read);
    return read;
  };
  const trusted = (): boolean => vscode.workspace.isTrusted;
  const endpointOrigin = (id: string): string | undefined =>
    providers().some(provider => provider.id === id) ? originOf(endpoint(id).baseUrl) : undefined;
  const allowedOrigins = (): readonly string[] => {
    const origins = providers().flatMap(({ id, local }) => (local ? [] : (endpointOrigin(id) ?? [])));
    const limit = settings().allowedEndpoints;
    return limit.length === 0
      ? origins
      : origins.filter(origin => limit.some(each => originOf(each) === origin));
  };

  const needsKey = (id: string): boolean =>
    providers().some(each => each.id === id && each.key) && endpoint(id).keyHeader !== 'none';
  const keys = new Keys({ secrets: context.secrets, originOf: endpointOrigin });
  const imaging = new ImagingClient({
    workerPath: path.join(context.extensionPath, 'dist', 'imagingWorker.js'),
  });
  const guardedFetch = createGuardedFetch({
    allowedOrigins,
    isServerOf: (allowed, origin) => providers().some(each => isSameService(each, allowed, origin)),
    t,
  });
  const access = new ProviderAccess({
    ...{ providers, endpoint, keys, imaging, t, log },
    fetch: guardedFetch,
    download: createDownload({ t }),
  });
  const models = new Catalog({
    providers,
    load: id => access.get(id),
    hasKey: async id => !needsKey(id) || keys.has(id),
    origin: endpointOrigin,
    retired: retiredElsewhere,
    cache: new LiveCache(path.join(root, 'models')),
    defaultModels: () => settings().defaultModels,
    log,
  });
  const modelMemory = new ModelMemory(context.globalState);
  const spending = new Spending({
    dir: path.join(root, 'spending'),
    limits: () => limitsOf(settings()),
  });
  const consent = new Consent(context.workspaceState);
  const keyPorts: SetKeyPorts = {
    offeredModel,
    keys,
    origin: endpointOrigin,
    check: (id, key, origin, signal) => access.checkKey(id, key, origin, signal),
  };
  const store = new FileRunStore(storeDir, log);
  const presence = new Presence({ dir: path.join(root, 'windows') });
  const runs = new RunServiceImpl({
    store,
    imaging,
    spending,
    presence,
    gate: createGate({
      providers,
      settings,
      origin: endpointOrigin,
      allowedOrigins,
      trusted,
      virtual: isVirtualWorkspace,
      needsKey,
      keys,
      askForKey: provider => askForKey(provider, keyPorts),
      consent,
    }),
    models,
    atOnce: id => providers().find(provider => provider.id === id)?.atOnce,
    provider: id => access.get(id),
    settings,
    log,
    t,
    now: Date.now,
    random: Math.random,
    sleep: (ms, signal) => sleep(ms, signal).catch(() => undefined),
  });

  const scores = new ScoreboardLog(path.join(root, 'scoreboard', 'scoreboard.jsonl'), line => log.warn(line));
  const keeper = new ScoreKeeper({
    runs,
    hostId: presence.hostId,
    add: line => scores.add(line),
    now: Date.now,
  });
  const stopSweep = sweepLater({ root, storeDir, log });
  tellProblems(settings().endpointProblems);

  const withKeys = (): readonly (ProviderInfo & { origin: string | undefined })[] =>
    providers()
      .filter(provider => provider.key !== undefined)
      .map(provider => ({ ...provider, origin: endpointOrigin(provider.id) }));
  return {
    services: {
      context,
      settings,
      log,
      runs,
      keys,
      spending,
      scores,
      providers,
      models,
      modelMemory,
      consent,
      imaging,
      storeUri: vscode.Uri.file(storeDir),
      trusted,
      onDidChangeSettings: listener => {
        const listening = onDidChangeSettings(listener);
        return () => void listening.dispose();
      },
    },
    async setKey(id) {
      const provider = withKeys().find(each => each.id === id) ?? (await choose(withKeys()));
      if (provider) await askForKey(provider, keyPorts);
    },
    async removeKey() {
      const provider = await choose(withKeys());
      if (provider) await removeKey(provider, keyPorts);
    },
    manageProviders: () =>
      manageProviders({
        states: new ProviderStates({
          providers,
          origin: endpointOrigin,
          isAllowed: origin => allowedOrigins().includes(origin),
          key: id => keys.reread(id),
          models: id =>
            models.all().filter(({ provider, status }) => provider === id && status !== 'retired').length,
          check: keyPorts.check,
        }),
        storedKeys: () => keys.stored(),
        setKey: provider => askForKey(provider, keyPorts),
        removeKey: (id, origin) => removeStoredKey(id, origin, keyPorts),
        addGateway: () =>
          addGateway(
            context.extension.packageJSON,
            providers().map(({ id }) => id),
          ),
        endpointProblems: () => settings().endpointProblems,
      }),
    async dispose() {
      stopSweep();
      keeper.dispose();
      settingsChanged.dispose();
      models.dispose();
      modelMemory.dispose();
      keys.dispose();
      await runs.dispose();
      await presence.dispose();
      store.dispose();
      await imaging.dispose();
      log.dispose();
    },
  };
}

async function choose<P extends { label: string; origin: string | undefined }>(
  among: readonly P[],
): Promise<P | undefined> {
  if (among.length <= 1) return among[0];
  const picked = await vscode.window.showQuickPick(
    among.map(provider => ({ label: provider.label, description: provider.origin ?? '', provider })),
    { title: vscode.l10n.t('Which service?') },
  );
  return picked?.provider;
}
