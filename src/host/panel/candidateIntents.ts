import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  sameCandidate,
  type Candidate,
  type CandidateRef,
  type RequestRecord,
  type Run,
} from '../../core/model/run';
import type { HostMethods } from '../../protocol/messages';
import type { Handlers } from '../../protocol/rpc';
import { revealOutside } from '../revealOutside';
import { labelOf } from '../text/labels';
import { provenanceView } from '../text/provenanceText';
import { seamsView } from '../text/seamText';
import type { PanelParts } from './panelParts';
import { sayKept } from './runIntents';

type CandidateIntents = Pick<
  Handlers<HostMethods>,
  | 'saveAndInsert'
  | 'replaceOriginal'
  | 'undoSave'
  | 'reveal'
  | 'deleteCandidate'
  | 'favourite'
  | 'provenance'
  | 'seams'
  | 'pngBytes'
>;

/** Intents about one image that is there. */
export function candidateIntents(parts: PanelParts): CandidateIntents {
  const { saver, services } = parts;
  return {
    saveAndInsert: async ({ candidate }) => void (await saver.saveAndInsert(candidate)),
    replaceOriginal: async ({ candidate }) => void (await saver.replaceOriginal(candidate)),
    undoSave: async ({ candidate }) => void (await saver.undoSaveOf(candidate)),
    reveal: async ({ candidate }) => reveal(candidate, parts),
    deleteCandidate: async ({ candidate }) => {
      const remove = vscode.l10n.t('Delete');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Delete this image?'),
        { modal: true, detail: vscode.l10n.t('Files that were saved to the workspace stay.') },
        remove,
      );
      if (answer !== remove) return;
      if ((await services.runs.deleteCandidate(candidate)) === 'kept') sayKept();
    },
    favourite: ({ candidate, on }) => services.runs.mark(candidate.runId, { favourite: candidate, on }),
    provenance: async ({ candidate }) => {
      const { run, request, image } = await find(candidate, parts);
      const label = labelOf(request.model, { model: id => services.models.resolve(id) });
      return provenanceView(vscode.l10n.t, run, request, image, label, date);
    },
    seams: async ({ candidate }) => {
      const { image } = await find(candidate, parts);
      const file = services.runs.pathOf(candidate.runId, image.file);
      return seamsView(vscode.l10n.t, services.imaging.seams(file));
    },
    pngBytes: async ({ candidate }) => {
      const { image } = await find(candidate, parts);
      const file = services.runs.pathOf(candidate.runId, image.file);
      if (image.facts.format === 'png' && !image.facts.animated) return exactBytes(file);
      const png = path.join(services.storeUri.fsPath, `clipboard-${randomUUID()}.png`);
      try {
        await services.imaging.convert(file, png, { format: 'png' });
        return await exactBytes(png);
      } finally {
        await fs.rm(png, { force: true });
      }
    },
  };
}

async function find(
  ref: CandidateRef,
  { services }: PanelParts,
): Promise<{ run: Run; request: RequestRecord; image: Candidate }> {
  const run = await services.runs.get(ref.runId);
  const request = run?.requests.find(each => each.id === ref.requestId);
  const image = request?.outcome?.kind === 'images' ? request.outcome.images[ref.index] : undefined;
  if (!run || !request || !image || image.deleted) throw new Error(vscode.l10n.t('This image was deleted.'));
  return { run, request, image };
}

/** A copy: `postMessage` would carry the whole pool that a Buffer may be part of. */
async function exactBytes(file: string): Promise<Uint8Array> {
  return new Uint8Array(await fs.readFile(file));
}

/** In the Explorer when it was saved, else where the extension keeps it. */
async function reveal(ref: CandidateRef, parts: PanelParts): Promise<void> {
  const { run, image } = await find(ref, parts);
  const saved = run.saved.filter(asset => !asset.undone && sameCandidate(asset.candidate, ref)).at(-1);
  if (saved) {
    const uri = vscode.Uri.parse(saved.uri);
    const there = await fs.stat(uri.fsPath).catch(() => undefined);
    if (there && vscode.workspace.getWorkspaceFolder(uri)) {
      await vscode.commands.executeCommand('revealInExplorer', uri);
      return;
    }
  }
  const kept = parts.services.runs.pathOf(run.id, image.file);
  await revealOutside(
    vscode.Uri.file(kept),
    vscode.Uri.file(path.dirname(kept)),
    vscode.l10n.t('The image is kept at {0}', kept),
  );
}

function date(ms: number): string {
  return new Date(ms).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}
