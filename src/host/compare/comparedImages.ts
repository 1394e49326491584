import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import { isImagingError, type Imaging } from '../../core/imaging/imagingPort';
import { sniffBytes, sniffFormat } from '../../core/imaging/sniff';
import { extensionOf } from '../../core/model/imageFormat';
import {
  currentRequests,
  sameCandidate,
  type Candidate,
  type CandidateRef,
  type ImageFacts,
  type RequestRecord,
  type Run,
} from '../../core/model/run';
import { isVeiled, letterOf, modelsOf } from '../../core/run/marks';
import { findOriginal } from '../../core/save/original';
import { asIoError } from '../imaging/fileSource';
import type { Services } from '../services';
import { labelOf } from '../text/labels';
import { imagingProblem, missingSentence } from '../text/imagingText';
import { headVersion } from './gitHead';

/** One image that is compared, as it is asked for. Paths are absolute. */
export type ComparedSubject =
  | { candidate: CandidateRef }
  /** Of a cut-out: as it came. */
  | { original: CandidateRef }
  | { reference: { runId: string; index: number } }
  | { file: string }
  /** The file as the last commit has it. */
  | { head: string }
  /** The last commit's version of the file that a candidate was saved to, or was made of. */
  | { headOf: CandidateRef };

/** An image that can be shown and compared, or why it cannot. */
export interface Found {
  kind: 'candidate' | 'original' | 'reference' | 'file' | 'commit';
  name: string;
  problem?: string;
  picture?: {
    /** Absolute, in the store: it stays as it is. */
    file: string;
    facts: ImageFacts;
    /** It is a copy that was made for the view. */
    copied: boolean;
  };
  run?: { run: Run; file: string };
  candidate?: CandidateRef;
  request?: RequestRecord;
}

export interface ComparedDeps {
  services: Pick<Services, 'runs' | 'imaging' | 'models' | 'storeUri'>;
}

/** Never rejects for what is wrong with an image. */
export async function findCompared(deps: ComparedDeps, subject: ComparedSubject): Promise<Found> {
  if ('file' in subject) return fileOf(deps, subject.file);
  if ('head' in subject) return headOf(deps, subject.head);
  const ref =
    'candidate' in subject
      ? subject.candidate
      : 'original' in subject
        ? subject.original
        : 'headOf' in subject
          ? subject.headOf
          : subject.reference;
  const run = await deps.services.runs.get(ref.runId);
  if (!run) return gone('reference' in subject ? 'reference' : 'candidate');
  if ('reference' in subject) return referenceOf(deps, run, subject.reference.index);
  if ('headOf' in subject) return headOf(deps, await savedFile(deps, run, subject.headOf));
  const original = 'original' in subject;
  const refOf = original ? subject.original : subject.candidate;
  const request = run.requests.find(each => each.id === refOf.requestId);
  const image = request?.outcome?.kind === 'images' ? request.outcome.images[refOf.index] : undefined;
  if (!request || !image || image.deleted) return gone('candidate');
  return candidateOf(deps, run, request, image, refOf, original);
}

/** Everything else in the run: what can take an image's place. */
export async function besideOf(deps: ComparedDeps, runId: string): Promise<readonly Found[]> {
  const run = await deps.services.runs.get(runId);
  if (!run) return [];
  const candidates = modelsOf(run).flatMap(model =>
    currentRequests(run)
      .filter(request => request.model === model)
      .sort((a, b) => a.variation - b.variation)
      .flatMap(request => {
        const images = request.outcome?.kind === 'images' ? request.outcome.images : [];
        return images.flatMap((image, index) => {
          const ref = { runId, requestId: request.id, index };
          return image.deleted ? [] : [candidateOf(deps, run, request, image, ref, false)];
        });
      }),
  );
  return [...candidates, ...run.references.map((_, index) => referenceOf(deps, run, index))];
}

/** The same image: it is listed once. */
export function sameImage(a: Found, b: Found): boolean {
  if (a.kind !== b.kind) return false;
  if (a.candidate) return sameCandidate(a.candidate, b.candidate);
  return a.picture !== undefined && a.picture.file === b.picture?.file;
}

function gone(kind: Found['kind']): Found {
  const { t } = vscode.l10n;
  return { kind, name: t('Deleted'), problem: t('This image was deleted.') };
}

