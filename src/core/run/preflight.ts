import { limitHit, type Spent } from '../cost/limits';
import { formatUsd } from '../model/format';
import type { ModelId, ModelInfo } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import type { RunOrigin, RunSettings } from '../model/run';
import { requestsOf, variationsOf } from './adapt';
import { storageFailure, unsent } from './failures';
import { whyNot } from './fit';
import { limitsOf } from '../settings';
import { estimateFor, priced } from './money';
import { overLimit } from './overLimit';
import type { RunPorts } from './ports';

type Ports = Pick<RunPorts, 'models' | 'settings' | 'gate' | 'spending' | 'provider' | 't'>;

export interface Plan {
  /** In the order asked for; those that cannot do it carry why. */
  models: readonly { model: ModelInfo; refused?: Failure }[];
}

export interface PlanAsk {
  origin: RunOrigin;
  prompt: string;
  models: readonly ModelId[];
  count: number;
  settings: RunSettings;
  /** Reference images, and the image that is continued; without masks. */
  references: number;
  masks: number;
  maxCostUsd?: number;
}

/** All that is decided before anything is sent or stored: may this be asked, by whom, of whom, for how much. */
export async function preflight(
  ports: Ports,
  ask: PlanAsk,
  /** Was asked before, and this is in it. */
  agreed: (usd: number | undefined) => boolean = () => false,
): Promise<Plan | { refused: Failure }> {
  const plan = await planOf(ports, ask);
  if ('refused' in plan) return plan;
  const refused = (await admit(ports, [ask], [plan])) ?? (await checkCost(ports, [{ ask, plan }], agreed));
  return refused ? { refused } : plan;
}

/** The same of several runs, with one question. `usd`: of all of them; absent where a price is not known. */
export async function preflightAll(
  ports: Ports,
  asks: readonly PlanAsk[],
): Promise<{ usd?: number; requests: number } | { refused: Failure }> {
  const planned: Planned[] = [];
  for (const ask of asks) {
    const plan = await planOf(ports, ask);
    if ('refused' in plan) return plan;
    planned.push({ ask, plan });
  }
  const refused =
    (await admit(
      ports,
      asks,
      planned.map(({ plan }) => plan),
    )) ?? (await checkCost(ports, planned, () => false));
  if (refused) return { refused };
  const { total, unknown } = costOf(planned);
  const requests = planned.reduce((sum, { ask, plan }) => sum + requestsOf(ableOf(plan), ask.count), 0);
  return { requests, ...(!unknown && { usd: total }) };
}

interface Planned {
  ask: PlanAsk;
  plan: Plan;
}

function ableOf({ models }: Plan): readonly ModelInfo[] {
  return models.flatMap(({ model, refused }) => (refused ? [] : [model]));
}

/** What the models can do of it, before anybody is asked anything. */
async function planOf(ports: Ports, ask: PlanAsk): Promise<Plan | { refused: Failure }> {
  const wrong = validate(ports, ask);
  if (wrong) return { refused: wrong };

  const models: { model: ModelInfo; refused?: Failure }[] = [];
  for (const id of ask.models) {
    const model = await ports.models.find(id);
    if (!model) {
      return {
        refused: unsent('bad-request', ports.t('There is no model “{0}”.', id.slice(0, 200)), {
          reason: 'unknown-model',
        }),
      };
    }
    const refused = whyNot(model, ask, ports.t);
    models.push({ model, ...(refused && { refused }) });
  }
  const excess = tooMany(
    ports,
    ask,
    models.map(({ model }) => model),
  );
  if (excess) return { refused: excess };
  const first = models[0]?.refused;
  return ableOf({ models }).length === 0 && first ? { refused: first } : { models };
}

async function admit(
  ports: Ports,
  asks: readonly PlanAsk[],
  plans: readonly Plan[],
): Promise<Failure | undefined> {
  const providers = [...new Set(plans.flatMap(plan => ableOf(plan).map(model => model.provider)))];
  const images = asks.reduce((most, { references }) => Math.max(most, references), 0);
  const admitted = ports.gate.admit({ origin: asks[0]?.origin ?? 'panel', providers, images });
  // Its code is loaded while the key is on its way from another process.
  for (const id of providers) ports.provider(id).catch(() => undefined);
  return admitted;
}

