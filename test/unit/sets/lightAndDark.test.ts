import assert from 'node:assert/strict';
import { lightAndDark } from '../../../src/core/sets/lightAndDark';

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

  it('are turned where the first one says that it is for dark themes', () => {
    for (const dark of ['logo-dark.png', 'dark.svg', 'logo.dark@2x.png', 'logoDark.png', 'Night_logo.webp']) {
      assert.deepEqual(order(dark, 'logo.png'), ['logo.png', dark]);
    }
  });
});
