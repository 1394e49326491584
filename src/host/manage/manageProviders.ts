import * as vscode from 'vscode';
import { assertNever } from '../../core/assertNever';
import type { ProviderInfo } from '../../core/provider';
import { originHost } from '../keys/setKey';
import { withoutLinks } from '../text/withoutLinks';
import type { ProviderRow, ProviderState, ProviderStates } from './providerStates';

export interface ManagePorts {
  states: ProviderStates;
  /** Whose keys are stored and for which addresses. */
  storedKeys(): Promise<readonly { provider: string; origin: string }[]>;
  setKey(provider: ProviderInfo): Promise<boolean>;
  removeKey(provider: string, origin: string): Promise<boolean>;
  /** Asks for a service of the user's own; its name. */
  addGateway(): Promise<string | undefined>;
  /** What is wrong with the setting of the user's own services, a sentence each. */
  endpointProblems(): readonly string[];
}

interface Item extends vscode.QuickPickItem {
  id: string;
  row?: ProviderRow;
  act?: Act;
}

type Act =
  | { kind: 'service'; id: string }
  | { kind: 'set-key'; id: string }
  | { kind: 'remove-key'; provider: string; origin: string }
  | { kind: 'add' }
  | { kind: 'settings'; query: string };

/** Every service with its state, and what can be done about it. Resolves when it is left. */
export async function manageProviders(ports: ManagePorts): Promise<void> {
  const { states } = ports;
  void states.checkAll();
  let active: string | undefined;
  try {
    for (;;) {
      const act = await showList(ports, active);
      if (act === undefined) return;
      active = await perform(ports, act);
    }
  } finally {
    states.dispose();
  }
}

/** Resolves to the line that was worked on. */
async function perform(ports: ManagePorts, act: Act): Promise<string | undefined> {
  const { states } = ports;
  const rowOf = (id: string): ProviderRow | undefined => states.rows().find(({ info }) => info.id === id);
  switch (act.kind) {
    case 'service': {
      const row = rowOf(act.id);
      const next = row && (await showActions(ports, row));
      return next ? perform(ports, next) : act.id;
    }
    case 'set-key': {
      const row = rowOf(act.id);
      if (row && (await ports.setKey(row.info))) void states.check(act.id);
      return act.id;
    }
    case 'remove-key':
      if (await ports.removeKey(act.provider, act.origin)) void states.check(act.provider);
      return act.provider;
    case 'add': {
      const name = await ports.addGateway();
      if (name === undefined) return undefined;
      const row = rowOf(name);
      if (row?.info.key) await ports.setKey(row.info);
      void states.check(name);
      return name;
    }
    case 'settings':
      await vscode.commands.executeCommand('workbench.action.openSettings', act.query);
      return undefined;
    default:
      return assertNever(act);
  }
}

async function showList(ports: ManagePorts, active: string | undefined): Promise<Act | undefined> {
  const { states } = ports;
  const stored = await ports.storedKeys().catch(() => []);
  const pick = vscode.window.createQuickPick<Item>();
  const again = button('refresh', vscode.l10n.t('Check all again'));
  const stop = button('debug-stop', vscode.l10n.t('Stop checking'));
  pick.title = vscode.l10n.t('Manage Providers');
  pick.placeholder = vscode.l10n.t('Services that make images. Nothing here costs money.');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  // Keys are fetched from a browser, and boxes in between give the focus back late.
  pick.ignoreFocusOut = true;

  const draw = (): void => {
    const at = pick.activeItems[0]?.id ?? active;
    const rows = states.rows();
    const checking = rows.some(({ state }) => state.kind === 'checking');
    const orphans = stored.filter(
      each => !rows.some(({ info, origin }) => info.id === each.provider && origin === each.origin),
    );
    pick.busy = checking;
    pick.buttons = [checking ? stop : again];
    pick.items = [
      ...rows.map(serviceItem),
      ...ports.endpointProblems().map((problem, index): Item => ({
        id: `problem:${index}`,
        label: `$(warning) ${vscode.l10n.t('A gateway of the settings is left out')}`,
        detail: problem,
        act: { kind: 'settings', query: 'inlineAssets.endpoints' },
      })),
      ...(orphans.length === 0 ? [] : [separator(vscode.l10n.t('Keys of addresses that are not in use'))]),
      ...orphans.map(({ provider, origin }): Item => ({
        id: `orphan:${provider} ${origin}`,
        label: `$(key) ${originHost(origin)}`,
        description: provider,
        detail: vscode.l10n.t('No request goes there. Choose it to remove its key.'),
        act: { kind: 'remove-key', provider, origin },
      })),
      separator(''),
      { id: 'add', label: `$(add) ${vscode.l10n.t('Add a Gateway…')}`, act: { kind: 'add' } },
    ];
    const kept = pick.items.find(({ id }) => id === at);
    if (kept) pick.activeItems = [kept];
  };

  const stopListening = states.onDidChange(draw);
  return new Promise(resolve => {
    let chosen: Act | undefined;
    const end = (act: Act): void => {
      chosen = act;
      pick.hide();
    };
    pick.onDidAccept(() => {
      const act = pick.activeItems[0]?.act;
      if (act) end(act);
    });
    pick.onDidTriggerButton(pressed => {
      if (pressed === stop) states.stop();
      else void states.checkAll();
    });
    pick.onDidTriggerItemButton(({ item, button: { tooltip } }) => {
      const { row } = item;
      if (!row) return;
      if (tooltip === setKeyLabel(row)) end({ kind: 'set-key', id: row.info.id });
      else if (row.state.kind === 'checking') states.stop(row.info.id);
      else void states.check(row.info.id);
    });
    pick.onDidHide(() => {
      stopListening();
      pick.dispose();
      resolve(chosen);
    });
    draw();
    pick.show();
  });
}

