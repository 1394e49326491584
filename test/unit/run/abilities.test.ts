import assert from 'node:assert/strict';
import { derive } from '../../../src/core/compose/derive';
import { emptyValues } from '../../../src/core/model/composerValues';
import type { ModelInfo, PixelRule } from '../../../src/core/model/modelInfo';
import type { ReferenceRole, RunReference } from '../../../src/core/model/run';
import { adaptSettings, withinRule } from '../../../src/core/run/adapt';
import { inputsFor } from '../../../src/core/run/inputs';
import { english } from '../../../src/core/translate';
import { cloud, model, small } from '../compose/models';
import { ask, cloud as served, png, refused, Service, world } from './world';

/** As a service of exact sizes documents it. */
const rule: PixelRule = {
  multipleOf: 16,
  maxEdge: 3840,
  maxRatio: 3,
  minPixels: 655_360,
  maxPixels: 8_294_400,
};
const exact = model('cloud/exact', { exactSize: true, pixelRule: rule, qualities: ['low', 'high'] });

describe('Exact sizes with a rule', () => {
  for (const [width, height, used] of [
    [1024, 1024, '1024 × 1024'],
    [1920, 1080, '1920 × 1088'],
    [3840, 2160, '3840 × 2160'],
    // Too small: grown in its ratio.
    [64, 64, '816 × 816'],
    // Too large: shrunk in its ratio.
    [8000, 8000, '2880 × 2880'],
    [8000, 4500, '3840 × 2160'],
  ] as const) {
    it(`asks for ${used} where ${width} × ${height} is wanted, and says so`, () => {
      const { settings, adapted } = adaptSettings(exact, { width, height });
      assert.equal(`${settings.width} × ${settings.height}`, used);
      assert.deepEqual(
        adapted,
        used === `${width} × ${height}` ? [] : [{ setting: 'width', asked: `${width} × ${height}`, used }],
      );
    });
  }

  it('never leaves the rule, whatever is asked', () => {
    for (const width of [1, 15, 100, 639, 1000, 1081, 2879, 3841, 20_000]) {
      for (const height of [1, 16, 333, 1024, 2161, 3839, 50_000]) {
        const size = withinRule(rule, { width, height });
        const long = Math.max(size.width, size.height);
        const what = `${width} × ${height} became ${size.width} × ${size.height}`;
        assert.equal((size.width % 16) + (size.height % 16), 0, what);
        assert.ok(long <= rule.maxEdge && long / Math.min(size.width, size.height) <= rule.maxRatio, what);
        const pixels = size.width * size.height;
        assert.ok(pixels >= rule.minPixels && pixels <= rule.maxPixels, what);
      }
    }
  });
});

describe('Quality and search', () => {
  it('are asked for in the words of the model, and left out where it has none', () => {
    const searching = model('cloud/search', { search: ['web'] });
    assert.deepEqual(adaptSettings(exact, { quality: 'HIGH', search: true }), {
      settings: { quality: 'high' },
      adapted: [{ setting: 'search', asked: '' }],
    });
    assert.deepEqual(adaptSettings(searching, { quality: 'high', search: true }), {
      settings: { search: true },
      adapted: [{ setting: 'quality', asked: 'high' }],
    });
    assert.deepEqual(adaptSettings(cloud, {}), { settings: {}, adapted: [] });
  });

  it('are offered where one of the chosen can do it, with a note for the others', () => {
    const input = {
      values: { ...emptyValues, prompt: 'A dune', models: ['cloud/exact', 'cloud/b'], quality: 'high' },
      models: [exact, small],
      references: { count: 0 },
      maxRequests: 16,
      trusted: true,
    };
    const both = derive(input);
    assert.deepEqual([both.qualities, both.search, both.exactSize], [['low', 'high'], false, false]);
    assert.ok(
      both.notes.some(
        note => note.kind === 'adapted' && note.model === small && note.adaptation.setting === 'quality',
      ),
    );
    const alone = derive({ ...input, values: { ...input.values, models: ['cloud/b'] } });
    assert.deepEqual([alone.qualities, alone.notes.filter(({ kind }) => kind === 'adapted')], [[], []]);
  });
});

