import * as z from 'zod/mini';
import {
  providerOf,
  serviceModelId,
  unknownCapabilities,
  type ModelInfo,
  type ModelPrice,
} from '../model/modelInfo';
import type { KeyHeader, ProviderInfo } from '../provider';
import type { Translate } from '../translate';

/** Services that the user names in `inlineAssets.endpoints`: gateways, and servers of their own. */
export interface NamedEndpoint {
  /** Becomes the provider's id: `comet` of `comet/gemini-3-pro-image`. */
  name: string;
  label?: string | undefined;
  api: (typeof namedApis)[number];
  baseUrl: string;
  apiVersion?: string | undefined;
  /** How the key travels. */
  key?: keyof typeof keyHeaderOf | undefined;
  /** It answers bit by bit or not at all. */
  stream?: boolean | undefined;
  /** How much it takes in one request, in millions of bytes: 100, which is Google's limit, or less. */
  maxInlineMB?: number | undefined;
  /** Ids that its list may leave out. */
  models?: readonly string[] | undefined;
  /** Ids of models that are spoken to by Google's Interactions API instead of `generateContent`; offered as `models` are. */
  interactions?: readonly string[] | undefined;
  /** Of one image, in `currency`; instead of a multiplier. */
  pricePerImage?: number | undefined;
  /** Of the official list price. */
  priceMultiplier?: number | undefined;
  /** Only for words; budgets are kept in US dollars. */
  currency?: string | undefined;
  /** US dollars for one unit of `currency`. */
  usdPerUnit?: number | undefined;
}

/** What such a service may speak: what others than its inventor speak too. */
const namedApis = ['gemini', 'openai'] as const;

const keyHeaderOf = {
  'x-goog-api-key': 'x-goog-api-key',
  bearer: 'authorization',
  bare: 'bare',
  none: 'none',
} as const satisfies Record<string, KeyHeader>;

