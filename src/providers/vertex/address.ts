import { serviceModelId, type ModelId } from '../../core/model/modelInfo';
import type { Endpoint } from '../../core/provider';

const global = 'https://aiplatform.googleapis.com';

/**
 * Where a model is asked: under a project and a location, or, with a key of express mode, under none. Google has an
 * address for each location; somebody else's address is taken as it is.
 */
export function addressOf({ baseUrl, apiVersion, vertex }: Endpoint, model: ModelId, action: string): string {
  const base = baseUrl.replace(new RegExp(`/${apiVersion}$`), '');
  const what = `publishers/google/models/${encodeURIComponent(serviceModelId(model))}:${action}`;
  if (vertex === undefined || vertex.project === '') return `${base}/${apiVersion}/${what}`;
  const { project, location } = vertex;
  const home = base === global ? hostOf(location) : base;
  const place = `projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(location)}`;
  return `${home}/${apiVersion}/${place}/${what}`;
}

function hostOf(location: string): string {
  if (location === 'global') return global;
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}
