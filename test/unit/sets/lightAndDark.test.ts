import assert from 'node:assert/strict';
import { darkNeighbours, lightAndDark } from '../../../src/core/sets/lightAndDark';

describe('two images of a set', () => {
  const order = (...names: readonly string[]) => {
    const [light, dark] = lightAndDark({ path: `/dark/${names[0]}` }, { path: `/dark/${names[1]}` });
    return [light.path.slice(6), dark.path.slice(6)];
  };

  it('are in their order', () => {
    for (const pair of [
      ['a.png', 'b.png'],
      ['logo.png', 'logo-dark.png'],
      ['darkroom.png', 'logo.png'],
      ['knight.png', 'queen.png'],
      ['a-dark.png', 'b-dark.png'],
    ] as const) {
      assert.deepEqual(order(...pair), pair);
    }
  });

  it('have names that belong together, those of the same format first', () => {
    assert.deepEqual(darkNeighbours('logo.png').slice(0, 5), [
      'logo-dark.png',
      'logo.dark.png',
      'logo_dark.png',
      'dark/logo.png',
      'logo-dark.webp',
    ]);
    assert.equal(darkNeighbours('logo@2x.JPG')[0], 'logo-dark@2x.JPG');
    assert.equal(darkNeighbours('logo-light.webp')[0], 'logo-dark.webp');
    assert.equal(new Set(darkNeighbours('a.png')).size, darkNeighbours('a.png').length);
    for (const none of ['logo-dark.png', 'logo', '.png', '']) assert.deepEqual(darkNeighbours(none), []);
  });

  it('are turned where the first one says that it is for dark themes', () => {
    for (const dark of ['logo-dark.png', 'dark.svg', 'logo.dark@2x.png', 'logoDark.png', 'Night_logo.webp']) {
      assert.deepEqual(order(dark, 'logo.png'), ['logo.png', dark]);
    }
  });
});
