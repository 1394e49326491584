import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDescription, type SetDescription } from '../../../src/core/sets/description';
import { planSet, type SetPlan } from '../../../src/core/sets/plan';
import type { SetAsk } from '../../../src/core/sets/planned';
import { english } from '../../../src/core/translate';
import { setWarning } from '../../../src/host/text/setText';
import { facts } from '../save/support';
import { ask, builtIn, builtInSets } from './builtIn';

function planned(set: SetDescription, part: Partial<SetAsk> = {}): SetPlan {
  const result = planSet(set, ask(part));
  assert.ok('plan' in result, JSON.stringify(result));
  return result.plan;
}

function own(part: object): SetDescription {
  const base = { id: 'own', title: 'Own', about: 'Ours', source: 'https://example.com/rules' };
  const parsed = parseDescription(JSON.stringify({ ...base, ...part }));
  assert.ok('set' in parsed, JSON.stringify(parsed));
  return parsed.set;
}

const json = (plan: SetPlan, path: RegExp) => {
  const file = plan.files.find(each => path.test(each.path));
  assert.ok(file?.kind === 'json');
  return file.json as Record<string, Record<string, unknown>[]>;
};

describe('planning a set', () => {
  it('has every file of the favicon set, with the sizes that the platforms ask for', () => {
    const { files } = planned(builtIn('favicon'), { svg: true });
    const sizes = Object.fromEntries(files.map(f => [f.path, 'width' in f ? [f.width, f.height] : f.kind]));
    assert.deepEqual(sizes, {
      'favicon.ico': [48, 48],
      'logo.svg': 'copy',
      'favicon-16x16.png': [16, 16],
      'favicon-32x32.png': [32, 32],
      'favicon-96x96.png': [96, 96],
      'apple-touch-icon.png': [180, 180],
      'logo-192.png': [192, 192],
      'logo-512.png': [512, 512],
      'logo-maskable-512.png': [512, 512],
      'site.webmanifest': 'json',
    });
  });

  it('leaves out what a condition leaves out, in lists and snippets too', () => {
    const plan = planned(builtIn('favicon'), { options: { pngs: false } });
    assert.ok(!plan.files.some(({ path }) => /svg|16x16/.test(path)));
    const { icons } = json(plan, /webmanifest/);
    assert.deepEqual(
      icons!.map(icon => icon['src']),
      ['logo-192.png', 'logo-512.png', 'logo-maskable-512.png'],
    );
    assert.ok(icons!.every(icon => !('$if' in icon)));
    assert.equal(icons![2]!['purpose'], 'maskable');
    assert.doesNotMatch(plan.snippets[0]!.text, /svg|16x16/);
  });

  it('lays what must be opaque on the chosen colour, and keeps the rest transparent', () => {
    const { files } = planned(builtIn('favicon'));
    const grounds = files.flatMap(f =>
      f.kind === 'image' || f.kind === 'icon' ? [[f.path, f.options.ground] as const] : [],
    );
    for (const [path, ground] of grounds) {
      assert.equal(ground, /apple|maskable/.test(path) ? '#102030' : undefined, path);
    }
  });

  it('asks for a colour where transparency, bars or room would show it, and only there', () => {
    const open = (part: Partial<SetAsk>) =>
      planned(builtIn('ios-app-icon'), { background: null, ...part }).warnings.filter(
        ({ kind }) => kind === 'needs-colour',
      ).length;
    const opaque = { width: 1024, height: 1024, format: 'jpeg', hasAlpha: false } as const;
    assert.equal(open({}), 1);
    assert.equal(open({ image: opaque }), 0);
    assert.equal(open({ image: { ...opaque, width: 900 } }), 1);
    assert.equal(open({ image: { ...opaque, width: 900 }, fit: 'cover' }), 0);
    assert.equal(open({ image: opaque, padding: 0.1 }), 1);
    assert.equal(open({ background: '#ffffff' }), 0);
  });

  it('says what is upscaled, not square, or wants transparency', () => {
    const kinds = (id: string, image: Partial<SetAsk['image']>) =>
      planned(builtIn(id), { image: { ...ask().image, ...image } }).warnings.map(({ kind }) => kind);
    assert.deepEqual(kinds('favicon', {}), []);
    assert.deepEqual(kinds('favicon', { width: 1, height: 1 }), ['upscaled']);
    assert.deepEqual(kinds('favicon', { width: 2000 }), ['not-square']);
    assert.deepEqual(kinds('android-icon', { hasAlpha: false }), ['wants-alpha']);
    const { warnings } = planned(builtIn('favicon'), { image: { ...ask().image, width: 300, height: 300 } });
    assert.deepEqual(warnings, [
      // With the room around it the maskable one shows 307 pixels of it.
      { kind: 'upscaled', paths: ['logo-512.png', 'logo-maskable-512.png'], needed: 512 },
    ]);
  });

  it('says which of the two happens to an image that is not square, and where a warning is about', () => {
    const said = (id: string, part: Partial<SetAsk>) => {
      const whole = { ...ask().image, ...part.image };
      const { warnings } = planned(builtIn(id), { ...part, image: whole });
      return warnings.map(each => setWarning(english, each, facts(whole))).join(' ');
    };
    const wide = { ...ask().image, width: 1680, height: 1050 };
    const tall = { ...ask().image, width: 900, height: 1600 };
    assert.match(said('favicon', { image: wide, fit: 'cover' }), /1680 × 1050: its sides are cut off/);
    assert.match(said('favicon', { image: tall, fit: 'cover' }), /its top and bottom are cut off/);
    assert.match(said('favicon', { image: wide }), /there is room above and below it/);
    assert.match(said('favicon', { image: tall }), /there is room at its left and right/);
    const flat = { ...ask().image, hasAlpha: false };
    assert.match(
      said('android-icon', { image: flat }),
      /is a box in mipmap-mdpi\/logo_foreground\.png, mipmap-hdpi\/logo_foreground\.png and 3 more/,
    );
    assert.match(said('android-icon', { image: flat, fit: 'cover' }), /so it fills the whole of mipmap-mdpi/);
  });

  it('cuts around what was chosen, and only what it cuts', () => {
    const focusOf = (part: Partial<SetAsk>) =>
      new Set(
        planned(builtIn('favicon'), part).files.flatMap(f =>
          f.kind === 'image' || f.kind === 'icon' ? [JSON.stringify(f.options.focus)] : [],
        ),
      );
    assert.deepEqual([...focusOf({ fit: 'cover' })], ['"auto"']);
    assert.deepEqual([...focusOf({ fit: 'cover', position: 'left' })], ['{"x":0,"y":0.5}']);
    assert.deepEqual([...focusOf({ position: 'left' })], [undefined]);
  });

  it('makes iOS icons in one size, or in all of them', () => {
    const one = planned(builtIn('ios-app-icon'), { image: { ...ask().image, hasAlpha: false } });
    assert.deepEqual(json(one, /appiconset\/Contents/), {
      images: [{ filename: 'logo.png', idiom: 'universal', platform: 'ios', size: '1024x1024' }],
      info: { author: 'xcode', version: 1 },
    });
    const all = planned(builtIn('ios-app-icon'), { options: { sizes: true } });
    const made = new Map(all.files.flatMap(f => (f.kind === 'image' ? [[f.path, f.width]] : [])));
    for (const image of json(all, /appiconset\/Contents/)['images']!) {
      const [points = 0] = String(image['size']).split('x').map(Number);
      const file = `AppIcon.appiconset/${String(image['filename'])}`;
      assert.equal(made.get(file), points * Number.parseInt(String(image['scale'])), file);
    }
    assert.equal(made.size, 13);
  });

  it('keeps Android foregrounds within 66 of 108 dp, at every density', () => {
    const { files } = planned(builtIn('android-icon'));
    for (const [density, scale] of Object.entries({ mdpi: 1, hdpi: 1.5, xhdpi: 2, xxhdpi: 3, xxxhdpi: 4 })) {
      const front = files.find(({ path }) => path === `mipmap-${density}/logo_foreground.png`);
      assert.ok(front?.kind === 'image');
      assert.equal(front.width, 108 * scale);
      assert.ok(Math.abs((1 - 2 * (front.options.inset ?? 0)) * 108 - 66) < 0.1);
    }
  });

  it('makes round icons for Android 7 where both are asked for, in every density, as the adaptive one has them', () => {
    const rounds = (options: SetAsk['options'], background: string | null = '#102030') =>
      planned(builtIn('android-icon'), { options, background }).files.flatMap(file =>
        file.kind === 'image' && file.path.includes('_round')
          ? [[file.path, file.width, file.options.cut, file.options.ground]]
          : [],
      );
    const sides = { mdpi: 48, hdpi: 72, xhdpi: 96, xxhdpi: 144, xxxhdpi: 192 };
    assert.deepEqual(
      rounds({}),
      Object.entries(sides).map(([density, side]) => [
        ...[`mipmap-${density}/logo_round.png`, side, 'circle', '#102030'],
      ]),
    );
    assert.equal(rounds({}, null)[0]?.[3], undefined);
    assert.deepEqual([rounds({ legacy: false }), rounds({ round: false })], [[], []]);
    const { files, warnings } = planned(builtIn('android-icon'), { background: null });
    assert.deepEqual(warnings, []);
    // The corners of a square image stay inside of the circle.
    const round = files.find(({ path }) => path.includes('_round.png'));
    assert.ok(round?.kind === 'image' && (1 - 2 * (round.options.inset ?? 0)) * Math.SQRT2 <= 1);
  });

  it('refuses names that Android does not take', () => {
    for (const name of ['ic-launcher', 'Icon', '1st', 'лого', '']) {
      assert.deepEqual(
        'problem' in planSet(builtIn('android-icon'), ask({ name })) &&
          planSet(builtIn('android-icon'), ask({ name })),
        { problem: { kind: 'bad-name', name, pattern: '[a-z][a-z0-9_]*' } },
      );
    }
  });

  it('takes names with spaces and of other scripts where the platform does', () => {
    const { files, snippets } = planned(builtIn('densities'), { name: 'Мой герой 1' });
    assert.deepEqual(
      files.map(({ path }) => path),
      ['Мой герой 1.png', 'Мой герой 1@2x.png', 'Мой герой 1@3x.png'],
    );
    assert.ok(snippets.some(({ id }) => id === 'html'));
  });

  it('refuses paths that lead out of the folder, whatever part they come from', () => {
    const why = (name: string) => {
      const result = planSet(builtIn('densities'), ask({ name }));
      return 'problem' in result && result.problem.kind === 'bad-path' ? result.problem.why : 'none';
    };
    assert.equal(why('../x'), 'escapes');
    assert.equal(why('a/../../x'), 'escapes');
    assert.equal(why('..\\x'), 'escapes');
    assert.equal(why('/etc/x'), 'absolute');
    assert.equal(why('C:/x'), 'absolute');
    assert.equal(why('a\\b'), 'not-a-name');
    assert.equal(why('con'), 'not-a-name');
    assert.equal(why('a\u0000b'), 'not-a-name');
    assert.equal(why('deep/er'), 'none');
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), name => {
        const result = planSet(builtIn('densities'), ask({ name }));
        if (!('plan' in result)) return true;
        return result.plan.files.every(
          ({ path }) => !path.split(/[\\/]/).includes('..') && !/^([a-z]:|[\\/])/i.test(path),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('refuses two files of one path, case and composition aside', () => {
    const file = (path: string) => ({ kind: 'image', path, width: 8 });
    for (const [a, b] of [
      ['a.png', 'a.png'],
      ['A.png', 'a.png'],
      ['é.png', 'e\u0301.png'],
      ['{name}.png', 'logo.png'],
    ] as const) {
      const result = planSet(own({ files: [file(a), file(b)] }), ask());
      assert.ok('problem' in result && result.problem.kind === 'same-path', `${a} ${b}`);
    }
  });

  it('says that a second image is not used where a set has none for dark themes', () => {
    const kinds = (id: string, dark = ask().image): string[] =>
      planned(builtIn(id), { dark }).warnings.map(({ kind }) => kind);
    assert.ok(kinds('favicon').includes('dark-unused'));
    assert.ok(!kinds('favicon', { ...ask().image, width: 7 }).includes('dark-ratio'));
    assert.ok(!kinds('theme-pair').includes('dark-unused'));
    assert.ok(!kinds('ios-app-icon').includes('dark-unused'));
  });

  it('refuses a format that cannot be written, and a pair without its dark image', () => {
    const gif = planSet(own({ files: [{ kind: 'image', path: 'a.gif', width: 8 }] }), ask());
    assert.deepEqual(gif, { problem: { kind: 'bad-format', path: 'a.gif' } });
    assert.deepEqual(planSet(builtIn('theme-pair'), ask()), { problem: { kind: 'needs-dark' } });
  });

  it('makes whole sizes of at least a pixel for any image, and never more room than the box', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...builtInSets()),
        side,
        side,
        fc.boolean(),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.constantFrom('contain' as const, 'cover' as const),
        (set, width, height, hasAlpha, padding, fit) => {
          const image = { width, height, format: 'png' as const, hasAlpha };
          const result = planSet(set, ask({ image, dark: image, padding, fit, svg: true, name: 'logo' }));
          assert.ok('plan' in result, JSON.stringify(result));
          for (const file of result.plan.files) {
            if (file.kind !== 'image' && file.kind !== 'icon') continue;
            assert.ok(Number.isInteger(file.width) && file.width >= 1, file.path);
            assert.ok(Number.isInteger(file.height) && file.height >= 1, file.path);
            const inset = file.options.inset ?? 0;
            assert.ok(inset >= 0 && inset < 0.5, `${file.path} ${inset}`);
          }
          const texts = [...result.plan.snippets.map(({ text }) => text), JSON.stringify(result.plan.files)];
          for (const text of texts) assert.doesNotMatch(text, /\{(?!href|url|alt)[a-z]+(:[a-z0-9-]+)?\}/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
