import * as path from 'node:path';
import * as vscode from 'vscode';
import { parseAnnotate, type AnnotateArgs } from '../../core/layers/annotateArgs';
import { maxDescriptionBytes, readDescription } from '../../core/layers/description';
import type { Row } from '../../core/layers/rows/table';
import type { Description, Finding } from '../../core/model/layers';
import type { LayersDrawer } from '../layers/layersDrawer';
import { planDrawings } from '../layers/planDrawings';
import { isGlob, readRows } from '../layers/readRows';
import { unread } from '../layers/unread';
import { rootsOnDisk } from '../onDisk';
import { readText } from '../readText';
import type { Saver } from '../save/saver';
import { layersNotes, sameFileLines } from '../text/layersText';
import { locate } from './locate';
import { outcomeOf } from './saveAnswer';

export interface AnnotateAnswer {
  outcome: 'images' | 'exists' | 'unsupported' | 'consent' | 'bad-request';
  files?: readonly { uri: vscode.Uri; mimeType: string; width: number; height: number; bytes: number }[];
  /** What no font here has, and was left out. */
  missingGlyphs?: readonly string[];
  /** The worst of all files, a text layer each. */
  contrast?: readonly { layer: string; ratio: number; needed: number }[];
  /** What else is worth knowing, a sentence each. */
  notes?: readonly string[];
  message?: string;
}

/** `inlineAssets.annotate` with an argument object: no dialog and no message. */
export function createAnnotate(deps: {
  drawer: LayersDrawer;
  saver: Pick<Saver, 'describe'>;
}): (ask: Readonly<Record<string, unknown>>) => Promise<AnnotateAnswer> {
  const bad = (message: string): AnnotateAnswer => ({ outcome: 'bad-request', message });
  return async ask => {
    if (!vscode.workspace.isTrusted) {
      return { outcome: 'consent', message: deps.saver.describe({ kind: 'untrusted' }) };
    }
    const parsed = parseAnnotate(ask, vscode.l10n.t);
    if ('refused' in parsed) return bad(parsed.refused);
    const { args } = parsed;
    const drawing = await readDrawing(args);
    if ('refused' in drawing) return bad(drawing.refused);
    const target = locate(args.saveTo);
    if ('refused' in target) return bad(target.refused);
    const image = args.image === undefined ? undefined : locate(args.image);
    if (image && 'refused' in image) return bad(image.refused);
    const rows = await readVariables(args);
    if ('refused' in rows) return bad(rows.refused);
    const plan = await planDrawings({
      ...drawing,
      ...rows,
      target: target.path,
      ...(image && { image: image.path }),
    });
    if ('refused' in plan) return bad(plan.refused);
    if ('same' in plan) {
      const same = plan.same.map(each => ({ ...each, path: vscode.workspace.asRelativePath(each.path) }));
      const lines = sameFileLines(vscode.l10n.t, same).join('; ');
      return bad(vscode.l10n.t('Several rows would be the same file: {0}.', lines));
    }
    const { overwrite, quality, svgText } = args;
    const result = await deps.drawer.write(plan.jobs, {
      replace: overwrite ? 'all' : 'none',
      ...(quality !== undefined && { quality }),
      ...(svgText && { svgText }),
    });
    if ('failure' in result) {
      return { outcome: outcomeOf(result.failure), message: deps.saver.describe(result.failure) };
    }
    const { drawn } = result;
    const findings = drawn.flatMap(({ made }) => made.findings);
    const letters = findings.flatMap(found => (found.kind === 'missing-letters' ? found.letters : []));
    const notes = drawn.flatMap(({ job, made }) =>
      layersNotes(vscode.l10n.t, job.description, made.findings, {
        now: made.imageSize,
        animated: made.animated,
        image: job.image === undefined ? undefined : vscode.workspace.asRelativePath(job.image),
      }),
    );
    return {
      outcome: 'images',
      files: drawn.map(({ job, made }) => ({
        uri: vscode.Uri.file(job.target),
        mimeType: made.facts.mimeType,
        width: made.width,
        height: made.height,
        bytes: made.facts.bytes,
      })),
      ...(letters.length > 0 && { missingGlyphs: [...new Set(letters)] }),
      ...(findings.some(({ kind }) => kind === 'contrast') && { contrast: worstContrast(findings) }),
      ...(notes.length > 0 && { notes: [...new Set(notes)] }),
    };
  };
}

async function readDrawing({
  drawing,
}: AnnotateArgs): Promise<{ description: Description; folder: string } | { refused: string }> {
  const folder = rootsOnDisk()[0] ?? '';
  if ('description' in drawing) return { description: drawing.description, folder };
  const located = locate(drawing.file);
  if ('refused' in located) return located;
  const file = await readText(located.path, maxDescriptionBytes);
  if ('problem' in file) return { refused: unread(located.path, file.problem, maxDescriptionBytes) };
  const read = readDescription(file.text, vscode.l10n.t);
  return 'refused' in read
    ? { refused: `${located.name}: ${read.refused}` }
    : { ...read, folder: path.dirname(located.path) };
}

async function readVariables({
  variables,
}: AnnotateArgs): Promise<{ rows: readonly Row[] } | { refused: string }> {
  if (variables === undefined) return { rows: [{ name: '1', values: {} }] };
  if ('rows' in variables) return variables;
  const { from } = variables;
  if (typeof from === 'string' && isGlob(from)) return readRows({ glob: from });
  const located = locate(from);
  return 'refused' in located ? located : readRows({ file: located.path });
}

function worstContrast(findings: readonly Finding[]): { layer: string; ratio: number; needed: number }[] {
  const worst = new Map<string, { layer: string; ratio: number; needed: number }>();
  for (const found of findings) {
    if (found.kind !== 'contrast') continue;
    const { layer, ratio, needed } = found;
    const before = worst.get(layer);
    if (!before || ratio / needed < before.ratio / before.needed) worst.set(layer, { layer, ratio, needed });
  }
  return [...worst.values()];
}
