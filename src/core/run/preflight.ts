import { formatUsd } from '../model/format';
import type { ModelId, ModelInfo } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import type { RunOrigin, RunSettings } from '../model/run';
import { requestsOf, variationsOf } from './adapt';
import { storageFailure, unsent } from './failures';
import { whyNot } from './fit';
import { estimateFor, priced } from './money';
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
  /** Reference images, and the image that is continued. */
  references: number;
  maxCostUsd?: number;
}

/** All that is decided before anything is sent or stored: may this be asked, by whom, of whom, for how much. */
export async function preflight(ports: Ports, ask: PlanAsk): Promise<Plan | { refused: Failure }> {
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
  const able = models.flatMap(({ model, refused }) => (refused ? [] : [model]));
  const first = models[0]?.refused;
  if (able.length === 0 && first) return { refused: first };

  const providers = [...new Set(able.map(model => model.provider))];
  const admitted = ports.gate.admit({ origin: ask.origin, providers, images: ask.references });
  // Its code is loaded while the key is on its way from another process.
  for (const id of providers) ports.provider(id).catch(() => undefined);
  const kept = await admitted;
  if (kept) return { refused: kept };
  const tooDear = await checkCost(ports, ask, able);
  return tooDear ? { refused: tooDear } : { models };
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

async function checkCost(
  { settings, spending, gate, t }: Ports,
  ask: PlanAsk,
  able: readonly ModelInfo[],
): Promise<Failure | undefined> {
  const paid = able.filter(model => !model.local);
  if (paid.length === 0) return undefined;
  const each = paid.map(model => ({
    ...estimateFor(model, priced(model, ask.settings, ask.references, ask.prompt)),
    times: variationsOf(model, ask.count),
  }));
  const total = each.reduce((sum, { usd, times }) => sum + usd * times, 0);
  const unknown = each.some(estimate => estimate.unknown);
  const { dailyLimitUsd: limitUsd, confirmAboveUsd } = settings();

  if (ask.maxCostUsd !== undefined && total > ask.maxCostUsd) {
    return unsent(
      'budget',
      unknown
        ? t(
            'The price of a chosen model is not known, so it cannot be kept below {0}.',
            formatUsd(ask.maxCostUsd),
          )
        : t(
            'This would cost about {0}, above the given limit of {1}.',
            formatUsd(total),
            formatUsd(ask.maxCostUsd),
          ),
      { reason: 'max-cost' },
    );
  }
  let todayUsd: number;
  try {
    todayUsd = await spending.today();
  } catch (error) {
    return storageFailure(t, error, false);
  }
  // A run that starts within the limit and reaches it in between keeps what it got; one that cannot start says so now.
  if (todayUsd + Math.min(...each.map(estimate => estimate.usd)) > limitUsd) {
    return unsent(
      'budget',
      t(
        'Today’s limit is {0}, and {1} are spent or under way. The next image would go above it.',
        formatUsd(limitUsd),
        formatUsd(todayUsd),
      ),
      { reason: 'daily-limit' },
    );
  }
  if (ask.origin === 'automation' || (total <= confirmAboveUsd && !unknown)) return undefined;
  const requests = requestsOf(paid, ask.count);
  if (await gate.confirmCost({ ...(!unknown && { usd: total }), requests, todayUsd, limitUsd }))
    return undefined;
  return unsent('cancelled', t('Nothing was sent.'), { reason: 'not-confirmed' });
}
