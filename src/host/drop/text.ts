import * as path from 'node:path';
import * as vscode from 'vscode';
import { formatName } from '../save/phrases';
import type { IncomingPlan, StagedImage } from '../save/incoming';
import { withoutLinks } from '../text/withoutLinks';

/** Of the way to paste. @param targets where each image is saved (absolute); `undefined`: it is there already */
export function titleOf(targets: readonly (string | undefined)[]): string {
  const { t } = vscode.l10n;
  const [first] = targets.filter(target => target !== undefined);
  if (targets.length === 1) {
    return first === undefined
      ? t('Insert image')
      : t('Insert image, saved as {0}', vscode.workspace.asRelativePath(first));
  }
  return first === undefined
    ? t('Insert {0} images', targets.length)
    : t(
        'Insert {0} images, saved in {1}',
        targets.length,
        vscode.workspace.asRelativePath(path.dirname(first)),
      );
}

/** What is worth a word of images that are in their places now. */
export function sayOfImages(plans: readonly IncomingPlan[], images: readonly StagedImage[]): void {
  const { t } = vscode.l10n;
  for (const [index, { path: file, facts, was }] of images.entries()) {
    const name = withoutLinks(vscode.workspace.asRelativePath(file));
    if (was !== undefined) {
      void vscode.window.showInformationMessage(
        t('Saved {0}, converted from {1} to {2}.', name, formatName(was), formatName(facts.format)),
      );
    }
    const image = plans[index]?.image;
    if (facts.format === 'svg' && image && 'bytes' in image && hasScript(image.bytes)) {
      void vscode.window.showWarningMessage(
        t(
          '{0} contains a script, which runs where the SVG is opened by itself or put inline into a page. Keep it only if you trust where it comes from.',
          name,
        ),
      );
    }
  }
}

/** Bytes. Drawings are smaller, and this thread is everybody's. */
const mostLookedAt = 4_000_000;

/** By its looks: it is for a warning, nothing is let through by it. */
function hasScript(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, mostLookedAt));
  return /<(?:\w+:)?script\b|\son[a-z]+\s*=|javascript:|<foreignObject\b/i.test(text);
}
