import * as vscode from 'vscode';
import { refusalAt } from '../onDisk';
import type { PickOptions } from '../picker/imagePicker';
import { withoutLinks } from '../text/withoutLinks';
import { likelyImages } from './likelyImages';
import type { MissingImage } from './missingImage';
import type { ReferenceChanges } from './referenceChanges';

export interface UseExistingDeps {
  changes: ReferenceChanges;
  pickImages(options?: PickOptions): Promise<readonly vscode.Uri[] | undefined>;
}

/** The reference leads to an image that is there. Without `image` one is chosen, those of a similar name first. */
export async function useExisting(
  { changes, pickImages }: UseExistingDeps,
  missing: MissingImage,
  image: vscode.Uri | undefined,
): Promise<void> {
  const { t } = vscode.l10n;
  const refused = refusalAt(vscode.Uri.parse(missing.document, true));
  if (refused !== undefined) {
    void vscode.window.showInformationMessage(refused);
    return;
  }
  const name = withoutLinks(missing.reference.path);
  const [chosen] =
    image !== undefined
      ? [image]
      : ((await pickImages({
          title: t('Image in Place of {0}', name),
          single: true,
          shown: true,
          likely: likelyImages(vscode.Uri.parse(missing.target, true)),
        })) ?? []);
  if (!chosen) return;
  if (vscode.workspace.getWorkspaceFolder(chosen) === undefined) return;
  const done = await changes.apply(missing, chosen);
  if (done === 'done') return;
  const document = documentName(missing);
  void vscode.window.showWarningMessage(
    done === 'changed'
      ? t('{0} was changed meanwhile, and {1} is not where it was. Nothing was replaced.', document, name)
      : t(
          'No path in {0} leads to {1}. Nothing was replaced.',
          document,
          withoutLinks(vscode.workspace.asRelativePath(chosen)),
        ),
  );
}

function documentName({ document }: MissingImage): string {
  return withoutLinks(vscode.workspace.asRelativePath(vscode.Uri.parse(document, true)));
}
