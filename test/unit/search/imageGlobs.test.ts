import assert from 'node:assert/strict';
import {
  allImages,
  excludeGlob,
  imagesMatching,
  isImagePath,
  matchesWords,
} from '../../../src/core/search/imageGlobs';

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

  it('looks for words in their order and in any case, in one name or folder or further down', () => {
    assert.equal(imagesMatching('  '), allImages);
    const glob = imagesMatching('We/lo');
    for (const part of ['[wW][eE]*[lL][oO]', '[wW][eE]*/**/*[lL][oO]']) {
      assert.ok(glob.includes(`*${part}*.[pP][nN][gG]`), glob);
      assert.ok(glob.includes(`*${part}*/**/*.[pP][nN][gG]`), glob);
    }
    assert.ok(
      glob.startsWith('**/{') && glob.lastIndexOf('{') === 3,
      'VS Code knows no braces inside braces',
    );
  });

  it('does not look for a typed extension before the real one', () => {
    for (const text of ['logo.png', 'logo.PN', 'logo.'])
      assert.equal(imagesMatching(text), imagesMatching('logo'), text);
    assert.notEqual(imagesMatching('v1.2'), imagesMatching('v1'));
  });

  it('says whether words stand in a path in their order', () => {
    assert.ok(matchesWords('apps/web/Logo.png', 'WEB logo.png'));
    assert.ok(matchesWords('apps/web/Logo.png', ''));
    assert.ok(!matchesWords('apps/web/logo.png', 'logo web'));
    assert.ok(!matchesWords('a.png', 'aa'));
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
