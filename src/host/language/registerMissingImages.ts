import * as vscode from 'vscode';
import { referenceLanguages } from '../../core/references/languageIds';
import { errorWithoutLinks } from '../text/withoutLinks';
import type { ParserClient } from '../references/parserClient';
import { isMissingImage, missingImageCommands } from './missingImage';
import { MissingImageActions } from './missingImageActions';
import type { MissingImageFixes } from './missingImageFixes';
import { MissingImages } from './missingImages';

/**
 * The underlines and quick fixes of missing images. Part of the activation, so it imports nothing heavy: parsers run in
 * a worker that starts with the first document that names an image, and `load` is called by the first quick fix.
 */
export function registerMissingImages(
  parser: Pick<ParserClient, 'parse' | 'readConfig' | 'dispose'>,
  load: () => Promise<{ missingImages: MissingImageFixes }>,
): vscode.Disposable & { filesChanged(): void } {
  const images = new MissingImages(parser);
  const run = (verb: keyof MissingImageFixes) => async (argument: unknown) => {
    if (!isMissingImage(argument)) return;
    const { missingImages } = await load();
    try {
      await missingImages[verb](argument);
    } catch (error) {
      throw errorWithoutLinks(error);
    }
    // Sooner than the watcher, and also where it does not look.
    images.refresh(vscode.Uri.parse(argument.target, true));
  };
  const registered = vscode.Disposable.from(
    images,
    vscode.languages.registerCodeActionsProvider(
      referenceLanguages.map(language => ({ language })),
      new MissingImageActions(images),
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.commands.registerCommand(missingImageCommands.generate, run('generate')),
    vscode.commands.registerCommand(missingImageCommands.placeholder, run('placeholder')),
    vscode.commands.registerCommand(missingImageCommands.asPng, run('asPng')),
    vscode.commands.registerCommand(missingImageCommands.use, run('use')),
  );
  return { dispose: () => registered.dispose(), filesChanged: () => images.refreshAll() };
}
