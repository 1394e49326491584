import type { ApiId, ProviderModule } from '../core/provider';

/** The only place that names the bundles of the providers; each is loaded on its first use. */
export const providerLoaders: Readonly<Record<ApiId, () => Promise<ProviderModule>>> = {
  gemini: () => import('./gemini/index'),
  openai: () => import('./openai/index'),
  openrouter: () => import('./openrouter/index'),
  bfl: () => import('./bfl/index'),
  dashscope: () => import('./dashscope/index'),
  vertex: () => import('./vertex/index'),
  offline: () => import('./offline/index'),
};
