import { emptyValues } from '../../../../src/core/model/composerValues';
import type {
  ComposerView,
  FailureView,
  ModelView,
  RequestView,
  RunView,
} from '../../../../src/protocol/views';
import { type Art, loadArt, makeArt } from './art';

/** Made-up models, runs and a composer, as the host would send them. */

export const models: readonly ModelView[] = [
  {
    id: 'gemini/gemini-nano-banana-2.1',
    label: 'Nano Banana 2.1',
    provider: 'gemini',
    providerLabel: 'Google Gemini',
    description: 'Fast, edits well, up to 14 reference images',
    status: 'stable',
    local: false,
    priceUsd: 0.034,
  },
  {
    id: 'gemini/gemini-3-pro-image',
    label: 'Nano Banana Pro',
    provider: 'gemini',
    providerLabel: 'Google Gemini',
    description: 'Best text in images, up to 4K',
    status: 'preview',
    local: false,
    priceUsd: 0.134,
  },
  {
    id: 'gemini/gemini-2.5-flash-image',
    label: 'Nano Banana',
    provider: 'gemini',
    providerLabel: 'Google Gemini',
    status: 'deprecated',
    statusNote: 'Google ends it on 2 October 2026.',
    replacement: 'gemini/gemini-nano-banana-2.1',
    local: false,
    priceUsd: 0.039,
  },
  {
    id: 'offline/placeholder',
    label: 'Placeholder (no AI)',
    provider: 'offline',
    providerLabel: 'On this machine',
    description: 'Labelled placeholder art at any size',
    status: 'stable',
    local: true,
  },
  {
    id: 'offline/retouch',
    label: 'Local edits (free)',
    provider: 'offline',
    providerLabel: 'On this machine',
    description: 'Grayscale, blur, crop, remove a flat background …',
    status: 'stable',
    local: true,
    unavailable: 'Needs a reference image.',
  },
];

/** Of several services, with every mark there is, and `more` of one that lists thousands. */
export function modelsOfSeveral(more: number): readonly ModelView[] {
  const [first, second, ...rest] = models as [ModelView, ModelView, ...ModelView[]];
  const comet = { provider: 'comet', providerLabel: 'CometAPI', resold: true as const };
  const listed = Array.from({ length: more }, (_, at): ModelView => ({
    id: `router/vendor/model-${at}`,
    label: `Model ${at}`,
    provider: 'router',
    providerLabel: 'Router',
    status: 'unknown',
    local: false,
    needsKey: true,
  }));
  return [
    { ...first, isNew: true, used: 0 },
    second,
    ...rest.filter(({ local }) => !local).map(model => ({ ...model, favourite: true as const })),
    { ...second, ...comet, id: 'comet/gemini-3-pro-image' },
    {
      id: 'router/vendor/flux',
      label: 'FLUX.2 of a vendor with a rather long name for a narrow panel',
      provider: 'router',
      providerLabel: 'Router',
      description: 'Photographs',
      status: 'unknown',
      local: false,
      needsKey: true,
      priceUsd: 0.04,
    },
    ...listed,
    ...rest.filter(({ local }) => local),
    {
      id: 'gemini/imagen-4.0-generate-001',
      label: 'Imagen 4',
      provider: 'gemini',
      providerLabel: 'Google Gemini',
      status: 'retired',
      statusNote: 'Its announced last day has passed; use Nano Banana 2.1.',
      replacement: first.id,
      local: false,
    },
    {
      id: 'midjourney/*',
      label: 'Midjourney',
      provider: 'midjourney',
      status: 'retired',
      statusNote: 'It has no public API.',
      local: false,
    },
  ];
}

const [banana, pro, old, placeholder] = models.map(model => model.id) as [string, string, string, string];

export const derived: ComposerView['derived'] = {
  aspectRatios: ['1:1', '3:2', '2:3', '4:3', '16:9', '9:16', '21:9'],
  sizes: [
    { name: '1K', pixels: { width: 1376, height: 768 } },
    { name: '2K', pixels: { width: 2752, height: 1536 } },
    { name: '4K', pixels: { width: 5504, height: 3072 } },
  ],
  exactSize: false,
  thinkingLevels: ['minimal', 'high'],
  seed: true,
  systemInstruction: true,
  qualities: [],
  search: false,
  transparency: true,
  offersTransparency: false,
  maxReferences: 14,
  notes: ['1376 × 768 pixels.', 'Nano Banana takes no seed: it is left out there.'],
  requests: 6,
  estimateUsd: 0.44,
};

