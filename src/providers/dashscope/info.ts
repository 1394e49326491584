import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import table from './models.json';

const { models, retired } = readModelTable(table);

export const dashscopeInfo: ProviderInfo = {
  id: 'dashscope',
  label: 'Alibaba Model Studio',
  local: false,
  api: 'dashscope',
  endpoint: { baseUrl: 'https://dashscope-intl.aliyuncs.com', apiVersion: 'v1', keyHeader: 'authorization' },
  models,
  retired,
  key: {
    createUrl: 'https://modelstudio.console.alibabacloud.com/?tab=playground#/api-key',
    billingUrl: 'https://usercenter2-intl.aliyun.com/billing',
    looksLike: 'sk-…',
  },
};