function candidateOf(
  { services }: ComparedDeps,
  run: Run,
  request: RequestRecord,
  image: Candidate,
  candidate: CandidateRef,
  asItCame: boolean,
): Found {
  const { t } = vscode.l10n;
  const of = (asItCame && image.original) || image;
  const veiled = isVeiled(run);
  const label = veiled
    ? t('Model {0}', letterOf(modelsOf(run).indexOf(request.model)))
    : labelOf(request.model, { model: id => services.models.resolve(id) });
  const several = run.requests.some(
    other => other.model === request.model && other.variation !== request.variation,
  );
  const name = several ? t('{0}, variation {1}', label, request.variation + 1) : label;
  const file = services.runs.pathOf(run.id, of.file);
  return {
    kind: asItCame ? 'original' : 'candidate',
    name: asItCame ? t('{0}, as it came', name) : name,
    picture: { file, facts: of.facts, copied: false },
    run: { run, file: of.file },
    ...(!asItCame && { candidate }),
    // Its time and cost would tell which model it is of.
    ...(!asItCame && !veiled && { request }),
  };
}

function referenceOf({ services }: ComparedDeps, run: Run, index: number): Found {
  const reference = run.references[index];
  if (!reference) return gone('reference');
  const { file, name, facts } = reference;
  return {
    ...{ kind: 'reference', name },
    picture: { file: services.runs.pathOf(run.id, file), facts, copied: false },
    run: { run, file },
  };
}

/** The newest file that the candidate is in, else the one that the run began with. */
async function savedFile(
  { services }: ComparedDeps,
  run: Run,
  candidate: CandidateRef,
): Promise<string | undefined> {
  const saved = run.saved.filter(each => !each.undone && sameCandidate(each.candidate, candidate)).at(-1);
  const uri = saved?.uri ?? (await findOriginal(run, id => services.runs.get(id)))?.uri;
  return uri === undefined ? undefined : fileURLToPath(uri);
}

async function fileOf(deps: ComparedDeps, file: string): Promise<Found> {
  const name = vscode.workspace.asRelativePath(vscode.Uri.file(file));
  const extension = path.extname(file);
  const copy = (to: string): Promise<void> => fs.copyFile(file, to, constants.COPYFILE_FICLONE);
  return kept(deps, { kind: 'file', name }, extension, copy);
}

async function headOf(deps: ComparedDeps, file: string | undefined): Promise<Found> {
  const { t } = vscode.l10n;
  if (file === undefined)
    return { kind: 'commit', name: 'HEAD', problem: t('It is in no file of the workspace.') };
  const shown = vscode.workspace.asRelativePath(vscode.Uri.file(file));
  const head = await headVersion(file);
  if ('problem' in head) return { kind: 'commit', name: t('{0} in HEAD', shown), problem: head.problem };
  // A commit may name its files as it likes: its bytes say what the picture is.
  const format = sniffFormat(head.bytes.subarray(0, sniffBytes));
  const extension = format ? `.${extensionOf(format)}` : path.extname(file);
  const found = { kind: 'commit', name: t('{0} in HEAD ({1})', shown, head.commit) } as const;
  return kept(deps, found, extension, to => fs.writeFile(to, head.bytes));
}

/** Where the view can read it, and as it is now, whatever becomes of the file. */
async function kept(
  { services }: ComparedDeps,
  found: Pick<Found, 'kind' | 'name'>,
  extension: string,
  write: (to: string) => Promise<void>,
): Promise<Found> {
  const staging = path.join(services.storeUri.fsPath, 'staging');
  const file = path.join(staging, `look-${randomUUID()}${extension.toLowerCase()}`);
  try {
    await fs.mkdir(staging, { recursive: true });
    await write(file);
    return { ...found, picture: { file, facts: await inspect(services.imaging, file), copied: true } };
  } catch (error) {
    await fs.rm(file, { force: true });
    return { ...found, problem: problemOf(error) };
  }
}

async function inspect(imaging: Pick<Imaging, 'inspect'>, file: string): Promise<ImageFacts> {
  await fs.chmod(file, 0o600);
  return imaging.inspect(file);
}

function problemOf(error: unknown): string {
  const { t } = vscode.l10n;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missingSentence(t);
  const told = asIoError(error);
  return isImagingError(told) ? imagingProblem(t, told) : String(error);
}
