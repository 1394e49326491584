import { invalid, type GoogleError } from './googleErrors';
import type { ServerModel } from './serverModels';

type Json = Record<string, unknown>;

/** What the service says of `tools`: image models have one, and of its searches only their own. */
export function checkTools(tools: readonly unknown[], model: ServerModel): GoogleError | undefined {
  for (const [index, tool] of tools.entries()) {
    const at = `tools[${String(index)}]`;
    const names = keysOf(tool);
    const unknown = names.find(name => name !== 'googleSearch');
    if (names.length !== 1 || unknown !== undefined) return unknownName(unknown ?? '', at);
    if (model.search.length === 0) return invalid('Search as tool is not enabled for this model');
    const search = (tool as Json)['googleSearch'];
    const odd = keysOf(search).find(name => name !== 'searchTypes' && name !== 'timeRangeFilter');
    if (odd !== undefined) return unknownName(odd, `${at}.google_search`);
    const types = (search as Json)['searchTypes'] ?? { webSearch: {} };
    for (const type of keysOf(types)) {
      if (type !== 'webSearch' && type !== 'imageSearch') {
        return unknownName(type, `${at}.google_search.search_types`);
      }
      if (keysOf((types as Json)[type]).length > 0) return unknownName(type, at);
      if (!model.search.includes(type)) return invalid(`${type} is not supported for this model.`);
    }
  }
  return undefined;
}

/** What was found, as Google tells it. */
export function groundingMetadata(tools: readonly unknown[]): Json | undefined {
  const search = (tools[0] as Json | undefined)?.['googleSearch'] as Json | undefined;
  if (search === undefined) return undefined;
  const types = keysOf(search['searchTypes'] ?? { webSearch: {} });
  return {
    webSearchQueries: ['red kite wingspan'],
    ...(types.includes('imageSearch') ? { imageSearchQueries: ['red kite in flight'] } : {}),
    searchEntryPoint: { renderedContent: '<style>a{}</style><div class="container">…</div>' },
    groundingChunks: [
      { web: { uri: 'https://birds.example/red-kite', title: 'Red kite', domain: 'birds.example' } },
      ...(types.includes('imageSearch')
        ? [
            {
              image: {
                sourceUri: 'https://photos.example/kite',
                imageUri: 'https://photos.example/kite.jpg',
                title: 'A kite over a beach',
                domain: 'photos.example',
              },
            },
          ]
        : []),
    ],
  };
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : ['not an object'];
}

function unknownName(name: string, at: string): GoogleError {
  return invalid(`Invalid JSON payload received. Unknown name "${name}" at '${at}': Cannot find field.`, at);
}
