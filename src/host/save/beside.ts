import * as path from 'node:path';
import { extensionOf } from '../../core/model/imageFormat';
import { isEncodable, plainOutput, type OutputSettings } from '../../core/model/output';
import type { Run } from '../../core/model/run';
import { buildRecipe, isRecipeOf, recipeText, stepsBefore } from '../../core/recipe/recipe';
import { uniqueFileName } from '../../core/save/assetName';
import { lostMarks } from '../../core/model/provenanceMarks';
import { sha256Of } from '../sha256';
import type { Disk } from './disk';
import type { SetFile } from './fileSet';
import { beforeOf, type Prepared, type SaveSource } from './saveTypes';

/** An image that is about to be written. */
export interface ImageToWrite {
  source: SaveSource;
  prepared: Prepared;
  /** Absolute, with its extension. */
  target: string;
  output: OutputSettings | undefined;
  /** Colour that transparent pixels were laid on, where somebody was asked. */
  matte?: string | undefined;
}

export interface BesideDeps {
  disk: Disk;
  run(id: string): Promise<Run | undefined>;
  /** `inlineAssets.writeRecipes` where the file goes. */
  writeRecipes(target: string): boolean;
}

/** Decides which files go beside an image, in the same step: the bytes it was made of, and its recipe. */
export class Beside {
  constructor(private readonly deps: BesideDeps) {}

  async files(image: ImageToWrite): Promise<readonly SetFile[]> {
    const original = await this.original(image);
    const recipe = await this.recipe(image, original);
    return [...(original && 'file' in original ? [original] : []), ...(recipe ? [recipe] : [])];
  }

  /** `there`: the same bytes are beside it already. */
  private async original(
    image: ImageToWrite,
  ): Promise<SetFile | { target: string; there: true } | undefined> {
    const { source, prepared, target, output } = image;
    if (output?.keepOriginal !== true) return undefined;
    if (lostMarks(beforeOf(source).provenance, prepared.facts.provenance).length === 0) return undefined;
    const { file, facts } = source.original ?? source;
    const folder = path.dirname(target);
    const { name } = path.parse(target);
    const extension = extensionOf(facts.format);
    const first = path.join(folder, `${name}.original.${extension}`);
    if (first === source.workspaceFile?.path || (await this.same(first, file)))
      return { target: first, there: true };
    const taken = await this.deps.disk.readdir(folder).catch(() => [] as string[]);
    const free = path.join(folder, uniqueFileName(`${name}.original`, extension, taken));
    return { target: free, file, overwrite: false };
  }

  private async recipe(
    { source, prepared, target, output = plainOutput, matte }: ImageToWrite,
    kept: { target: string } | undefined,
  ): Promise<SetFile | undefined> {
    const { candidate } = source;
    if (!candidate || !(output.recipe ?? this.deps.writeRecipes(target))) return undefined;
    const run = await this.deps.run(candidate.runId);
    const request = run?.requests.find(({ id }) => id === candidate.requestId);
    if (!run || !request) return undefined;
    const file = path.basename(target);
    const { quality, colours } = prepared.took ?? {};
    const { format } = prepared.facts;
    const sent = source.original ?? source;
    const recipe = buildRecipe({
      run,
      request,
      steps: await stepsBefore(run, this.deps.run),
      file,
      written: {
        facts: prepared.facts,
        sha256: prepared.sha256 ?? (await sha256Of(prepared.file)),
        ...(quality !== undefined && { quality }),
        ...(colours !== undefined && { colours }),
      },
      original: {
        facts: sent.facts,
        sha256: await sha256Of(sent.file),
        ...(kept && { file: path.basename(kept.target) }),
      },
      ...(source.original && request.key && { key: request.key }),
      output: {
        ...output,
        // Without a word on it the format follows from the name.
        ...(isEncodable(format) && format !== sent.facts.format && { format }),
        background: prepared.flattenedOn ?? matte ?? output.background,
      },
    });
    const place = recipePath(target);
    const old = await this.deps.disk.readFile(place, 'utf8').catch(() => '');
    // That of the file that was there before is replaced with it; another file of that name is somebody else's.
    return { target: place, text: recipeText(recipe), overwrite: isRecipeOf(old, file) };
  }

  private async same(a: string, b: string): Promise<boolean> {
    const [one, other] = await Promise.all([a, b].map(file => sha256Of(file).catch(() => undefined)));
    return one !== undefined && one === other;
  }
}

export function recipePath(target: string): string {
  return `${target}.recipe.json`;
}
