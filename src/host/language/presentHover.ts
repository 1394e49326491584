import * as vscode from 'vscode';
import { makingOf } from '../../core/references/makeable';
import { formatOfExtension } from '../../core/model/imageFormat';
import { formatBytes, formatPixels } from '../../core/model/format';
import { basename } from '../../core/references/paths';
import type { ImageReference } from '../../core/references/reference';
import { formatName } from '../save/phrases';
import type { ShownFacts } from './imageFacts';
import { missingImageCommands, type MissingImage, waysOf } from './missingImage';
import { presentCommand, presentVerbs, type PresentImage, type PresentVerb } from './presentImage';

export interface HoverLink {
  verb: PresentVerb;
  title: string;
}

/** `1200 × 800 · 84 KB · PNG` */
export function factsText({ bytes, format, width, height }: ShownFacts): string {
  const parts = [formatBytes(bytes)];
  if (width !== undefined && height !== undefined) parts.unshift(formatPixels({ width, height }));
  if (format !== undefined) parts.push(formatName(format));
  return parts.join(' · ');
}

/** The picture (Markdown), what its file is, and what can be done with it. */
export function presentHover(
  image: vscode.Uri,
  facts: ShownFacts,
  reference: ImageReference,
  present: PresentImage,
  links: readonly HoverLink[],
  picture: string | undefined,
): vscode.MarkdownString {
  const text = trusted(presentVerbs.map(presentCommand));
  if (picture !== undefined) text.appendMarkdown(`${picture}\n\n`);
  text.appendMarkdown(`**${escaped(basename(image.path))}** · ${escaped(factsText(facts))}\n\n`);
  const said = notes(image, facts, reference).join(' ');
  if (said !== '') text.appendMarkdown(`${escaped(said)}\n\n`);
  text.appendMarkdown(links.map(({ verb, title }) => link(title, presentCommand(verb), present)).join(' | '));
  return text;
}

/**
 * @param missing absent: nothing can be made there
 * @param refused why nothing can be
 */
export function missingHover(
  target: vscode.Uri,
  missing: MissingImage | undefined,
  refused: string | undefined,
): vscode.MarkdownString {
  const { generate, placeholder } = missingImageCommands;
  const text = trusted([generate, placeholder]);
  const path = vscode.workspace.asRelativePath(target);
  text.appendMarkdown(`${escaped(vscode.l10n.t('There is no image at {0}.', path))}\n\n`);
  if (refused !== undefined) text.appendMarkdown(escaped(refused));
  else if (missing !== undefined) {
    const ways = waysOf(missing.reference);
    const links: string[] = [];
    const title =
      makingOf(missing.reference.extension) === 'vector'
        ? vscode.l10n.t('Generate as SVG…')
        : vscode.l10n.t('Generate image…');
    if (ways.generate) links.push(link(title, generate, missing));
    if (ways.placeholder) links.push(link(vscode.l10n.t('Placeholder (no AI)'), placeholder, missing));
    text.appendMarkdown(links.join(' | '));
  }
  return text;
}

function trusted(enabledCommands: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands };
  return text;
}

function notes(
  image: vscode.Uri,
  { format, width, height }: ShownFacts,
  reference: ImageReference,
): string[] {
  const lines: string[] = [];
  const extension = /\.([^./]+)$/.exec(image.path)?.[1] ?? '';
  if (format === undefined) lines.push(vscode.l10n.t('This file cannot be read as an image.'));
  else if (formatOfExtension(extension) !== format) {
    lines.push(vscode.l10n.t('The name ends in .{0}, but the file is {1}.', extension, formatName(format)));
  }
  const { width: shownWidth, height: shownHeight } = reference;
  if (shownWidth !== undefined && shownHeight !== undefined) {
    if (shownWidth !== width || shownHeight !== height)
      lines.push(vscode.l10n.t('Shown at {0}.', formatPixels({ width: shownWidth, height: shownHeight })));
  } else if (shownWidth !== undefined && shownWidth !== width) {
    lines.push(vscode.l10n.t('Shown {0} pixels wide.', shownWidth));
  } else if (shownHeight !== undefined && shownHeight !== height) {
    lines.push(vscode.l10n.t('Shown {0} pixels high.', shownHeight));
  }
  return lines;
}

function link(title: string, command: string, argument: unknown): string {
  const encoded = encodeURIComponent(JSON.stringify([argument])).replace(
    /[()'!*]/g,
    character => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `[${escaped(title)}](command:${command}?${encoded})`;
}

/** Names of files may be Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>&$]/g, '\\$&').replace(/\s+/g, ' ');
}
