import * as z from 'zod/mini';
import type { ModelCapabilities, ModelId, ModelInfo, ModelPrice, SizeTier } from '../model/modelInfo';
import type { ProviderInfo, RetiredModel } from '../provider';

const text = z.string().check(z.minLength(1), z.maxLength(500));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const count = z.int().check(z.nonnegative());
const usd = z.number().check(z.nonnegative());
const flag = z.boolean();
const list = z.array(text);
const ratio = z.string().check(z.regex(/^[1-9]\d{0,2}:[1-9]\d{0,2}$/));
const edge = z.int().check(z.gte(16), z.lte(65_536));

const tier = z.strictObject({ name: text, pixels: z.record(ratio, z.tuple([edge, edge])) });

const rule = z.strictObject({
  multipleOf: z.int().check(z.gte(1)),
  maxEdge: edge,
  maxRatio: z.number().check(z.gte(1)),
  minPixels: count,
  maxPixels: count,
});

const per = z.enum(['image', 'megapixel']);
const tokenPrice = z.strictObject({
  per,
  inputPerMillion: usd,
  textOutputPerMillion: usd,
  imageOutputPerMillion: usd,
  imageTokens: z.record(text, count),
  megapixelOffset: z.optional(usd),
  inputImageTokens: count,
});
const imagePrice = z.strictObject({ per, perImage: z.record(text, usd), perInputImage: usd });

/** What each is about is said of `ModelCapabilities`; every one has to be there, so that none is forgotten. */
const model = z.strictObject({
  id: text,
  label: text,
  description: z.optional(text),
  status: z.enum(['stable', 'preview', 'deprecated']),
  lastDay: z.optional(day),
  /** The day it came out. */
  released: z.optional(day),
  replacement: z.optional(text),
  generate: flag,
  edit: flag,
  multiTurn: flag,
  references: count,
  ratios: z.array(ratio),
  /** Names of `tiers`, small to large. */
  sizes: list,
  defaultSize: z.nullable(text),
  /** `true`: any; `false`: none but those of `sizes`. */
  exactSize: z.union([flag, rule]),
  thinking: list,
  qualities: list,
  /** One of `qualities`. */
  defaultQuality: z.optional(text),
  seed: flag,
  systemInstruction: flag,
  alpha: flag,
  mask: flag,
  search: z.array(z.enum(['web', 'images'])),
  streaming: flag,
  /** Spoken to by Google's Interactions API, and not by `generateContent`. */
  interactions: z.optional(z.literal(true)),
  inputTypes: list,
  maxInputPixels: count,
  outputTypes: list,
  /** `null`: not known. */
  price: z.nullable(z.union([tokenPrice, imagePrice])),
  /** Names of `sources`; `*` is of all figures that have none of their own. */
  sources: z.record(text, text),
  /** Where sources differ, and what was taken. */
  doubt: z.optional(text),
});

const retired = z.strictObject({
  id: text,
  label: text,
  replacement: z.nullable(text),
  since: z.optional(day),
  note: z.optional(text),
  source: text,
});

/** The table of one provider, as it lies beside its code. */
export const modelTableSchema = z.strictObject({
  $schema: z.optional(text),
  provider: text,
  sources: z.record(text, z.strictObject({ what: text, read: day })),
  tiers: z.record(text, tier),
  models: z.array(model),
  retired: z.array(retired),
});

type Table = z.infer<typeof modelTableSchema>;
type Model = z.infer<typeof model>;

export interface ModelTable {
  models: readonly ModelInfo[];
  retired: NonNullable<ProviderInfo['retired']>;
  /** What is wrong with it, for the log: a model that is not whole is left out, and the others stand. */
  problems: readonly string[];
}

/** A table as the rest of the house takes it. Throws nothing: of what is no table there are no models. */
export function readModelTable(json: unknown): ModelTable {
  const frame = z.looseObject({ models: z.array(z.unknown()), retired: z.array(z.unknown()) });
  const outer = z.safeParse(frame, json);
  if (!outer.success) return { models: [], retired: {}, problems: [problemOf('the table', outer.error)] };
  const whole = z.safeParse(modelTableSchema, { ...outer.data, models: [], retired: [] });
  if (!whole.success) return { models: [], retired: {}, problems: [problemOf('the table', whole.error)] };
  const problems: string[] = [];
  const models: ModelInfo[] = [];
  for (const [index, each] of outer.data.models.entries()) {
    const read = z.safeParse(model, each);
    const made = read.success ? modelInfo(whole.data, read.data) : problemOf(`model ${index}`, read.error);
    if (typeof made === 'string') problems.push(made);
    else models.push(made);
  }
  const gone: Record<ModelId, RetiredModel> = {};
  for (const [index, each] of outer.data.retired.entries()) {
    const read = z.safeParse(retired, each);
    if (!read.success) problems.push(problemOf(`retired ${index}`, read.error));
    else gone[fullId(whole.data.provider, read.data.id)] = retiredModel(whole.data.provider, read.data);
  }
  return { models, retired: gone, problems };
}

