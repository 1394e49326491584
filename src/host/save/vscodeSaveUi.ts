import { isEncodable, type EncodableFormat } from '../../core/model/output';
import * as vscode from 'vscode';

import type { ImageFormat } from '../../core/model/run';
import { extensionsOf } from '../../core/model/imageFormat';

import { isLossOfPicture } from '../../core/save/losses';
import {
  failureText,
  formatName,
  insertedText,
  interruptedText,
  lossesText,
  referencedText,
  savedText,
  undoText,
  type Wording,
} from './phrases';
import type { SaveUi } from './savePorts';
import { marksText } from '../text/metadataText';
import { withoutLinks } from '../text/withoutLinks';
import type { UndoOutcome } from './saveTypes';

/** Without `answer`: a color that is typed. */
interface MatteItem extends vscode.QuickPickItem {
  answer?: { matte: string } | { format: EncodableFormat };
}

/** The questions and messages of saving, as VS Code shows them. Decides nothing. */
export function createSaveUi(log: (line: string) => void): SaveUi {
  const wording: Wording = {
    t: vscode.l10n.t,
    place: path => withoutLinks(vscode.workspace.asRelativePath(path)),
  };
  const background = (work: Thenable<unknown>): void =>
    void work.then(undefined, (error: unknown) => log(`Message: ${String(error)}`));

  return {
    async pickTarget(path, formats, into) {
      const picked = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.file(path),
        filters: filtersOf(formats),
        title:
          into === undefined
            ? vscode.l10n.t('Save Image')
            : vscode.l10n.t('Save Image and Insert into {0}', wording.place(into)),
        saveLabel: vscode.l10n.t('Save'),
      });
      return picked?.fsPath;
    },

    async askOverwrite(path) {
      const replace = vscode.l10n.t('Replace');
      const rename = vscode.l10n.t('Choose Another Name');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('{0} already exists. Replace it?', wording.place(path)),
        { modal: true, detail: vscode.l10n.t('“Undo Last Save” brings the old file back.') },
        replace,
        rename,
      );
      return answer === replace ? 'overwrite' : answer === rename ? 'rename' : undefined;
    },

    async askFormat(extension, choices) {
      const rename = vscode.l10n.t('Choose Another Name');
      const formats = choices.map(format => ({
        format,
        label: vscode.l10n.t('Save as {0}', formatName(format)),
      }));
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('.{0} files cannot be written. PNG, JPEG, WebP and AVIF can.', extension),
        { modal: true },
        ...formats.map(({ label }) => label),
        rename,
      );
      if (answer === rename) return 'rename';
      const chosen = formats.find(({ label }) => label === answer);
      return chosen && { format: chosen.format };
    },

    async askMatte(keep) {
      const items: MatteItem[] = [
        { label: vscode.l10n.t('White'), answer: { matte: '#ffffff' } },
        { label: vscode.l10n.t('Black'), answer: { matte: '#000000' } },
        { label: vscode.l10n.t('Another color…') },
        ...keep.map(format => ({
          label: vscode.l10n.t('Save as {0} instead', formatName(format)),
          description: vscode.l10n.t('Keeps the transparency'),
          answer: { format },
        })),
      ];
      const answer = await vscode.window.showQuickPick(items, {
        title: vscode.l10n.t('JPEG has no transparency'),
        placeHolder: vscode.l10n.t('What should be behind the transparent parts?'),
      });
      if (!answer || answer.answer) return answer?.answer;
      const matte = await askColor();
      return matte === undefined ? undefined : { matte };
    },

    async askWithoutWorkspace() {
      const anywhere = vscode.l10n.t('Save Elsewhere…');
      const open = vscode.l10n.t('Open Folder…');
      const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('No folder is open.'),
        {
          modal: true,
          detail: vscode.l10n.t('Images are saved into the workspace. Without one you choose any place.'),
        },
        anywhere,
        open,
      );
      if (answer === open) background(vscode.commands.executeCommand('vscode.openFolder'));
      return answer === anywhere ? 'anywhere' : undefined;
    },

    async askReplace({ path, losses, drops, changed }) {
      const asNew = vscode.l10n.t('Save as New…');
      const replace = vscode.l10n.t('Replace');
      const beside = vscode.l10n.t('Replace, and Keep the Original Bytes Beside');
      const details = [
        ...(changed ? [vscode.l10n.t('The file was changed since this image was asked for.')] : []),
        ...(losses.length > 0 ? [lossesText(vscode.l10n.t, losses)] : []),
        ...(drops.length > 0
          ? [vscode.l10n.t('Converting takes out of the new image: {0}.', marksText(vscode.l10n.t, drops))]
          : []),
        vscode.l10n.t('“Undo Last Save” brings the old file back.'),
      ];
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Replace {0}?', wording.place(path)),
        { modal: true, detail: details.join('\n') },
        // The picture would lose something, so the first button keeps both.
        ...(losses.some(isLossOfPicture) ? [asNew] : []),
        replace,
        ...(drops.length > 0 ? [beside] : []),
      );
      if (answer === asNew) return 'new';
      if (answer === beside) return 'replace-beside';
      return answer === replace ? 'replace' : undefined;
    },

    async askSaveAsNew(failure) {
      const asNew = vscode.l10n.t('Save as New…');
      const answer = await vscode.window.showWarningMessage(
        withoutLinks(failureText(wording, failure)),
        asNew,
      );
      return answer === asNew ? 'new' : undefined;
    },

    async askOtherPlace(failure) {
      const rename = vscode.l10n.t('Choose Another Place');
      const answer = await vscode.window.showErrorMessage(
        failureText(wording, failure),
        { modal: true },
        rename,
      );
      return answer === rename ? 'rename' : undefined;
    },

    async askFileOnly(path) {
      const fileOnly = vscode.l10n.t('Take Back the File Only');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('{0} was saved together with its reference.', wording.place(path)),
        {
          modal: true,
          detail: vscode.l10n.t(
            'The document was changed or opened again since then, so they cannot be taken back in one step. The reference would stay in the document.',
          ),
        },
        fileOnly,
      );
      return answer === fileOnly ? 'file-only' : undefined;
    },

    async askPutBack(set) {
      const putBack = vscode.l10n.t('Put Back');
      const keep = vscode.l10n.t('Keep');
      const answer = await vscode.window.showWarningMessage(
        withoutLinks(interruptedText(wording, set)),
        putBack,
        keep,
      );
      return answer === putBack ? 'put-back' : undefined;
    },

    tellFailure: failure =>
      background(vscode.window.showErrorMessage(withoutLinks(failureText(wording, failure)))),

    tellSaved: (saved, undo) => background(offerUndo(savedText(wording, saved), saved.path, undo)),

    tellInserted: (saved, how, undo) =>
      background(
        offerUndo(
          insertedText(wording, saved, how),
          saved.path,
          undo,
          how.kind === 'clipboard' ? undefined : how,
        ),
      ),

    tellReferenced: (path, how) =>
      background(
        how.kind === 'clipboard'
          ? vscode.window.showInformationMessage(referencedText(wording, path, how))
          : offerToShow(referencedText(wording, path, how), how),
      ),

    tellUndo: outcome => background(tellUndo(wording, outcome)),

    copyText: async text => vscode.env.clipboard.writeText(text),

    describe: failure => failureText(wording, failure),

    progress: (path, work) =>
      Promise.resolve(
        vscode.window.withProgress(
          {
            location: vscode.ProgressLocation.Notification,
            cancellable: true,
            title: vscode.l10n.t('Converting {0}', wording.place(path)),
          },
          (_progress, token) => {
            const abort = new AbortController();
            token.onCancellationRequested(() => abort.abort());
            return work(abort.signal);
          },
        ),
      ),
  };
}

