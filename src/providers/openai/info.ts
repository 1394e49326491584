import { unknownCapabilities, type ModelCapabilities } from '../../core/model/modelInfo';
import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import table from './models.json';

const { models, retired } = readModelTable(table);

/**
 * What an image model is taken for that the table does not know, here or on a server of somebody's own: the sizes that
 * all of them have had, exact ones as a server may know them, and one image to change.
 */
const plain: ModelCapabilities = {
  ...unknownCapabilities,
  multiTurn: false,
  maxReferences: 1,
  aspectRatios: ['1:1', '2:3', '3:2'],
  sizes: [
    {
      name: '1K',
      pixels: {
        '1:1': { width: 1024, height: 1024 },
        '2:3': { width: 1024, height: 1536 },
        '3:2': { width: 1536, height: 1024 },
      },
    },
  ],
  defaultSize: '1K',
  exactSize: true,
  pixelRule: { multipleOf: 16, maxEdge: 2048, maxRatio: 3, minPixels: 256 * 256, maxPixels: 2048 * 2048 },
};

export const openaiInfo: ProviderInfo = {
  id: 'openai',
  label: 'OpenAI',
  local: false,
  api: 'openai',
  endpoint: { baseUrl: 'https://api.openai.com/v1', apiVersion: '', keyHeader: 'authorization' },
  models,
  ownTable: true,
  plain: { capabilities: plain },
  retired,
  key: {
    createUrl: 'https://platform.openai.com/api-keys',
    billingUrl: 'https://platform.openai.com/settings/organization/billing/overview',
    looksLike: 'sk-…',
  },
};