function validate({ t }: Ports, ask: PlanAsk): Failure | undefined {
  if (ask.prompt.trim() === '') {
    return unsent('bad-request', t('Write what the image should show.'), { reason: 'empty-prompt' });
  }
  if (ask.models.length === 0) return unsent('bad-request', t('Choose a model.'), { reason: 'no-model' });
  if (new Set(ask.models).size < ask.models.length) {
    return unsent('bad-request', t('A model is named twice.'), { reason: 'duplicate-model' });
  }
  if (!Number.isInteger(ask.count) || ask.count < 1) {
    return unsent('bad-request', t('The number of variations must be 1 or more.'), { reason: 'count' });
  }
  if (ask.masks > 1) {
    return unsent('bad-request', t('Only one mask can be used at a time.'), { reason: 'mask' });
  }
  if (ask.masks === 1 && ask.references === 0) {
    return unsent('bad-request', t('A mask needs the image that it lies on.'), { reason: 'mask' });
  }
  return undefined;
}

function tooMany({ settings, t }: Ports, ask: PlanAsk, models: readonly ModelInfo[]): Failure | undefined {
  const max = settings().maxRequestsPerRun;
  const requests = requestsOf(models, ask.count);
  if (requests <= max) return undefined;
  return unsent(
    'bad-request',
    t('That would be {0} requests; the setting inlineAssets.maxRequestsPerRun allows {1}.', requests, max),
    { reason: 'too-many-requests' },
  );
}

/** An estimate for each model that costs something, and how often. */
function estimatesOf(
  planned: readonly Planned[],
): readonly { usd: number; unknown: boolean; times: number }[] {
  return planned.flatMap(({ ask, plan }) =>
    ableOf(plan)
      .filter(model => !model.local)
      .map(model => ({
        ...estimateFor(model, priced(model, ask.settings, ask.references, ask.prompt)),
        times: variationsOf(model, ask.count),
      })),
  );
}

function costOf(planned: readonly Planned[]): { total: number; unknown: boolean } {
  const each = estimatesOf(planned);
  return {
    total: each.reduce((sum, { usd, times }) => sum + usd * times, 0),
    unknown: each.some(estimate => estimate.unknown),
  };
}

async function checkCost(
  { settings, spending, gate, t }: Ports,
  planned: readonly Planned[],
  agreed: (usd: number | undefined) => boolean,
): Promise<Failure | undefined> {
  const each = estimatesOf(planned);
  const [first] = planned;
  if (each.length === 0 || !first) return undefined;
  const { origin, maxCostUsd } = first.ask;
  const { total, unknown } = costOf(planned);
  const { confirmAboveUsd } = settings();
  const limits = limitsOf(settings());

  if (maxCostUsd !== undefined && total > maxCostUsd) {
    return unsent(
      'budget',
      unknown
        ? t(
            'The price of a chosen model is not known, so it cannot be kept below {0}.',
            formatUsd(maxCostUsd),
          )
        : t(
            'This would cost about {0}, above the given limit of {1}.',
            formatUsd(total),
            formatUsd(maxCostUsd),
          ),
      { reason: 'max-cost' },
    );
  }
  let spent: Spent;
  try {
    spent = await spending.spent();
  } catch (error) {
    return storageFailure(t, error, false);
  }
  // A run that starts within the limits and reaches one in between keeps what it got; one that cannot start says so now.
  const hit = limitHit(spent, Math.min(...each.map(estimate => estimate.usd)), limits);
  if (hit) return overLimit(t, hit);
  const usd = unknown ? undefined : total;
  if (agreed(usd)) return undefined;
  if (origin === 'automation' || (total <= confirmAboveUsd && !unknown)) return undefined;
  const requests = each.reduce((sum, { times }) => sum + times, 0);
  if (await gate.confirmCost({ ...(!unknown && { usd: total }), requests, spent, limits })) return undefined;
  return unsent('cancelled', t('Nothing was sent.'), { reason: 'not-confirmed' });
}