/** Systems that people know by name and that no service of ours has (`retired.json`); ids are whole, `midjourney/*` is any. */
export function readRetired(json: unknown): NonNullable<ProviderInfo['retired']> {
  const read = z.safeParse(z.looseObject({ retired: z.array(z.unknown()) }), json);
  const entries = read.success ? read.data.retired : [];
  return Object.fromEntries(
    entries.flatMap(each => {
      const one = z.safeParse(retired, each);
      return one.success && one.data.id.includes('/') ? [[one.data.id, retiredModel('', one.data)]] : [];
    }),
  );
}

/** Figures whose source has to be named. */
const figures = [
  ...['status', 'sizes', 'ratios', 'references', 'mask', 'alpha', 'thinking', 'outputTypes', 'seed'],
  ...['streaming', 'price'],
] as const;

/** The source of every figure of a model, by the names of the table. */
export function sourcesOf(table: Pick<Table, 'sources'>, sources: Model['sources']): Record<string, string> {
  return Object.fromEntries(
    figures.map(figure => {
      const source = table.sources[sources[figure] ?? sources['*'] ?? ''];
      return [figure, source ? `${source.what}, read ${source.read}` : ''];
    }),
  );
}

function modelInfo(table: Table, read: Model): ModelInfo | string {
  const sources = sourcesOf(table, read.sources);
  const unsaid = Object.keys(sources).filter(figure => sources[figure] === '');
  if (unsaid.length > 0) return `${read.id}: no source for ${unsaid.join(', ')}`;
  if (read.defaultQuality !== undefined && !read.qualities.includes(read.defaultQuality))
    return `${read.id}: there is no quality ${read.defaultQuality}`;
  const sizes: SizeTier[] = [];
  for (const name of read.sizes) {
    const found = table.tiers[name];
    if (!found) return `${read.id}: there is no tier ${name}`;
    const pixels = Object.entries(found.pixels)
      .filter(([each]) => read.ratios.includes(each))
      .map(([each, [width, height]]) => [each, { width, height }] as const);
    sizes.push({ name: found.name, pixels: Object.fromEntries(pixels) });
  }
  return {
    id: fullId(table.provider, read.id),
    provider: table.provider,
    label: read.label,
    ...(read.description !== undefined && { description: read.description }),
    status: read.status,
    ...(read.lastDay !== undefined && { lastDay: read.lastDay }),
    ...(read.released !== undefined && { released: read.released }),
    ...(read.replacement !== undefined && { replacement: fullId(table.provider, read.replacement) }),
    local: false,
    ...(read.interactions && { interactions: true }),
    capabilities: capabilitiesOf(read, sizes),
    ...(read.price && { price: { ...read.price, source: sources['price'] ?? '' } satisfies ModelPrice }),
  };
}

function capabilitiesOf(read: Model, sizes: readonly SizeTier[]): ModelCapabilities {
  const { defaultSize, exactSize, qualities, defaultQuality, mask, search, streaming, outputTypes } = read;
  return {
    generate: read.generate,
    edit: read.edit,
    multiTurn: read.multiTurn,
    maxReferences: read.references,
    aspectRatios: read.ratios,
    sizes,
    ...(defaultSize !== null && { defaultSize }),
    exactSize: exactSize !== false,
    ...(typeof exactSize === 'object' && { pixelRule: exactSize }),
    thinkingLevels: read.thinking,
    ...(qualities.length > 0 && { qualities }),
    ...(defaultQuality !== undefined && { defaultQuality }),
    seed: read.seed,
    systemInstruction: read.systemInstruction,
    alpha: read.alpha,
    ...(mask && { mask: true }),
    ...(search.length > 0 && { search }),
    ...(outputTypes.length > 0 && { outputTypes }),
    ...(streaming && { streaming: true }),
    inputTypes: read.inputTypes,
    maxInputPixels: read.maxInputPixels,
  };
}

function retiredModel(provider: string, read: z.infer<typeof retired>): RetiredModel {
  const { label, replacement, since, note, source } = read;
  return {
    label,
    source,
    ...(replacement !== null && { replacement: fullId(provider, replacement) }),
    ...(since !== undefined && { since }),
    ...(note !== undefined && { note }),
  };
}

/** Another provider's is named with its provider: `openai/gpt-image-2`. */
function fullId(provider: string, id: string): ModelId {
  return id.includes('/') ? id : `${provider}/${id}`;
}

function problemOf(what: string, { issues }: z.core.$ZodError): string {
  const [first] = issues;
  const where = first?.path.join('.') ?? '';
  const said = first?.code === 'unrecognized_keys' ? `${first.keys.join(', ')} is not known` : first?.message;
  return `${what}${where && `, ${where}`}: ${said ?? 'not right'}`;
}