export const emptyComposer: ComposerView = {
  ...emptyValues,
  prompt: '',
  models: [banana],
  count: 1,
  references: [],
  derived: { ...derived, notes: [], requests: 1, estimateUsd: 0.034 },
};

interface Gallery {
  cups: Art;
  dune: Art;
  leaf: Art;
  storm: Art;
  blinds: Art;
  flower: Art;
  icon: Art;
  tall: Art;
}

let drawn: Promise<Gallery> | undefined;

const gallery = (photos: boolean): Promise<Gallery> => (drawn ??= draw(photos));

async function draw(photos: boolean): Promise<Gallery> {
  const wide = { width: 1376, height: 768 };
  const photo = (name: string, seed: number, bytes = 421_900) =>
    photos ? loadArt(`/photos/${name}.jpg`, bytes) : makeArt({ ...wide, seed, bytes });
  return {
    cups: await photo('ColorfulCups', 3),
    dune: await photo('Dune', 5),
    leaf: await photo('FallenLeaf', 8, 1_300_000),
    storm: await photo('Storm', 11),
    blinds: await photo('Blinds', 14, 1_992_294),
    flower: await photo('YellowFlower', 21),
    icon: await makeArt({ width: 1024, height: 1024, seed: 31, alpha: true, bytes: 611_000 }),
    tall: await makeArt({ width: 768, height: 1376, seed: 36 }),
  };
}

export const blocked: FailureView = {
  kind: 'blocked',
  title: 'Blocked by the service',
  detail: 'Google refused this request because of its safety rules. Another wording may pass.',
  cost: 'The service may bill this request.',
  modelText: 'I can’t create that image, but I can make a similar scene without people.',
  action: { id: 'edit-prompt', label: 'Reword the prompt' },
};

const billing: FailureView = {
  kind: 'billing',
  title: 'Billing is not enabled',
  detail: 'This key has no quota for image models. Turn on billing for its project, or use what is free.',
  cost: 'Nothing was made, so it cost nothing.',
  action: { id: 'open-billing', label: 'Open billing' },
};

type Made = Partial<RequestView> & { art?: readonly Art[]; savedAs?: string };

const expected = { width: 1376, height: 768 };

export function makeRun(
  run: Partial<RunView> & { id: string; prompt: string; createdAt: number; summary: string },
  columns: readonly { model: string; requests: readonly Made[] }[],
): RunView {
  return {
    references: [],
    hidden: 0,
    running: false,
    costUsd: 0,
    costIsEstimate: false,
    ...run,
    columns: columns.map(({ model, requests }, column) => ({
      model,
      label: models.find(each => each.id === model)?.label ?? model,
      requests: requests.map(({ art = [], savedAs, ...request }, row) => {
        const id = request.id ?? `${run.id}-${column}-${row}`;
        return {
          state: 'done' as const,
          expected,
          startedAt: run.createdAt,
          ...(request.state === undefined && { endedAt: run.createdAt + 11_000 + row * 1300 }),
          notes: [],
          ...request,
          id,
          place: id,
          candidates: art.map(({ url, thumbnail, facts }, index) => ({
            ref: { runId: run.id, requestId: id, index },
            image: url,
            thumbnail,
            facts,
            ...(savedAs && { savedAs }),
          })),
        };
      }),
    })),
  };
}

const minute = 60_000;

