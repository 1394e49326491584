import * as vscode from 'vscode';
import { parseSetArgs, type SetArgs } from '../../core/sets/setArgs';
import type { Projects } from '../references/projects';
import type { Saver } from '../save/saver';
import type { SetCatalog } from '../sets/setCatalog';
import { snippetsOf } from '../sets/setSnippets';
import type { FileFate, MadeSet } from '../sets/setTypes';
import { brokenSet, fateNotes, originNotes, setProblem, setWarning } from '../text/setText';
import { locate } from './locate';
import { outcomeOf } from './saveAnswer';

export interface SetAnswer {
  /** `planned` with `dryRun`. */
  outcome: 'written' | 'planned' | 'exists' | 'unsupported' | 'bad-request' | 'consent';
  files?: readonly {
    uri: vscode.Uri;
    /** What the set calls it. */
    role: string;
    result: FileFate;
    bytes: number;
    width?: number;
    height?: number;
  }[];
  snippets?: readonly { id: string; title: string; text: string }[];
  /** What is worth a word: what was enlarged, what was left as it is. */
  notes?: readonly string[];
  message?: string;
}

export interface SetAutomationDeps {
  saver: Pick<Saver, 'assetSets' | 'describe'>;
  projects: Projects;
  readSets(): Promise<SetCatalog>;
}

/** `inlineAssets.makeSet` with an argument object: no dialog, no message; what would ask is a failure that says so. */
export function createMakeSet(
  deps: SetAutomationDeps,
): (ask: Readonly<Record<string, unknown>>) => Promise<SetAnswer> {
  const { t } = vscode.l10n;
  return async ask => {
    const refuse = (message: string, outcome: SetAnswer['outcome'] = 'bad-request') => ({ outcome, message });
    const parsed = parseSetArgs(ask, t);
    if ('refused' in parsed) return refuse(parsed.refused);
    const { args } = parsed;
    const { sets, broken } = await deps.readSets();
    const found = sets.find(({ set }) => set.id === args.set);
    if (!found) return refuse(unknownSet(args.set, { sets, broken }));
    const foreign = Object.keys(args.options).find(id => !found.set.options?.some(each => each.id === id));
    if (foreign !== undefined) {
      const ids = (found.set.options ?? []).map(({ id }) => id).join(', ') || t('none');
      return refuse(t('“options”: “{0}” has no “{1}”. It has: {2}.', args.set, foreign, ids));
    }
    const places = located(args);
    if ('refused' in places) return refuse(places.refused);

    const { assetSets, describe } = deps.saver;
    const sources = await assetSets.find({
      image: { file: places.image },
      ...(places.dark !== undefined && { dark: { file: places.dark } }),
      ...(places.svg !== undefined && { svg: places.svg }),
    });
    if ('failure' in sources) return refuse(describe(sources.failure), outcomeOf(sources.failure));
    const { name, background, padding, fit, position, width, format, options } = args;
    const made = await assetSets.make(sources, {
      set: found.set,
      folder: places.folder,
      ...{ name, background, padding, fit, position, width, format, options },
    });
    if ('problem' in made) return refuse(setProblem(t, made.problem));
    if ('failure' in made) return refuse(describe(made.failure), outcomeOf(made.failure));
    try {
      return await written(made, args);
    } finally {
      await assetSets.release(made);
    }
  };

  async function written(made: MadeSet, { overwrite, dryRun, background }: SetArgs): Promise<SetAnswer> {
    const { plan, files, sources } = made;
    const colour = plan.warnings.find(({ kind }) => kind === 'needs-colour');
    if (colour && background === null) {
      return {
        outcome: 'bad-request',
        message: `“background”: ${setWarning(t, colour, sources.image.facts)}`,
      };
    }
    const answer = {
      files: files.map(({ planned, target, fate, bytes, width, height }) => ({
        uri: vscode.Uri.file(target),
        role: planned.id,
        result: fate,
        bytes,
        ...(width !== undefined && { width }),
        ...(height !== undefined && { height }),
      })),
      notes: [
        ...plan.warnings.map(warning => setWarning(t, warning, sources.image.facts)),
        ...originNotes(t, made),
        ...fateNotes(t, files),
      ],
    };
    const result = dryRun ? undefined : await deps.saver.assetSets.write(made, { overwrite });
    if (result && 'failure' in result) {
      return { outcome: outcomeOf(result.failure), message: deps.saver.describe(result.failure) };
    }
    const snippets = await snippetsOf(made, deps.projects);
    return {
      outcome: dryRun ? 'planned' : 'written',
      ...answer,
      snippets: snippets.map(({ id, title, text }) => ({ id, title, text })),
    };
  }

  function unknownSet(id: string, { sets, broken }: SetCatalog): string {
    const ids = sets.map(({ set }) => set.id).join(', ');
    const said = broken.map(each => brokenSet(t, each, vscode.workspace.asRelativePath(each.file)));
    return [t('There is no set “{0}”. Known are: {1}.', id.slice(0, 100), ids), ...said].join(' ');
  }
}

type Places = Record<'image' | 'folder', string> & Partial<Record<'dark' | 'svg', string>>;

/** Every file argument as a path of this machine, or the first that is none. */
function located(args: SetArgs): Places | { refused: string } {
  const places: Partial<Record<keyof Places, string>> = {};
  for (const part of ['image', 'folder', 'dark', 'svg'] as const) {
    const file = args[part];
    if (file === undefined) continue;
    const place = locate(file);
    if ('refused' in place) return { refused: `${part}: ${place.refused}` };
    places[part] = place.path;
  }
  return places as Places;
}
