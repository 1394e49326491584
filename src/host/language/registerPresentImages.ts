import * as vscode from 'vscode';
import { referenceLanguages } from '../../core/references/languageIds';
import { mayChange } from '../onDisk';
import type { ParserClient } from '../references/parserClient';
import { Projects } from '../references/projects';
import { errorWithoutLinks } from '../text/withoutLinks';
import { DocumentReferences, type FoundImage } from '../references/documentReferences';
import { missingImageCommands, waysOf } from './missingImage';
import { isPresentImage, presentCommand, presentOf, presentVerbs } from './presentImage';
import type { PresentImages } from './presentImages';

type Load = () => Promise<{ presentImages: PresentImages }>;

const selector = referenceLanguages.map(language => ({ language }));

/**
 * Hover, code actions and lines above the references to images that are there. Part of the activation, so it imports
 * nothing heavy: the cursor has to be on a reference before `load` is called.
 */
export function registerPresentImages(
  parser: Pick<ParserClient, 'parse' | 'readConfig'>,
  load: Load,
): vscode.Disposable {
  const documents = new DocumentReferences(parser, new Projects(parser));
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, {
      async provideHover(document, position) {
        const [found] = await documents.at(document, new vscode.Range(position, position));
        if (found === undefined || (found.image ?? found.target) === undefined) return undefined;
        const { presentImages } = await load();
        const text = await presentImages.hover(document, found);
        // From the element around it, the path may be far away.
        return text && new vscode.Hover(text, found.range.contains(position) ? found.range : undefined);
      },
    }),
    vscode.languages.registerCodeActionsProvider(selector, new Actions(documents, load), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite],
    }),
    registerLenses(documents, load),
    ...presentVerbs.map(verb =>
      vscode.commands.registerCommand(presentCommand(verb), async (argument: unknown) => {
        if (!isPresentImage(argument)) return;
        try {
          await (await load()).presentImages.run(verb, argument);
        } catch (error) {
          throw errorWithoutLinks(error);
        }
      }),
    ),
  );
}

class Actions implements vscode.CodeActionProvider {
  constructor(
    private readonly documents: DocumentReferences,
    private readonly load: Load,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    // Nothing may be generated or written there: VS Code says so by itself, or our hover does.
    if (!mayChange(document.uri)) return [];
    const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;
    if (only && !only.contains(QuickFix) && !only.contains(RefactorRewrite)) return [];
    const [found] = (await this.documents.at(document, range)).filter(({ image }) => image !== undefined);
    if (found?.image === undefined || token.isCancellationRequested) return [];
    const { presentImages } = await this.load();
    const argument = presentOf(document, found.image, found.reference);
    return (await presentImages.offers(found)).flatMap(({ verb, title, mends }) => {
      const kind = mends ? QuickFix : RefactorRewrite;
      if (only && !only.contains(kind)) return [];
      const action = new vscode.CodeAction(title, kind);
      action.command = { title, command: presentCommand(verb), arguments: [argument] };
      return [action];
    });
  }
}

/** Off unless the user wants them. */
function registerLenses(documents: DocumentReferences, load: Load): vscode.Disposable {
  const wanted = (uri?: vscode.Uri): boolean =>
    vscode.workspace.getConfiguration('inlineAssets', uri).get<unknown>('codeLens') === true;
  const changed = new vscode.EventEmitter<void>();
  const places = new WeakMap<
    vscode.CodeLens,
    () => Promise<FoundImage & { document: vscode.TextDocument }>
  >();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      if (!wanted(document.uri)) return [];
      const read = await documents.read(document);
      if (read === undefined || document.getText() !== read.text) return [];
      return read.references
        .filter(({ guess }) => !guess)
        .map(reference => {
          const at = document.positionAt(reference.start);
          const lens = new vscode.CodeLens(new vscode.Range(at, at));
          places.set(lens, async () => ({
            ...(await documents.find(document, reference, read.project)),
            document,
          }));
          return lens;
        });
    },
    async resolveCodeLens(lens) {
      const found = await places.get(lens)?.();
      lens.command = (found && (await commandOf(found, load))) ?? { title: '', command: '' };
      return lens;
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(selector, provider),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('inlineAssets.codeLens')) changed.fire();
    }),
  );
}

async function commandOf(
  found: FoundImage & { document: vscode.TextDocument },
  load: Load,
): Promise<vscode.Command | undefined> {
  const { document, image, target, inside, reference } = found;
  const makes = mayChange(document.uri) && inside && waysOf(reference).generate;
  if (image === undefined) {
    if (target === undefined || !makes) return undefined;
    const missing = { document: document.uri.toString(), target: target.toString(), reference };
    return {
      title: vscode.l10n.t('Generate image…'),
      command: missingImageCommands.generate,
      arguments: [missing],
    };
  }
  const facts = await (await load()).presentImages.line(found);
  if (facts === undefined) return undefined;
  const argument = presentOf(document, image, reference);
  return reference.extension === 'svg' || !mayChange(document.uri)
    ? { title: facts, command: presentCommand('reveal'), arguments: [argument] }
    : {
        title: vscode.l10n.t('Edit image · {0}', facts),
        command: presentCommand('edit'),
        arguments: [argument],
      };
}
