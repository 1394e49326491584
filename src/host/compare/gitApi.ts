import type * as vscode from 'vscode';

/**
 * The part of the API of VS Code's own Git extension that is used here, version 1. Source: extensions/git/src/api/git.d.ts of
 * microsoft/vscode.
 */
export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  getRepository(uri: vscode.Uri): GitRepository | null;
  /** Looks for a repository in this folder, whether it is shown yet or not. */
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
}

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly HEAD?: { readonly commit?: string } | undefined };
  /** Runs `git status`, so that `state` is as of now. */
  status(): Promise<void>;
  /** `size` in bytes. Rejects where the commit has no such file. */
  getObjectDetails(treeish: string, path: string): Promise<{ readonly size: number }>;
  /** The bytes of a file (absolute) at a commit. */
  buffer(ref: string, path: string): Promise<Uint8Array>;
}

export interface GitExtension {
  /** False: the user turned Git off, or there is no `git` on this machine. */
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}
