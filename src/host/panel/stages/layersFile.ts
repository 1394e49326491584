import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { maxDescriptionBytes, readDescription } from '../../../core/layers/description';
import { namesIn } from '../../../core/model/layerVariables';
import { type Description, descriptionSuffix } from '../../../core/model/layers';
import { unread } from '../../layers/unread';
import { readText } from '../../readText';
import { realDisk } from '../../save/disk';
import { sha256Of } from '../../sha256';
import { shownPath } from './places';

/** A `*.layers.json` as the view of text and marks begins with it. */
export interface OpenedDescription {
  name: string;
  /** Folder that the image's path is meant from. */
  folder: string;
  description: Description;
  /** Where it was drawn to. */
  path: string;
  /** This file and the picture that was written with it, by what they hold (SHA-256, hex). */
  own: Map<string, string>;
}

/** The description of an image that was given layers before. */
export async function descriptionOf(image: string): Promise<string | undefined> {
  const file = withoutExtension(image) + descriptionSuffix;
  return (await isFile(file)) ? file : undefined;
}

export async function openDescription(file: string): Promise<OpenedDescription | { refused: string }> {
  const found = await readText(file, maxDescriptionBytes);
  if ('problem' in found) return { refused: unread(file, found.problem, maxDescriptionBytes) };
  const read = readDescription(found.text, vscode.l10n.t);
  if ('refused' in read) {
    return { refused: vscode.l10n.t('{0} was left as it is: {1}', shownPath(file), read.refused) };
  }
  const name = path.basename(file);
  const folder = path.dirname(file);
  const { description } = read;
  const drawn = path.resolve(folder, description.output ?? name.replace(descriptionSuffix, '.png'));
  const own = new Map([[path.resolve(file), createHash('sha256').update(found.text).digest('hex')]]);
  if (description.output !== undefined && (await isOwnPicture(drawn, file))) {
    const sha256 = await sha256Of(drawn).catch(() => undefined);
    if (sha256 !== undefined) own.set(drawn, sha256);
  }
  return { name, folder, description, path: drawn, own };
}

/** It is written beside its description, under the same name: what lies elsewhere may be anybody's. */
async function isOwnPicture(drawn: string, file: string): Promise<boolean> {
  if (namesIn(drawn).length > 0) return false;
  return withoutExtension(drawn) + descriptionSuffix === path.resolve(file) && (await isFile(drawn));
}

async function isFile(file: string): Promise<boolean> {
  return (await realDisk.stat(file).catch(() => undefined))?.isFile() === true;
}

function withoutExtension(file: string): string {
  return file.slice(0, file.length - path.extname(file).length);
}
