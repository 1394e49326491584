import * as path from 'node:path';
import * as vscode from 'vscode';
import { namesIn, variablesOf } from '../../core/model/layerVariables';
import type { WriteAnswer } from '../../protocol/views';
import type { Saver } from '../save/saver';
import type { DrawJob, LayersDrawer, Replaceable } from './layersDrawer';
import { numbered, type SameFile } from '../../core/layers/rows/sameFiles';
import { sameFileLines } from '../text/layersText';
import { type Planned, planDrawings } from './planDrawings';
import { readRows } from './readRows';
import { tellSaved } from '../save/tellFiles';

export interface RenderRowsDeps {
  drawer: LayersDrawer;
  saver: Pick<Saver, 'describe' | 'undoLastSave'>;
}

/** "Render for every row…": where the rows are, then the list of files, then all of them or none. */
export async function renderRows(
  { drawer, saver }: RenderRowsDeps,
  plan: Omit<Planned, 'rows'>,
): Promise<WriteAnswer> {
  const names = [...new Set([...variablesOf(plan.description), ...namesIn(plan.target)])];
  if (namesIn(plan.target).length === 0) {
    const example = `{{${names[0] ?? 'slug'}}}`;
    return refuse(
      vscode.l10n.t(
        'Put a variable into “Save as”, such as {0}, so that every row has its own file.',
        example,
      ),
    );
  }
  const files = await vscode.window.showOpenDialog({
    canSelectMany: true,
    openLabel: vscode.l10n.t('Use These Rows'),
    title: vscode.l10n.t('Choose JSON, CSV or Markdown with {0}', names.join(', ')),
    filters: { [vscode.l10n.t('Tables and pages')]: ['json', 'csv', 'tsv', 'md', 'mdx', 'markdown'] },
  });
  if (!files || files.length === 0) return false;
  const rows = await readRows({ files: files.map(uri => uri.fsPath) });
  if ('refused' in rows) return rows;
  let planned = await planDrawings({ ...plan, ...rows });
  if ('same' in planned) {
    if (!(await askToNumber(planned.same))) return false;
    planned = await planDrawings({ ...plan, ...rows, number: true });
  }
  if ('refused' in planned) return planned;
  if ('same' in planned) return false;
  const chosen = await chooseFiles(drawer, saver, planned.jobs);
  if (!chosen) return false;
  if ('refused' in chosen) return chosen;
  const { jobs, replace } = chosen;
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Drawing'),
      cancellable: true,
    },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return drawer.write(jobs, {
        replace,
        signal: abort.signal,
        onProgress: (done, file) =>
          progress.report({
            increment: 100 / (jobs.length + 1),
            message: vscode.l10n.t(
              '{0} of {1}, {2}',
              done,
              jobs.length,
              vscode.workspace.asRelativePath(file),
            ),
          }),
      });
    },
  );
  if ('failure' in result) {
    return result.failure.kind === 'cancelled' ? false : refuse(saver.describe(result.failure));
  }
  tellSaved(saver, result.written);
  return true;
}

async function askToNumber(same: readonly SameFile[]): Promise<boolean> {
  const named = same.map(each => ({ ...each, path: vscode.workspace.asRelativePath(each.path) }));
  const [first = ''] = named.map(each => each.path);
  const number = vscode.l10n.t('Number Them');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Several rows would be the same file. Number those files?'),
    {
      modal: true,
      detail: [
        ...sameFileLines(vscode.l10n.t, named),
        '',
        vscode.l10n.t('The first keeps its name, the next becomes {0}.', numbered([first, first])[1] ?? ''),
      ].join('\n'),
    },
    number,
  );
  return answer === number;
}

/** Every file, ticked; those that would be replaced say so. */
async function chooseFiles(
  drawer: LayersDrawer,
  saver: Pick<Saver, 'describe'>,
  jobs: readonly DrawJob[],
): Promise<{ jobs: readonly DrawJob[]; replace: Replaceable } | { refused: string } | undefined> {
  const looked = await drawer.see(jobs.map(({ target }) => target));
  if ('failure' in looked) {
    return refuse(saver.describe(looked.failure));
  }
  const items = jobs.map(job => ({
    job,
    label: vscode.workspace.asRelativePath(job.target),
    picked: true,
    ...(looked.taken.has(path.resolve(job.target)) && {
      description: vscode.l10n.t('replaces the file that is there'),
    }),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Files to Draw: {0}', items.length),
  });
  if (!chosen || chosen.length === 0) return undefined;
  return { jobs: chosen.map(({ job }) => job), replace: looked.taken };
}

function refuse(sentence: string): { refused: string } {
  return { refused: sentence };
}
