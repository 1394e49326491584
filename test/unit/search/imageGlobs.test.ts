import assert from 'node:assert/strict';
import { allImages, excludeGlob, imagesMatching, isImagePath } from '../../../src/core/search/imageGlobs';

describe('image globs', () => {
  it('knows images by their extension in any case', () => {
    for (const path of ['a.png', 'b/C.JPEG', 'x.y.WebP', 'é.avif', 'a.GIF'])
      assert.ok(isImagePath(path), path);
    for (const path of ['a.svg', 'png', 'a.png.txt', 'a.pngx']) assert.ok(!isImagePath(path), path);
  });

  it('matches every extension in any case', () => {
    assert.match(allImages, /\[pP\]\[nN\]\[gG\]/);
    assert.match(allImages, /\[aA\]\[vV\]\[iI\]\[fF\]/);
  });

  it('turns words into an ordered, case-insensitive match over names and folders', () => {
    assert.equal(imagesMatching('  '), allImages);
    const glob = imagesMatching('Lo ic');
    assert.ok(glob.startsWith('{**/*[lL][oO]*[iI][cC]*.'));
    assert.ok(glob.includes(',**/*[lL][oO]*[iI][cC]*/**/*.'));
  });

  it('never lets typed text become glob syntax', () => {
    assert.ok(imagesMatching('a{b}*').includes('[aA]?[bB]??*.'));
  });

  it('joins what is hidden, and leaves out what is switched off or conditional', () => {
    assert.equal(excludeGlob({}, undefined), undefined);
    assert.equal(excludeGlob({ '**/dist': true, '**/out': false }), '**/dist');
    assert.equal(
      excludeGlob(
        { '**/.git': true, '**/*.js': { when: '$(basename).ts' } },
        { '**/node_modules': true, '**/.git': true },
      ),
      '{**/.git,**/node_modules}',
    );
  });
});
