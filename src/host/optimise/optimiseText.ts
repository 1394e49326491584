import * as vscode from 'vscode';
import { formatBytes } from '../../core/model/format';
import type { Optimised } from '../save/optimiser';
import type { Smaller } from '../save/saveTypes';
import { itemsText, marksText } from '../text/metadataText';

/** Why nothing is offered, a sentence for each kind of file. */
export function nothingText({ skipped, failed, left }: Optimised): string {
  const count = (why: string): number => skipped.filter(each => each.why === why).length;
  const t = vscode.l10n.t;
  const sentences: readonly (readonly [number, (n: number) => string])[] = [
    [count('no-gain'), n => t('As small as they get here: {0}.', n)],
    [count('format'), n => t('Of a format that is not made smaller this way: {0}.', n)],
    [count('animated'), n => t('Animated, so left as they are: {0}.', n)],
    [failed.length, n => t('Not readable: {0}.', n)],
    [left, n => t('Not looked at: {0}.', n)],
  ];
  const said = sentences.flatMap(([n, say]) => (n > 0 ? [say(n)] : []));
  return [t('There is nothing to make smaller.'), ...said].join(' ');
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

/** `Optimize Images: 3 of 6 selected, 2.1 MB → 0.8 MB (−62 %)` */
export function selectedText(chosen: readonly Smaller[], all: number): string {
  const t = vscode.l10n.t;
  if (chosen.length === 0) return t('Optimize Images: none of {0} selected', all);
  const before = chosen.reduce((sum, each) => sum + each.before, 0);
  const after = before - savedBy(chosen);
  const saving = savingText({ before, after });
  return t('Optimize Images: {0} of {1} selected, {2}', chosen.length, all, saving);
}
