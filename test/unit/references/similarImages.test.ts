import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { obviousImage, similarImages } from '../../../src/core/references/similarImages';

describe('images that a broken link may mean', () => {
  const rank = (missing: string, ...images: string[]) =>
    similarImages(missing, images).map(({ path }) => path);

  it('are those of its name in another format or folder, then those of a similar one', () => {
    assert.deepEqual(
      rank(
        '/w/docs/img/login.png',
        '/w/other/car.png',
        '/w/docs/img/login-flow.png',
        '/w/old/login.png',
        '/w/docs/img/login@2x.png',
        '/w/docs/img/login.webp',
        '/w/docs/img/logim.png',
      ),
      [
        '/w/old/login.png',
        '/w/docs/img/login.webp',
        '/w/docs/img/login@2x.png',
        '/w/docs/img/logim.png',
        '/w/docs/img/login-flow.png',
      ],
    );
  });

  it('are nearer where their folder is', () => {
    assert.deepEqual(rank('/w/a/b/x.png', '/w/c/x.png', '/w/a/x.png', '/w/a/b/c/x.png')[0], '/w/a/b/c/x.png');
  });

  it('take names as people write them', () => {
    for (const [missing, there] of [
      ['/w/Login Flow.png', '/w/login-flow.png'],
      ['/w/loginFlow.png', '/w/LOGIN_FLOW.PNG'],
      ['/w/caf\u00e9.png', '/w/cafe\u0301.webp'],
      ['/w/hero-dark.png', '/w/hero.png'],
      ['/w/登录.png', '/w/img/登录.webp'],
    ] as const) {
      assert.deepEqual(rank(missing, there, '/w/quite-other.png'), [there], missing);
    }
  });

  it('are none where nothing is alike', () => {
    assert.deepEqual(rank('/w/a.png', '/w/b.png', '/w/c.png'), []);
    assert.deepEqual(rank('/w/1.png', '/w/2.png'), []);
    assert.deepEqual(rank('/w/.png', '/w/2.png'), []);
  });
});

describe('the image that a broken link can only mean', () => {
  const only = (missing: string, ...images: string[]) => obviousImage(missing, images);

  it('has its name', () => {
    assert.equal(only('/w/img/login.png', '/w/img/login.webp', '/w/img/login-2.png'), '/w/img/login.webp');
    assert.equal(only('/w/img/login.png', '/w/IMG/Login.PNG'), '/w/IMG/Login.PNG');
    assert.equal(only('/w/img/login.png', '/w/img/login-2.png'), undefined);
  });

  it('is none of several that are as near', () => {
    assert.equal(only('/w/a/x.png', '/w/b/x.png', '/w/c/x.png'), undefined);
    assert.equal(only('/w/a/x.png', '/w/a/x.webp', '/w/a/x.jpg'), undefined);
    // With its extension it is nearer than without.
    assert.equal(only('/w/a/x.png', '/w/b/x.png', '/w/b/x.jpg'), '/w/b/x.png');
    assert.equal(only('/w/a/x.png', '/w/b/x.png', '/w/b/c/x.png'), '/w/b/x.png');
  });
});
