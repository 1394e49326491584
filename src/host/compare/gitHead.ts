import * as path from 'node:path';
import * as vscode from 'vscode';
import { defaultLimits } from '../../core/imaging/facts';
import type { GitApi, GitExtension, GitRepository } from './gitApi';

/** A file as the last commit has it. */
export interface HeadVersion {
  bytes: Uint8Array;
  /** The first digits of the commit. */
  commit: string;
}

/** As Git LFS writes a pointer. Source: github.com/git-lfs/git-lfs, docs/spec.md. */
const pointerStart = 'version https://git-lfs.github.com/spec/';
const shortId = 7;
/** Git is looked for on the disk when a window opens. */
const startMs = 10_000;

/** The bytes of a file in the last commit, or why there are none, one sentence. @param file absolute */
export async function headVersion(file: string): Promise<HeadVersion | { problem: string }> {
  const { t } = vscode.l10n;
  const name = path.basename(file);
  const api = await gitApi();
  if (!api)
    return { problem: t('Git is off or not installed, so there is no earlier version to compare with.') };
  const repository = await repositoryOf(api, file);
  if (!repository) return { problem: t('{0} is not in a Git repository that VS Code has open.', name) };
  await repository.status();
  const commit = repository.state.HEAD?.commit;
  if (commit === undefined) return { problem: t('This repository has no commit yet.') };
  const details = await repository.getObjectDetails(commit, file).catch(() => undefined);
  if (!details) return { problem: t('{0} is not in the last commit.', name) };
  if (details.size > defaultLimits.maxBytes)
    return { problem: t('{0} is too large in the last commit.', name) };
  let bytes: Uint8Array;
  try {
    bytes = await repository.buffer(commit, file);
  } catch (error) {
    return { problem: t('Git could not read {0}: {1}', name, messageOf(error)) };
  }
  if (Buffer.from(bytes.subarray(0, pointerStart.length)).toString('latin1') === pointerStart) {
    return { problem: t('Git LFS keeps {0}: the commit has only a pointer to it.', name) };
  }
  return { bytes, commit: commit.slice(0, shortId) };
}

async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  try {
    const git = extension.isActive ? extension.exports : await extension.activate();
    if (!git.enabled) return undefined;
    const api = git.getAPI(1);
    await started(api);
    return api;
  } catch {
    // Throws where there is no git on this machine, and in a workspace that is not trusted.
    return undefined;
  }
}

/** Before that it knows no repository. */
async function started(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>(resolve => {
    const done = (): void => {
      subscription.dispose();
      clearTimeout(timer);
      resolve();
    };
    const subscription = api.onDidChangeState(state => state === 'initialized' && done());
    const timer = setTimeout(done, startMs);
  });
}

async function repositoryOf(api: GitApi, file: string): Promise<GitRepository | undefined> {
  const uri = vscode.Uri.file(file);
  const known = api.getRepository(uri);
  if (known) return known;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) return undefined;
  // One that VS Code has not come to, or that was made a moment ago.
  await api.openRepository?.(folder.uri);
  return api.getRepository(uri) ?? undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
