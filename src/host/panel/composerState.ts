import * as z from 'zod/mini';
import { emptyValues, type ComposerValues } from '../../core/model/composerValues';
import { referenceRoles, type CandidateRef, type ReferenceRole } from '../../core/model/run';

/** Where the bytes of a reference image are. */
export type ReferenceSource =
  /** `uri`: of the workspace file, for Replace. */
  | { kind: 'file'; path: string; uri?: string | undefined }
  /** Pasted or dropped; the file is in the composer's own folder. */
  | { kind: 'pasted'; file: string }
  | { kind: 'candidate'; candidate: CandidateRef }
  /** The copy that a run keeps, when the original is gone. */
  | { kind: 'run-file'; runId: string; file: string };

export interface SavedReference {
  id: string;
  name: string;
  role: ReferenceRole;
  source: ReferenceSource;
}

export interface ComposerState {
  version: 1;
  values: ComposerValues;
  /** The user chose the models; else they follow the settings, the keys and the reference images. */
  modelsChosen: boolean;
  references: readonly SavedReference[];
  parent?: { ref: CandidateRef; label: string } | undefined;
  /** Folder URI that Save proposes later. */
  targetFolder?: string | undefined;
  /** File URI that Save proposes later, instead of a folder. */
  targetFile?: string | undefined;
  /** Newest first. */
  prompts: readonly string[];
  /** Interrupted requests that the user has been told about. */
  told: readonly string[];
}

const text = z.string();
const candidate = z.object({ runId: text, requestId: text, index: z.number() });
const source = z.union([
  z.object({ kind: z.literal('file'), path: text, uri: z.optional(text) }),
  z.object({ kind: z.literal('pasted'), file: text.check(z.regex(/^[\w-]+\.\w+$/)) }),
  z.object({ kind: z.literal('candidate'), candidate }),
  z.object({ kind: z.literal('run-file'), runId: text, file: text }),
]);
const schema = z.object({
  version: z.literal(1),
  values: z.object({
    prompt: text,
    models: z.array(text),
    count: z.int().check(z.gte(1), z.lte(64)),
    aspectRatio: z.nullable(text),
    imageSize: z.nullable(text),
    width: z.nullable(z.number()),
    height: z.nullable(z.number()),
    thinking: z.nullable(text),
    seed: z.nullable(z.number()),
    systemInstruction: text,
    background: z._default(z.nullable(z.literal('transparent')), null),
    quality: z._default(z.nullable(text), null),
    search: z._default(z.boolean(), false),
    blind: z._default(z.boolean(), false),
  }),
  modelsChosen: z.boolean(),
  references: z.array(z.object({ id: text, name: text, role: z.enum(referenceRoles), source })),
  parent: z.optional(z.object({ ref: candidate, label: text })),
  targetFolder: z.optional(text),
  targetFile: z.optional(text),
  prompts: z.array(text),
  told: z.array(text),
});

export const emptyComposer: ComposerState = {
  version: 1,
  values: emptyValues,
  modelsChosen: false,
  references: [],
  prompts: [],
  told: [],
};

/** What an earlier session left, or an empty composer when it is of another version or damaged. */
export function parseComposerState(stored: unknown): ComposerState {
  const result = z.safeParse(schema, stored);
  return result.success ? result.data : emptyComposer;
}

export const maxTold = 500;
const maxPrompts = 100;
/** Characters of all of them: they are written with every change of the composer. */
const maxPromptText = 200_000;

/** The prompt in front, every other once. */
export function rememberPrompt(prompts: readonly string[], prompt: string): readonly string[] {
  return prompt.trim() === '' ? prompts : bounded(mergePrompts([prompt], prompts));
}

function bounded(prompts: readonly string[]): readonly string[] {
  let room = maxPromptText;
  return prompts.filter((prompt, at) => (room -= prompt.length) >= 0 || at === 0).slice(0, maxPrompts);
}

/** What windows of one workspace add to, each for itself. */
export function mergeLists(
  mine: ComposerState,
  theirs: ComposerState,
): Pick<ComposerState, 'prompts' | 'told'> {
  return {
    prompts: bounded(mergePrompts(mine.prompts, theirs.prompts)),
    told: [...new Set([...mine.told, ...theirs.told])].slice(0, maxTold),
  };
}

/** Every prompt once, in the order of their newest use. */
export function mergePrompts(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat().map(prompt => prompt.trim()))].filter(prompt => prompt !== '');
}
