import * as vscode from 'vscode';
import { examine, type Finding } from '../../core/models/examine';
import type { ModelId } from '../../core/model/modelInfo';
import type { Log } from '../log';
import type { Catalog } from '../models/catalog';
import { safeText } from '../text/safeText';
import { withoutLinks } from '../text/withoutLinks';
import { findPlaces, type DraftModels, type Place } from './places';

export interface DoctorPorts {
  models: Catalog;
  draft: DraftModels;
  log: Log;
}

interface Item extends vscode.QuickPickItem {
  finding?: Finding;
  place?: Place;
}

/** Looks where models are named for those that are gone, and puts what takes their place there. */
export async function checkModels({ models, draft, log }: DoctorPorts): Promise<void> {
  const places = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Checking models…') },
    async () => {
      await models.refresh();
      return findPlaces(draft, line => log.warn(line));
    },
  );
  const today = new Date().toISOString().slice(0, 10);
  const items = places.flatMap(place =>
    place.models.flatMap(id => {
      const finding = examine(id, models, today);
      return finding ? [itemOf(finding, place)] : [];
    }),
  );
  const named = places.reduce((sum, place) => sum + place.models.length, 0);
  if (items.length === 0) {
    const open = vscode.l10n.t('Open Keybindings (JSON)');
    const answer = await vscode.window.showInformationMessage(
      [
        named === 0
          ? vscode.l10n.t('No setting, task, recipe or draft names a model.')
          : vscode.l10n.t('All models that settings, tasks, recipes and the panel name are offered.'),
        keybindingsText(),
      ].join(' '),
      open,
    );
    if (answer === open) await openKeybindings();
    return;
  }
  const chosen = await choose(items);
  if (chosen) await move(items, chosen);
}

/** No extension is told what keybindings hold. */
function keybindingsText(): string {
  return vscode.l10n.t('VS Code shows no extension your keybindings: look for “models” in them yourself.');
}

async function openKeybindings(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openGlobalKeybindingsFile');
}

function itemOf(finding: Finding, place: Place): Item {
  const { label, replacement } = finding;
  return {
    label: safeText(replacement ? `${label} → ${replacement.label}` : label),
    description: place.label,
    detail: withoutLinks(sentence(finding)),
    picked: finding.kind === 'retired' && replacement !== undefined,
    ...(place.open && {
      buttons: [{ iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: vscode.l10n.t('Open') }],
    }),
    finding,
    place,
  };
}

function sentence({ kind, id, since, note, source, replacement }: Finding): string {
  const { t } = vscode.l10n;
  const parts = [safeText(id)];
  if (kind === 'unknown') {
    parts.push(
      replacement
        ? t('Not known. Was {0} meant?', replacement.id)
        : t('No table and no list of a service knows it.'),
    );
  } else if (kind === 'elsewhere') {
    parts.push(
      since === undefined
        ? t('Who made it took it away; this service may still have it.')
        : t('Who made it took it away on {0}; this service may still have it.', since),
    );
  } else if (kind === 'ending') {
    parts.push(
      since === undefined ? t('It will be switched off.') : t('Its announced last day is {0}.', since),
    );
  } else parts.push(since === undefined ? t('It is not offered.') : t('No longer offered since {0}.', since));
  if (note !== undefined) parts.push(note);
  if (kind !== 'unknown' && !replacement) parts.push(t('Nothing takes its place: choose another model.'));
  if (source !== undefined) parts.push(t('Source: {0}', source));
  const [name, ...sentences] = parts;
  return `${name} · ${sentences.join(' ')}`;
}

/** What can be moved, ticked where it is gone; below it what only the user can decide. */
function choose(items: readonly Item[]): Promise<readonly Item[] | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const movable = items.filter(({ finding }) => finding?.replacement);
  const others = items.filter(({ finding }) => !finding?.replacement);
  pick.title = vscode.l10n.t('Doctor: Models That Are No Longer Offered');
  pick.placeholder = vscode.l10n.t('Press Enter to move what is ticked; it can be undone');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = [
    ...movable,
    ...(others.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t('Nothing takes their place'),
            kind: vscode.QuickPickItemKind.Separator,
          },
        ]),
    ...others,
  ];
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('keyboard'), tooltip: keybindingsText() }];
  pick.selectedItems = movable.filter(({ picked }) => picked);
  return new Promise(resolve => {
    let chosen: readonly Item[] | undefined;
    pick.onDidAccept(() => {
      chosen = pick.selectedItems;
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      pick.hide();
      void openKeybindings();
    });
    pick.onDidTriggerItemButton(({ item }) => {
      pick.hide();
      void item.place?.open?.();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(chosen);
    });
    pick.show();
  });
}

async function move(items: readonly Item[], chosen: readonly Item[]): Promise<void> {
  const undos: (() => Promise<void>)[] = [];
  let moved = 0;
  const left = new Set(items);
  const reasons: string[] = [];
  for (const place of new Set(chosen.flatMap(item => item.place ?? []))) {
    const own = chosen.filter(item => item.place === place && item.finding?.replacement);
    const moves = new Map<ModelId, ModelId>(
      own.flatMap(({ finding }) => (finding?.replacement ? [[finding.id, finding.replacement.id]] : [])),
    );
    if (moves.size === 0) continue;
    try {
      const undo = await place.move(moves);
      if (!undo) continue;
      undos.push(undo);
      moved += own.length;
      for (const item of own) left.delete(item);
    } catch (error) {
      reasons.push(`${place.label}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await tell(moved, [...left], reasons, undos);
}

async function tell(
  moved: number,
  left: readonly Item[],
  reasons: readonly string[],
  undos: readonly (() => Promise<void>)[],
): Promise<void> {
  const { t } = vscode.l10n;
  const names = left
    .slice(0, 3)
    .map(({ finding, place }) => `${finding?.label ?? ''} (${place?.label ?? ''})`);
  const text = [
    moved === 1 ? t('1 model was moved.') : t('{0} models were moved.', moved),
    left.length === 0
      ? ''
      : left.length > names.length
        ? t('Left as they are: {0} and {1} more.', names.join(', '), left.length - names.length)
        : t('Left as they are: {0}.', names.join(', ')),
    ...reasons,
  ];
  const undo = t('Undo');
  const show = reasons.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const message = withoutLinks(text.filter(Boolean).join(' '));
  const answer = await (undos.length === 0 ? show(message) : show(message, undo));
  if (answer !== undo) return;
  for (const each of [...undos].reverse()) await each();
}
