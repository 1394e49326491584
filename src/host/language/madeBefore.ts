import * as vscode from 'vscode';
import type { RunSettings } from '../../core/model/run';
import { recipeVersion } from '../../core/recipe/recipe';
import type { RunService } from '../../core/run/runService';
import { recipePath } from '../save/beside';

/** How an image was made. */
export interface MadeBefore {
  prompt: string;
  model?: string;
  settings: RunSettings;
}

/** As many of the newest runs are looked through. */
const mostRuns = 100;

/** By the recipe beside the image, or the run that it was saved from; undefined: nobody knows. */
export async function madeBefore(
  { runs }: { runs: Pick<RunService, 'list'> },
  image: vscode.Uri,
): Promise<MadeBefore | undefined> {
  const recipe = await readRecipe(vscode.Uri.file(recipePath(image.fsPath)));
  if (recipe !== undefined) return recipe;
  const uri = image.toString();
  const { runs: newest } = await runs.list({ limit: mostRuns });
  for (const run of newest) {
    const saved = run.saved.find(each => each.uri === uri && !each.undone);
    if (saved === undefined) continue;
    const model = run.requests.find(({ id }) => id === saved.candidate.requestId)?.model;
    return { prompt: run.prompt, settings: run.settings, ...(model && { model }) };
  }
  return undefined;
}

/** Anybody may have written it. */
async function readRecipe(file: vscode.Uri): Promise<MadeBefore | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > 1_000_000) return undefined;
    const bytes = await vscode.workspace.fs.readFile(file);
    const recipe: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof recipe !== 'object' || recipe === null) return undefined;
    const { version, prompt, model } = recipe as Record<string, unknown>;
    if (version !== recipeVersion || typeof prompt !== 'string' || prompt === '') return undefined;
    return { prompt, settings: {}, ...(typeof model === 'string' && { model }) };
  } catch {
    return undefined;
  }
}