const text = z.string().check(z.minLength(1), z.maxLength(200));
const positive = z.number().check(z.positive(), z.lte(1_000_000));
const ids = z.array(z.string().check(z.regex(/^\w[\w.:@/-]{0,99}$/))).check(z.maxLength(200));
const schema = z.strictObject({
  name: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/)),
  label: z.optional(text),
  api: z.enum(namedApis),
  baseUrl: z.string().check(z.regex(/^https?:\/\/[^\s?#]+$/), z.refine(isPlainAddress)),
  apiVersion: z.optional(z.string().check(z.regex(/^\w{1,20}$/))),
  key: z.optional(z.enum(['x-goog-api-key', 'bearer', 'bare', 'none'])),
  stream: z.optional(z.boolean()),
  maxInlineMB: z.optional(z.number().check(z.positive(), z.lte(100))),
  models: z.optional(ids),
  interactions: z.optional(ids),
  pricePerImage: z.optional(z.number().check(z.nonnegative(), z.lte(1_000_000))),
  priceMultiplier: z.optional(positive),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
  usdPerUnit: z.optional(positive),
});

/** What is right of a setting, and a sentence for each entry that is not. `taken`: names that are in use. */
export function readNamedEndpoints(
  value: unknown,
  taken: readonly string[],
  t: Translate,
): { endpoints: readonly NamedEndpoint[]; problems: readonly string[] } {
  if (value === undefined || value === null) return { endpoints: [], problems: [] };
  if (!Array.isArray(value)) return { endpoints: [], problems: [t('It must be a list.')] };
  const endpoints: NamedEndpoint[] = [];
  const problems: string[] = [];
  for (const [index, entry] of (value as unknown[]).entries()) {
    const read = z.safeParse(schema, entry);
    const which = nameOf(entry) ?? `#${index + 1}`;
    if (!read.success) {
      problems.push(whatIsWrong(which, read.error.issues[0], t));
    } else if (taken.includes(read.data.name) || endpoints.some(({ name }) => name === read.data.name)) {
      problems.push(t('The name “{0}” is taken.', which));
    } else if (read.data.pricePerImage !== undefined && read.data.priceMultiplier !== undefined) {
      problems.push(
        t('“{0}” has both a “pricePerImage” and a “priceMultiplier”: one of them says it all.', which),
      );
    } else if (isForeign(read.data) && read.data.usdPerUnit === undefined) {
      problems.push(
        t(
          '“{0}” has prices in {1}: “usdPerUnit” says what one is in US dollars.',
          which,
          read.data.currency ?? '',
        ),
      );
    } else endpoints.push(read.data);
  }
  return { endpoints, problems };
}

function whatIsWrong(which: string, issue: z.core.$ZodIssue | undefined, t: Translate): string {
  if (issue?.code === 'unrecognized_keys') {
    return t('“{0}” is not right: “{1}” is not known.', which, issue.keys[0]?.slice(0, 60) ?? '');
  }
  const where = issue?.path.join('.') ?? '';
  return where === ''
    ? t('“{0}” is not right: it must have a “name”, an “api” and a “baseUrl”.', which)
    : t('“{0}” is not right: look at “{1}”.', which, where);
}

/** `families`: the services that are spoken to in the same way, with the tables of their models. */
export function providerOfEndpoint(endpoint: NamedEndpoint, families: readonly ProviderInfo[]): ProviderInfo {
  const { name, label = name, api, baseUrl, apiVersion = 'v1beta', key, interactions = [] } = endpoint;
  const models = [...new Set([...(endpoint.models ?? []), ...interactions])];
  const keyHeader = keyHeaderOf[key ?? (api === 'gemini' ? 'x-goog-api-key' : 'bearer')];
  const family = families.find(each => each.api === api);
  const { capabilities } = family?.plain ?? { capabilities: unknownCapabilities };
  const own = (model: ModelInfo): ModelInfo => ownModel(endpoint, model);
  const table = (family?.models ?? []).map(own);
  const known = new Set(table.map(model => serviceModelId(model.id)));
  const offered = family?.ownTable ? table.filter(model => models.includes(serviceModelId(model.id))) : table;
  const price = priceHere(endpoint, undefined);
  return {
    id: name,
    label,
    local: false,
    api,
    endpoint: {
      baseUrl: baseUrl.replace(/\/+$/, ''),
      apiVersion,
      keyHeader,
      ...(endpoint.stream === true && { stream: true as const }),
      ...(endpoint.maxInlineMB !== undefined && { inlineBytes: endpoint.maxInlineMB * 1e6 }),
    },
    named: true,
    models: [
      ...offered,
      ...models
        .filter(id => !known.has(id))
        .map(id => own(plainModel(`${name}/${id}`, name, { capabilities }))),
    ],
    plain: { capabilities, ...(price && { price }) },
    // Of a server of somebody's own nothing is gone because its inventor took it away.
    ...(family?.ownTable
      ? { family: table }
      : family?.retired && { retired: ownRetired(name, family.id, family.retired) }),
    ...(keyHeader !== 'none' && { key: { looksLike: '…' } }),
  };
}

/** A model that no table knows, with what is safe to assume. */
export function plainModel(
  id: string,
  provider: string,
  known: NonNullable<ProviderInfo['plain']> = { capabilities: unknownCapabilities },
): ModelInfo {
  return {
    id,
    provider,
    label: serviceModelId(id),
    status: 'unknown',
    local: false,
    ...known,
  };
}

/** A model of the service that is resold, as it is here. */
export function ownModel(endpoint: NamedEndpoint, model: ModelInfo): ModelInfo {
  const { price, replacement, label, ...rest } = model;
  const own = priceHere(endpoint, price);
  return {
    ...rest,
    ...(endpoint.interactions?.includes(serviceModelId(model.id)) === true && {
      interactions: true as const,
    }),
    id: `${endpoint.name}/${serviceModelId(model.id)}`,
    provider: endpoint.name,
    label: labelHere(endpoint.label ?? endpoint.name, label),
    ...(replacement !== undefined && {
      replacement: heirHere(endpoint.name, model.provider, replacement),
    }),
    ...(own && { price: own }),
  };
}

/** Two services may have the same model, and are compared side by side. */
export function labelHere(service: string, label: string): string {
  return `${label} (${service})`;
}

function priceHere(endpoint: NamedEndpoint, list: ModelPrice | undefined): ModelPrice | undefined {
  const { pricePerImage, priceMultiplier, usdPerUnit = 1 } = endpoint;
  if (pricePerImage !== undefined) {
    const usd = pricePerImage * usdPerUnit;
    return { per: 'image', perImage: { any: usd }, perInputImage: 0, source: 'inlineAssets.endpoints' };
  }
  if (!list) return undefined;
  return priceMultiplier === undefined ? { ...list, resold: true } : times(list, priceMultiplier);
}

function times(price: ModelPrice, factor: number): ModelPrice {
  if ('perImage' in price) {
    const perImage = Object.entries(price.perImage).map(([name, usd]) => [name, usd * factor] as const);
    return {
      ...price,
      perImage: Object.fromEntries(perImage),
      perInputImage: price.perInputImage * factor,
    };
  }
  return {
    ...price,
    inputPerMillion: price.inputPerMillion * factor,
    textOutputPerMillion: price.textOutputPerMillion * factor,
    imageOutputPerMillion: price.imageOutputPerMillion * factor,
  };
}

function ownRetired(
  name: string,
  family: string,
  retired: NonNullable<ProviderInfo['retired']>,
): NonNullable<ProviderInfo['retired']> {
  return Object.fromEntries(
    Object.entries(retired).map(([id, gone]) => [
      `${name}/${serviceModelId(id)}`,
      gone.replacement === undefined
        ? gone
        : { ...gone, replacement: heirHere(name, family, gone.replacement) },
    ]),
  );
}

/** What takes the place of a model of the service that is resold; a model of somebody else is not resold here. */
function heirHere(name: string, family: string, heir: string): string {
  return providerOf(heir) === family ? `${name}/${serviceModelId(heir)}` : heir;
}

/** Nothing in it but where it is: a password would go into logs, and `fetch` refuses it. */
function isPlainAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

function isForeign({ currency, pricePerImage }: NamedEndpoint): boolean {
  return pricePerImage !== undefined && currency !== undefined && currency !== 'USD';
}

function nameOf(entry: unknown): string | undefined {
  const name: unknown =
    typeof entry === 'object' && entry !== null ? (entry as { name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name.slice(0, 60) : undefined;
}
