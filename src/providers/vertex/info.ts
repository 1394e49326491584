import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import geminiTable from '../gemini/models.json';
import own from './models.json';

/** Google has one list of what its models can do and cost; how long they run is each service's own. */
const {
  models: known,
  retired,
  problems,
} = readModelTable({
  ...geminiTable,
  provider: own.provider,
  sources: { ...geminiTable.sources, ...own.sources },
  models: geminiTable.models.flatMap(model => {
    const here = own.models.find(({ id }) => id === model.id);
    if (here === undefined) return [];
    const { status, lastDay, replacement } = here;
    return [{ ...model, status, lastDay, replacement, sources: { ...model.sources, ...here.sources } }];
  }),
  retired: [...geminiTable.retired, ...own.retired],
});

/** Beside the same model of the other service. */
const models = known.map(model => ({ ...model, label: `${model.label} (Vertex)` }));

export const vertexInfo: ProviderInfo = {
  id: 'vertex',
  label: 'Google Vertex AI',
  local: false,
  api: 'vertex',
  endpoint: {
    baseUrl: 'https://aiplatform.googleapis.com',
    apiVersion: 'v1beta1',
    keyHeader: 'x-goog-api-key',
  },
  // Regions, and where tokens are made.
  servers: /^https:\/\/(oauth2|([a-z0-9-]{1,40}-)?aiplatform(\.(us|eu)\.rep)?)\.googleapis\.com$/,
  models,
  retired,
  problems,
  key: {
    createUrl: 'https://console.cloud.google.com/vertex-ai/studio/settings/api-keys',
    billingUrl: 'https://console.cloud.google.com/billing',
    looksLike: 'AQ.… or AIza…',
  },
};