describe('A mask', () => {
  const here = world();
  const painting = model('cloud/paint', { mask: true });

  function blocked(chosen: ModelInfo, count: number, masks: number): string | undefined {
    return derive({
      values: { ...emptyValues, prompt: 'A dune', models: [chosen.id] },
      models: [chosen],
      references: { count, masks },
      maxRequests: 16,
      trusted: true,
    }).blocked?.kind;
  }

  it('is known to fit or not before anything is asked', () => {
    assert.equal(blocked(painting, 1, 1), undefined);
    assert.equal(blocked(cloud, 1, 1), 'takes-no-mask');
    assert.equal(blocked(painting, 0, 1), 'mask-alone');
    assert.equal(blocked(painting, 2, 2), 'too-many-masks');
  });

  for (const [what, id, roles, kind, words] of [
    ['alone', 'cloud/paint', ['mask'], 'bad-request', /needs the image that it lies on/],
    ['beside another', 'cloud/paint', ['subject', 'mask', 'mask'], 'bad-request', /Only one mask/],
    ['for a model without', 'cloud/a', ['subject', 'mask'], 'unsupported', /takes no mask/],
  ] as const satisfies readonly (readonly [string, string, readonly ReferenceRole[], string, RegExp])[]) {
    it(`is refused before anything is sent: ${what}`, async () => {
      here().models.set('cloud/paint', {
        ...served,
        id: 'cloud/paint',
        capabilities: { ...served.capabilities, mask: true },
      });
      const service = new Service();
      const images = await Promise.all(
        roles.map(async (role, at) => ({
          path: await here().file(`${at}.png`, png(4 + at, 4)),
          name: `${at}.png`,
          role,
        })),
      );
      const failure = refused(
        await here()
          .window({ service })
          .runs.start(ask({ models: [id], images })),
      );
      assert.equal(failure.kind, kind);
      assert.match(failure.message ?? '', words);
      assert.equal(service.asked.length, 0);
    });
  }

  const image = (role: ReferenceRole, width: number, hasAlpha: boolean): RunReference =>
    ({
      file: `${role}.png`,
      name: `${role}.png`,
      role,
      sha256: '',
      facts: { format: 'png', mimeType: 'image/png', width, height: 10, bytes: 1, hasAlpha },
    }) as RunReference;
  const inputs = (references: readonly RunReference[]) =>
    inputsFor(
      {
        t: english,
        store: { pathOf: (_run: string, file: string) => `/store/${file}` },
      } as Parameters<typeof inputsFor>[0],
      'run',
      references,
      painting,
      new AbortController().signal,
    );

  it('of another size than its image, or without a hole, is refused by name', async () => {
    const other = await inputs([image('subject', 20, false), image('mask', 10, true)]);
    assert.ok('refused' in other);
    assert.deepEqual([other.refused.kind, other.refused.sent], ['bad-request', false]);
    assert.match(
      other.refused.message ?? '',
      /“mask\.png” has 10 × 10 pixels and “subject\.png” has 20 × 10/,
    );
    const solid = await inputs([image('subject', 20, false), image('mask', 20, false)]);
    assert.match('refused' in solid ? (solid.refused.message ?? '') : '', /nowhere transparent/);
  });

  it('that fits goes along as it is', async () => {
    const fine = await inputs([
      image('subject', 20, false),
      image('style', 7, false),
      image('mask', 20, true),
    ]);
    assert.deepEqual('images' in fine && fine.images.map(({ role, path }) => [role, path]), [
      ['subject', '/store/subject.png'],
      ['style', '/store/style.png'],
      ['mask', '/store/mask.png'],
    ]);
  });
});
