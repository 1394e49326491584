import { plainOutput, type OutputSettings } from '../model/output';
import { keyColours, type RequestKey } from '../model/cutout';
import type { ModelId } from '../model/modelInfo';
import type {
  ImageFacts,
  ImageFormat,
  ReferenceRole,
  RequestRecord,
  Run,
  RunReference,
  RunSettings,
} from '../model/run';
import { redact } from '../redact';

/** Goes up when an older reader would misunderstand a recipe. `media/recipe.schema.json` says the same for editors. */
export const recipeVersion = 1;

/** Everything that is known of how an image was made, as it stands beside it in `<name>.recipe.json`. */
export interface Recipe {
  version: typeof recipeVersion;
  /** The file beside the recipe. */
  image: { file: string } & Bytes;
  /** What the service sent. */
  original: Bytes & OriginalFacts;
  prompt: string;
  model: ModelId;
  /** As the service named what answered. */
  modelVersion?: string;
  /** ISO 8601. */
  made?: string;
  settings: RunSettings;
  /** What this model was asked for instead of the settings; without `used` it was left out. */
  adapted?: readonly { setting: string; asked: string; used?: string }[];
  references: readonly Reference[];
  /** A colour that the model painted behind the subject, and that was taken away on this machine. */
  keyed?: { colour: string; added: string };
  /** Turns of the thread before this one, the first one first. */
  steps: readonly Step[];
  /** How the file was made of the original; nothing: byte for byte. */
  output: Partial<OutputSettings>;
}

interface Bytes {
  /** Hex. */
  sha256: string;
  format: ImageFormat;
  width: number;
  height: number;
  bytes: number;
}

/** What was found in the bytes, and where they are kept beside. */
interface OriginalFacts {
  /** Beside the recipe. */
  file?: string;
  contentCredentials: boolean;
  aiGenerated: boolean;
  synthIdClaimed: boolean;
}

interface Reference extends Omit<Bytes, 'bytes'> {
  name: string;
  role: ReferenceRole;
}

export type Step = Pick<Recipe, 'prompt' | 'model' | 'modelVersion' | 'settings' | 'references'>;

/** Longer than any prompt that a service takes. */
const maxText = 100_000;

export interface RecipeInput {
  run: Run;
  request: RequestRecord;
  /** From `stepsBefore`. */
  steps: readonly Step[];
  /** Its name alone. */
  file: string;
  written: { facts: ImageFacts; sha256: string; quality?: number; colours?: number };
  original: { facts: ImageFacts; sha256: string; file?: string };
  /** It was cut out of the original by this key. */
  key?: RequestKey;
  output: OutputSettings;
}

export function buildRecipe(input: RecipeInput): Recipe {
  const { run, request, steps, file, written, original, key, output } = input;
  const { contentCredentials, aiGenerated, synthIdClaimed } = original.facts.provenance;
  // Reference images are named there by where they lie.
  const adapted = (request.adapted ?? []).filter(({ setting }) => setting !== 'references');
  return {
    version: recipeVersion,
    image: { file, ...bytesOf(written) },
    original: {
      ...bytesOf(original),
      ...(original.file !== undefined && { file: original.file }),
      contentCredentials,
      aiGenerated,
      synthIdClaimed,
    },
    ...stepOf(run, request),
    ...(request.endedAt !== undefined && { made: new Date(request.endedAt).toISOString() }),
    ...(adapted.length > 0 && { adapted }),
    ...(key && { keyed: { colour: keyColours[key.name], added: key.added } }),
    steps,
    output: outputOf(output, written),
  };
}

/** As it is written: stable, for people and for diffs. */
export function recipeText(recipe: Recipe): string {
  return `${JSON.stringify(recipe, undefined, 2)}\n`;
}

/** The recipe that a text is, by what every version has; another file of that name is somebody else's. */
export function isRecipeOf(text: string, file: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('version' in value) || !('image' in value))
      return false;
    const { version, image } = value;
    return (
      typeof version === 'number' &&
      typeof image === 'object' &&
      image !== null &&
      'file' in image &&
      image.file === file
    );
  } catch {
    return false;
  }
}

/** Longest thread that is followed back. */
const maxSteps = 200;

/** The runs that this one goes on from, the first one first; it begins where a run is gone. */
export async function stepsBefore(
  run: Run,
  get: (runId: string) => Promise<Run | undefined>,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const seen = new Set([run.id]);
  for (let parent = run.parent; parent && !seen.has(parent.runId) && steps.length < maxSteps;) {
    seen.add(parent.runId);
    const earlier: Run | undefined = await get(parent.runId);
    const { requestId } = parent;
    const request = earlier?.requests.find(({ id }) => id === requestId);
    if (!earlier || !request) break;
    steps.unshift(stepOf(earlier, request));
    parent = earlier.parent;
  }
  return steps;
}

function stepOf(run: Run, { model, outcome }: RequestRecord): Step {
  const version = outcome?.modelVersion;
  const { systemInstruction, ...settings } = run.settings;
  return {
    prompt: redact(run.prompt, maxText),
    model,
    ...(version !== undefined && { modelVersion: redact(version, 200) }),
    settings: {
      ...settings,
      ...(systemInstruction !== undefined && { systemInstruction: redact(systemInstruction, maxText) }),
    },
    references: run.references.map(referenceOf),
  };
}

function referenceOf({ name, role, sha256, facts: { format, width, height } }: RunReference): Reference {
  return { name: relativeName(name), role, sha256, format, width, height };
}

/** A file of no workspace folder is named by its whole path, which is nobody's business. */
function relativeName(name: string): string {
  const absolute =
    /^([/\\~]|[a-z]:[/\\]|[a-z][\w+.-]+:\/\/)/i.test(name) || /(^|[/\\])\.\.([/\\]|$)/.test(name);
  return redact(absolute ? (name.split(/[/\\]/).at(-1) ?? '') : name, 500);
}

function bytesOf({ facts, sha256 }: { facts: ImageFacts; sha256: string }): Bytes {
  const { format, width, height, bytes } = facts;
  return { sha256, format, width, height, bytes };
}

/** What differs from the image as it is, and what the encoder found. What lies beside the file is no part of it. */
function outputOf(
  output: OutputSettings,
  { quality, colours }: RecipeInput['written'],
): Partial<OutputSettings> {
  const plain: Readonly<Record<string, unknown>> = {
    ...plainOutput,
    keepOriginal: output.keepOriginal,
    recipe: output.recipe,
  };
  return {
    ...Object.fromEntries(Object.entries(output).filter(([part, value]) => value !== plain[part])),
    ...(quality !== undefined && { quality }),
    ...(colours !== undefined && { colours }),
  };
}
