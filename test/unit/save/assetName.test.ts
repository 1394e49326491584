import assert from 'node:assert/strict';
import { assetName, uniqueFileName } from '../../../src/core/save/assetName';
import { fileNameProblem } from '../../../src/core/save/fileName';

describe('the name of an asset', () => {
  const names: [prompt: string, name: string][] = [
    ['A lighthouse on a cliff at dawn', 'lighthouse-cliff-dawn'],
    ['Create an image of a red fox, watercolor', 'red-fox-watercolor'],
    ['please draw me a photo of the Eiffel Tower', 'eiffel-tower'],
    ['A photo frame', 'photo-frame'],
    ['Make it blue', 'blue'],
    ["Don't panic! v2.0", 'dont-panic-v2-0'],
    ['Café crème à Łódź, Straße', 'cafe-creme-lodz-strasse'],
    ['夕焼けの海と灯台', '夕焼けの海と灯台'],
    ['Рыжая лиса в лесу', 'рыжая-лиса-в-лесу'],
    ['गुलाबी सूर्यास्त', 'गुलाबी-सूर्यास्त'],
    ['โลโก้ร้านกาแฟ', 'โลโก้ร้านกาแฟ'],
    ['초록 숲', '초록-숲'],
    ['🚀 rocket 👩🏽‍🚀 launch 1️⃣', 'rocket-launch-1'],
    ['🚀🔥', 'image'],
    ['', 'image'],
    ['   \n\t ', 'image'],
    ['the', 'the'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Windows\\system32', 'c-windows-system32'],
    ['a\u0000b\u202Egnp.exe', 'b-gnp-exe'],
    ['con', 'con-image'],
    ['LPT1', 'lpt1-image'],
    ['...', 'image'],
    ['trailing dots...', 'trailing-dots'],
    ['-rf --no-preserve-root', 'rf-no-preserve-root'],
  ];
  for (const [prompt, name] of names) {
    it(`of ${JSON.stringify(prompt)} is ${name}`, () => assert.equal(assetName(prompt), name));
  }

  it('is bounded, and ends with a whole word', () => {
    const name = assetName('lighthouse '.repeat(500));
    assert.equal(name, 'lighthouse-lighthouse-lighthouse-lighthouse');
    assert.equal([...assetName('x'.repeat(10_000))].length, 48);
  });

  it('fits into a file name of 255 bytes in any script, and never ends inside a letter', () => {
    const family = 'क्षि'.repeat(200);
    const name = assetName(family);
    assert.ok(Buffer.byteLength(`${name}-999.webp`) <= 255);
    assert.ok(name.endsWith('क्षि'), name);
  });

  it('is always a safe file name', () => {
    for (const prompt of ['a/b', 'nul.png', '\u0007', '..', '‮evil', 'ｆｕｌｌ／ｗｉｄｔｈ', '￼', '\uD800']) {
      assert.equal(fileNameProblem(`${assetName(prompt)}.png`, true), undefined, prompt);
    }
  });
});

describe('a name that is taken', () => {
  it('gets the next free number', () => {
    assert.equal(uniqueFileName('fox', 'png', []), 'fox.png');
    assert.equal(uniqueFileName('fox', 'png', ['fox.png']), 'fox-2.png');
    assert.equal(uniqueFileName('fox', 'png', ['fox.png', 'fox-2.png', 'fox-4.png']), 'fox-3.png');
  });

  it('is one that differs by case or by Unicode form only', () => {
    assert.equal(uniqueFileName('fox', 'png', ['FOX.PNG']), 'fox-2.png');
    assert.equal(uniqueFileName('が', 'png', ['が.png'.normalize('NFD')]), 'が-2.png');
  });

  it('may have another extension', () => {
    assert.equal(uniqueFileName('fox', 'webp', ['fox.png']), 'fox.webp');
  });
});

describe('a name that somebody typed', () => {
  it('may hold anything that the system can hold', () => {
    for (const name of ['hero.png', 'Größe 2.png', '夕焼け.png', '.hidden.png']) {
      assert.equal(fileNameProblem(name, true), undefined, name);
      assert.equal(fileNameProblem(name, false), undefined, name);
    }
    assert.equal(fileNameProblem('a:b.png', false), undefined);
  });

  it('is refused when it cannot be a file or would be another one', () => {
    assert.equal(fileNameProblem('..', false), 'empty');
    assert.equal(fileNameProblem('a\nb.png', false), 'control-character');
    for (const name of ['a:b.png', 'NUL.png', 'com1', 'a.png.', 'a ', 'a?.png']) {
      assert.equal(fileNameProblem(name, true), 'reserved', name);
    }
  });
});
