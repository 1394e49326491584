import assert from 'node:assert/strict';
import { keyNames } from '../../../src/core/model/cutout';
import { asksForTransparency, speaksOfSeeThrough } from '../../../src/core/transparency/asksForTransparency';
import { keyPrompt, withKey } from '../../../src/core/transparency/keyPrompt';
import { promptKeys } from '../../../src/core/transparency/promptKeys';

const asking = [
  'A fox on a transparent background',
  'A fox, transparent background, flat style',
  'fox logo, transparent PNG',
  'a sticker of a cat with no background',
  'Icon of a gear. The background should be transparent.',
  'A gear icon, background: transparent',
  'a coffee cup, transparent',
  'Remove the background',
  'make it transparent',
  'a cut-out of a lighthouse',
  'Ein Fuchs vor transparentem Hintergrund',
  'Ein Fuchs, Hintergrund durchsichtig',
  'Ein Fuchs ohne Hintergrund',
  'ein freigestellter Schuh',
  'Un renard sur fond transparent',
  'Un renard sans arrière-plan',
  'Un zorro con fondo transparente',
  'Un zorro sin fondo',
  'Una volpe su sfondo trasparente',
  'Uma raposa com fundo transparente',
  'Een vos op een transparante achtergrond',
  'Lis na przezroczystym tle',
  'Лиса на прозрачном фоне',
  'Лисиця на прозорому фоні',
  'En räv med genomskinlig bakgrund',
  'Şeffaf arka planlı bir tilki',
  'ثعلب على خلفية شفافة',
  '一只狐狸，透明背景',
  '狐狸 背景透明',
  'キツネ、背景透過',
  '透明な背景のキツネ',
  '투명한 배경의 여우',
];

const notAsking = [
  'A fox',
  'A transparent glass jar',
  'A transparent glass jar on a white background',
  'transparent umbrella in the rain, city background',
  'A transparent jellyfish over the dark background of the sea',
  'a transparent vase, a background of roses',
  'Ein durchsichtiger Regenschirm',
  'Une bouteille transparente',
  'a wall chart about transparency in government',
  'not a transparent background, please',
  'a background that is not transparent',
  '透明的玻璃瓶',
  'A fond memory of summer',
  'The background story of a hero',
];

describe('a prompt', () => {
  for (const prompt of asking)
    it(`asks for transparency: ${prompt}`, () => assert.ok(asksForTransparency(prompt)));
  for (const prompt of notAsking)
    it(`does not ask for transparency: ${prompt}`, () => assert.ok(!asksForTransparency(prompt)));

  it('speaks of glass and smoke, which a transparent background is not', () => {
    for (const prompt of [
      'A wine glass',
      'A soap bubble on a transparent background',
      'ein Glas Wasser',
      '玻璃瓶',
    ])
      assert.ok(speaksOfSeeThrough(prompt), prompt);
    for (const prompt of [
      'A fox',
      'A fox on a transparent background',
      'Un renard sur fond transparent',
      'An iceberg lettuce',
    ])
      assert.ok(!speaksOfSeeThrough(prompt), prompt);
  });

  it('is looked at in no time, however long it is', () => {
    const began = performance.now();
    for (const long of [
      'transparent '.repeat(8000),
      'background '.repeat(9000),
      'a'.repeat(100_000),
      'x, '.repeat(30_000),
    ]) {
      asksForTransparency(long);
      speaksOfSeeThrough(long);
      promptKeys(long);
    }
    assert.ok(performance.now() - began < 1500, `${performance.now() - began} ms`);
  });

  it('marks the colours that it names', () => {
    assert.deepEqual(promptKeys('A grey stone'), {});
    assert.ok((promptKeys('A red apple under a green tree').green ?? 0) > 0);
    assert.ok((promptKeys('A red apple').red ?? 0) > 0);
    assert.equal(promptKeys('A rotated hatred').red, undefined);
  });
});

describe('what is added to it', () => {
  it('names one colour in words and in hex, and neither transparency nor another colour', () => {
    for (const name of keyNames) {
      const added = keyPrompt(name);
      assert.match(added, /#[0-9A-F]{6}/);
      assert.doesNotMatch(added, /transparen/i);
      for (const other of keyNames) if (other !== name) assert.ok(!added.includes(other));
    }
  });

  it('comes after the prompt, or not at all', () => {
    assert.equal(withKey('A fox', { added: 'X' }), 'A fox\n\nX');
    assert.equal(withKey('A fox', undefined), 'A fox');
  });
});