function serviceItem(row: ProviderRow): Item {
  const { info, origin, models, state } = row;
  const count = models === 1 ? vscode.l10n.t('1 model') : vscode.l10n.t('{0} models', models);
  const checkable = !info.local && state.kind !== 'no-key' && origin !== undefined;
  return {
    id: info.id,
    row,
    label: `$(${stateIcon(state)}) ${info.label}`,
    description: [...(origin === undefined || info.local ? [] : [originHost(origin)]), count].join(' · '),
    detail: withoutLinks(stateSentence(state)),
    buttons: [
      ...(info.key && origin !== undefined ? [button('key', setKeyLabel(row))] : []),
      ...(checkable
        ? [
            state.kind === 'checking'
              ? button('debug-stop', vscode.l10n.t('Stop checking'))
              : button('refresh', vscode.l10n.t('Check again')),
          ]
        : []),
    ],
    ...(!info.local && { act: { kind: 'service', id: info.id } }),
  };
}

/** What can be done about one service; `undefined`: back to the list. */
async function showActions(ports: ManagePorts, row: ProviderRow): Promise<Act | undefined> {
  const { info, origin, state, hasKey } = row;
  const open = (url: string) => () => void vscode.env.openExternal(vscode.Uri.parse(url, true));
  const actions: (vscode.QuickPickItem & { act?: Act; run?: () => void })[] = [
    ...(info.key && origin !== undefined
      ? [{ label: `$(key) ${setKeyLabel(row)}`, act: { kind: 'set-key', id: info.id } as const }]
      : []),
    ...(hasKey && origin !== undefined
      ? [
          {
            label: `$(trash) ${vscode.l10n.t('Remove key…')}`,
            act: { kind: 'remove-key', provider: info.id, origin } as const,
          },
        ]
      : []),
    {
      label: `$(refresh) ${vscode.l10n.t('Check again')}`,
      run: () => void ports.states.check(info.id),
    },
    ...(info.key?.createUrl === undefined
      ? []
      : [
          {
            label: `$(link-external) ${vscode.l10n.t('Create a key (opens the browser)')}`,
            run: open(info.key.createUrl),
          },
        ]),
    ...(info.key?.billingUrl === undefined
      ? []
      : [
          {
            label: `$(credit-card) ${vscode.l10n.t('Set up billing (opens the browser)')}`,
            run: open(info.key.billingUrl),
          },
        ]),
    {
      label: `$(settings-gear) ${vscode.l10n.t('Open settings')}`,
      act: {
        kind: 'settings',
        query: info.named ? 'inlineAssets.endpoints' : `@id:inlineAssets.${info.id}.*`,
      },
    },
  ];
  const picked = await vscode.window.showQuickPick(actions, {
    title: origin === undefined ? info.label : `${info.label} · ${originHost(origin)}`,
    placeHolder: withoutLinks(stateSentence(state)),
    ignoreFocusOut: true,
  });
  picked?.run?.();
  return picked?.act;
}

function setKeyLabel({ hasKey }: ProviderRow): string {
  return hasKey ? vscode.l10n.t('Replace key…') : vscode.l10n.t('Set key…');
}

function stateIcon(state: ProviderState): string {
  switch (state.kind) {
    case 'local':
      return 'device-desktop';
    case 'ready':
      return state.billing === 'missing' ? 'warning' : 'pass';
    case 'checking':
      return 'loading~spin';
    case 'no-key':
      return 'key';
    case 'unchecked':
      return 'circle-outline';
    case 'refused':
    case 'no-address':
      return 'error';
    case 'not-allowed':
    case 'trouble':
    case 'unreachable':
      return 'warning';
    default:
      return assertNever(state);
  }
}

function stateSentence(state: ProviderState): string {
  const { t } = vscode.l10n;
  switch (state.kind) {
    case 'local':
      return t('Runs on this machine, free.');
    case 'ready':
      return state.billing === 'missing'
        ? t('The key is good, but billing is not enabled for it, and image models need that.')
        : t('Ready.');
    case 'checking':
      return t('Checking…');
    case 'no-key':
      return t('No key.');
    case 'unchecked':
      return t('Not checked.');
    case 'no-address':
      return t('Its setting is not an http or https address.');
    case 'not-allowed':
      return t('The setting inlineAssets.allowedEndpoints does not allow this address.');
    case 'refused':
      return t('Key refused. {0}', state.message);
    case 'trouble':
      return t('It knows the key, but does not work with it. {0}', state.message);
    case 'unreachable':
      return t('Unreachable. {0}', state.message);
    default:
      return assertNever(state);
  }
}

function separator(label: string): Item {
  return { id: `line:${label}`, label, kind: vscode.QuickPickItemKind.Separator };
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}