export async function sampleRuns(now: number, photos: boolean): Promise<RunView[]> {
  const { cups, dune, leaf, storm, blinds, flower, icon, tall } = await gallery(photos);
  const reference = (name: string, art: Art, role: 'subject' | 'scene') => ({
    name,
    role,
    image: art.url,
    thumbnail: art.thumbnail,
    facts: art.facts,
  });
  return [
    makeRun(
      {
        id: 'run-4',
        prompt:
          'Place the cups on the crest of the dune at golden hour, long soft shadows, room for a headline on the left',
        createdAt: now - 39_000,
        summary: '4 images, 1 blocked, 1 running',
        running: true,
        costUsd: 0.254,
        replaceable: { name: 'docs/img/cups.jpg' },
        references: [
          reference('docs/img/cups.jpg', cups, 'subject'),
          reference('docs/img/dune.jpg', dune, 'scene'),
        ],
      },
      [
        {
          model: banana,
          requests: [
            { art: [dune], costUsd: 0.034 },
            { art: [storm], costUsd: 0.034, modelText: 'Here is the scene with the light from the left.' },
          ],
        },
        {
          model: pro,
          requests: [
            {
              art: [leaf],
              costUsd: 0.134,
              costIsEstimate: true,
              notes: ['Overloaded once; tried again after 4 s.'],
            },
            { state: 'running', startedAt: now - 38_000, progress: 'Receiving 1.2 MB', art: [] },
          ],
        },
        { model: old, requests: [{ failure: blocked }, { art: [blinds], costUsd: 0.039 }] },
      ],
    ),
    makeRun(
      {
        id: 'run-3',
        prompt: 'A yellow flower, macro, soft morning light',
        createdAt: now - 42 * minute,
        summary: '3 images',
        costUsd: 0.102,
      },
      [
        {
          model: banana,
          requests: [{ art: [flower], costUsd: 0.034, savedAs: 'docs/img/flower.webp' }, { art: [cups] }],
        },
        { model: pro, requests: [{ art: [tall] }] },
      ],
    ),
    makeRun(
      {
        id: 'run-2',
        prompt: 'App icon: a paper boat, flat, no background',
        createdAt: now - 26 * 60 * minute,
        summary: '2 images, 1 billing',
        costUsd: 0.034,
        parent: { runId: 'run-1', requestId: 'run-1-0-0', index: 0 },
      },
      [{ model: banana, requests: [{ art: [icon], costUsd: 0.034 }, { art: [icon] }, { failure: billing }] }],
    ),
    makeRun(
      { id: 'run-1', prompt: 'Placeholder hero', createdAt: now - 50 * 60 * minute, summary: '1 image' },
      [{ model: placeholder, requests: [{ art: [blinds], costUsd: 0 }] }],
    ),
  ];
}

/** Failures alone, beside each other, and beside pictures. */
export async function failedRuns(now: number, photos: boolean): Promise<RunView[]> {
  const { icon, dune } = await gallery(photos);
  const square = { width: 1024, height: 1024 };
  const one = { createdAt: now - minute, summary: '1 failed' };
  return [
    makeRun({ ...one, id: 'alone', prompt: 'One request that failed' }, [
      { model: banana, requests: [{ failure: billing, expected: square }] },
    ]),
    makeRun({ ...one, id: 'several', prompt: 'Two that failed beside each other' }, [
      { model: banana, requests: [{ failure: billing, expected: square }] },
      { model: pro, requests: [{ failure: blocked, expected: square, notes: ['Tried again once.'] }] },
    ]),
    makeRun({ ...one, id: 'row', prompt: 'Beside a picture of the same model' }, [
      { model: banana, requests: [{ art: [icon] }, { failure: billing, expected: square }] },
    ]),
    makeRun({ ...one, id: 'columns', prompt: 'Beside a picture of another model' }, [
      { model: banana, requests: [{ art: [dune] }, { failure: blocked }] },
      { model: pro, requests: [{ failure: billing }, { failure: billing }] },
      { model: old, requests: [{ art: [dune] }, {}] },
    ]),
  ];
}

export async function sampleComposer(photos: boolean): Promise<ComposerView> {
  const { cups, dune } = await gallery(photos);
  return {
    ...emptyComposer,
    prompt:
      'Place the cups on the crest of the dune at golden hour, long soft shadows, room for a headline on the left',
    models: [banana, pro, old],
    count: 2,
    aspectRatio: '16:9',
    imageSize: '1K',
    references: [
      {
        id: 'ref-1',
        name: 'docs/img/cups.jpg',
        role: 'subject',
        thumbnail: cups.thumbnail,
        facts: cups.facts,
      },
      { id: 'ref-2', name: 'docs/img/dune.jpg', role: 'scene', thumbnail: dune.thumbnail, facts: dune.facts },
    ],
    derived,
  };
}
