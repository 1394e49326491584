import * as path from 'node:path';
import * as vscode from 'vscode';
import { formatBytes } from '../../core/model/format';
import type { Optimised } from '../save/optimiser';
import type { Smaller } from '../save/saveTypes';
import { leftLines, leftText } from '../text/leftText';
import { itemsText, marksText } from '../text/metadataText';

/** Why nothing is offered. */
export function nothingText(found: Optimised): string {
  const t = vscode.l10n.t;
  const left = found.left > 0 ? t('Not looked at: {0}.', found.left) : '';
  return [t('There is nothing to make smaller.'), leftOf(found), left].filter(Boolean).join(' ');
}

/** What is not made smaller, and why, one sentence; empty: there is nothing. */
export function leftOf(found: Optimised): string {
  return leftText(vscode.l10n.t, found, file => path.basename(file));
}

/** Longer than this, a dialog does not fit on a screen. */
const mostLines = 25;

/** Every file that is left as it is, and why. */
export async function showLeft(found: Optimised): Promise<void> {
  const t = vscode.l10n.t;
  const lines = leftLines(t, found, file => vscode.workspace.asRelativePath(file));
  const more = lines.length - mostLines;
  const detail = [...lines.slice(0, mostLines), ...(more > 0 ? [t('and {0} more', more)] : [])].join('\n');
  await vscode.window.showInformationMessage(t('Left as they are: {0}', lines.length), {
    modal: true,
    detail,
  });
}

export function moreText(looked: number): string {
  return vscode.l10n.t('There are more images than {0}; only so many are looked at in one go.', looked);
}

/** `120 KB → 80 KB (−33 %)` */
export function savingText({ before, after }: Pick<Smaller, 'before' | 'after'>): string {
  const percent = Math.round((100 * (before - after)) / before);
  return vscode.l10n.t('{0} → {1} (−{2} %)', formatBytes(before), formatBytes(after), percent);
}

/** What the smaller file would not have any more; `undefined`: all is in it. */
export function lossText({ drops, prepared }: Smaller): string | undefined {
  const t = vscode.l10n.t;
  if (drops.length > 0) {
    return t('Would lose: {0}. If selected, the original bytes are kept beside it.', marksText(t, drops));
  }
  const left = prepared.took?.left ?? [];
  return left.length > 0 ? t('Leaves out: {0}', itemsText(t, left)) : undefined;
}

/** Bytes. */
export function savedBy(files: readonly Smaller[]): number {
  return files.reduce((sum, { before, after }) => sum + before - after, 0);
}

/** `Optimize Images: 3 of 6 selected, 2.1 MB → 0.8 MB (−62 %). Left as they are: 2` */
export function selectedText(chosen: readonly Smaller[], { smaller, skipped, failed }: Optimised): string {
  const t = vscode.l10n.t;
  const left = skipped.length + failed.length;
  const selected = choiceText(chosen, smaller.length);
  return left === 0 ? selected : [selected, t('Left as they are: {0}', left)].join('. ');
}

function choiceText(chosen: readonly Smaller[], all: number): string {
  const t = vscode.l10n.t;
  if (chosen.length === 0) return t('Optimize Images: none of {0} selected', all);
  const before = chosen.reduce((sum, each) => sum + each.before, 0);
  const after = before - savedBy(chosen);
  const saving = savingText({ before, after });
  return t('Optimize Images: {0} of {1} selected, {2}', chosen.length, all, saving);
}