function filtersOf(formats: readonly ImageFormat[]): Record<string, string[]> {
  return Object.fromEntries([
    ...formats
      .filter((format, index) => index === 0 || isEncodable(format))
      .map((format): [string, string[]] => [formatName(format), [...extensionsOf(format)]]),
    // Without it the dialog makes `hero.gif.png` of `hero.gif`, and nobody can say that GIF is not written.
    [vscode.l10n.t('All Files'), ['*']],
  ]);
}

async function askColor(): Promise<string | undefined> {
  const color = await vscode.window.showInputBox({
    title: vscode.l10n.t('Background color'),
    value: '#ffffff',
    validateInput: value =>
      /^#[0-9a-f]{6}$/i.test(value.trim())
        ? undefined
        : vscode.l10n.t('Six hex digits, for example #1e90ff.'),
  });
  return color?.trim().toLowerCase();
}

interface Place {
  document: string;
  /** 1-based. */
  line: number;
}

async function offerToShow(text: string, place: Place): Promise<void> {
  const label = vscode.l10n.t('Show');
  if ((await vscode.window.showInformationMessage(text, label)) === label) await show(place);
}

async function show({ document, line }: Place): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(document), { selection: new vscode.Range(at, at) });
}

async function offerUndo(text: string, path: string, undo: () => void, place?: Place): Promise<void> {
  const undoLabel = vscode.l10n.t('Undo');
  const open = place ? vscode.l10n.t('Show') : vscode.l10n.t('Open');
  const answer = await vscode.window.showInformationMessage(text, undoLabel, open);
  if (answer === undoLabel) undo();
  if (answer === open && place) await show(place);
  else if (answer === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
}

async function tellUndo(wording: Wording, outcome: UndoOutcome): Promise<void> {
  const text = withoutLinks(undoText(wording, outcome));
  if (
    outcome.kind === 'undone' ||
    outcome.kind === 'nothing' ||
    (outcome.kind === 'group' && !outcome.left)
  ) {
    await vscode.window.showInformationMessage(text);
  } else if (outcome.kind === 'insertion' && outcome.entry.insertion) {
    const open = vscode.l10n.t('Open Document');
    const document = vscode.Uri.parse(outcome.entry.insertion.document, true);
    if ((await vscode.window.showInformationMessage(text, open)) === open)
      await vscode.window.showTextDocument(document);
  } else if ((outcome.kind === 'changed' || outcome.kind === 'missing') && outcome.oldVersion !== undefined) {
    const show = vscode.l10n.t('Show the Old File');
    if ((await vscode.window.showWarningMessage(text, show)) === show) {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(outcome.oldVersion));
    }
  } else {
    await vscode.window.showWarningMessage(text);
  }
}
