import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, only, targets, windows } from './finding';

/** What is missing when its file is. */
function firm(text: string): string[] {
  return find('json', text).flatMap(({ rawTarget, guess }) => (guess ? [] : [rawTarget]));
}

describe('image references in JSON', () => {
  it('finds the images of a web app manifest, with their sizes', () => {
    const text = `{
  "name": "Sea charts", "short_name": "Charts", "start_url": "/", "display": "standalone",
  "icons": [
    { "src": "icons\\/icon-192.png", "sizes": "192x192", "type": "image/png" },
    { "src": "/icon.svg", "sizes": "any" }, { "src": "all.png", "sizes": "48x48 512x512 96x96" }
  ],
  "screenshots": [{ "sizes": "1280x720", "src": "shots/a b.jpg?v=1", "label": "A harbour" }],
  "shortcuts": [{ "name": "New chart", "url": "/new", "icons": [{ "src": "new.png", "sizes": "96x96" }] }]
}`;
    for (const variant of [text, windows(text)]) {
      const found = find('json', variant);
      assert.deepEqual(
        found.map(({ path, width, height, kind, guess }) => [path, width, height, kind, guess]),
        [
          ['icons/icon-192.png', 192, 192, 'html', undefined],
          ['/icon.svg', undefined, undefined, 'html', undefined],
          ['all.png', 512, 512, 'html', undefined],
          ['shots/a b.jpg', 1280, 720, 'html', undefined],
          ['new.png', 96, 96, 'html', undefined],
        ],
      );
      assert.deepEqual(
        [found[0]?.documentTitle, found[3]?.alt, found[4]?.title],
        ['Sea charts', 'A harbour', 'New chart'],
      );
    }
  });

  it('finds those of extension manifests and apps', () => {
    const extension = `{ "manifest_version": 3, "name": "X", "icons": { "16": "i/16.png", "128": "i/128.png" },
"action": { "default_icon": { "32": "i/32.png" } }, "web_accessible_resources": [{ "resources": ["guess.png"] }] }`;
    assert.deepEqual(
      find('json', extension).map(({ rawTarget, width, guess }) => [rawTarget, width, guess]),
      [
        ['i/16.png', 16, undefined],
        ['i/128.png', 128, undefined],
        ['i/32.png', 32, undefined],
        ['guess.png', undefined, true],
      ],
    );
    const vscode = `{ "name": "x", "icon": "media/icon.png", "contributes": { "commands": [
{ "command": "a", "icon": { "light": "l.svg", "dark": "d.svg" } }, { "icon": "$(sparkle)" }] }, "engines": { "vscode": "^1.1.0" } }`;
    assert.deepEqual(firm(vscode), ['media/icon.png', 'l.svg', 'd.svg']);
    assert.deepEqual(firm('{ "name": "x", "icon": "icon.png", "engines": { "node": "20" } }'), []);
    const expo = `{ "expo": { "icon": "./assets/icon.png", "splash": { "image": "./assets/splash.png" },
"android": { "adaptiveIcon": { "foregroundImage": "./assets/adaptive.png" } }, "entry": "./assets/no.png" } }`;
    assert.deepEqual(firm(expo), ['./assets/icon.png', './assets/splash.png', './assets/adaptive.png']);
  });

  it('takes other paths for a guess, and prose, URLs and templates for nothing', () => {
    const text = `{ "a": "img/a.png", "image": "/b.png", "list": ["c.webp", "Open c.webp", "my c.webp"], "d.png": "key",
"url": "https://x.y/no.png", "data": "data:image/png;base64,no.png", "t": "{{x}}/no.png", "glob": "*.png",
"ext": ".png", "help": "Save as logo.png", "none": "", "alt": "x.png." }`;
    const found = find('json', text);
    assert.deepEqual(
      found.map(({ rawTarget, guess, kind }) => [rawTarget, guess, kind]),
      ['img/a.png', '/b.png', 'c.webp'].map(target => [target, true, 'jsx']),
    );
  });

  it('leaves lock files and source maps alone', () => {
    assert.deepEqual(targets('json', '{ "name": "x", "lockfileVersion": 3, "icon": "./a.png" }'), []);
    assert.deepEqual(targets('json', '{ "version": 3, "sources": ["./a.svg"], "mappings": "AAAA" }'), []);
  });

  it('reads comments, trailing commas and escapes', () => {
    const text = `// "./no.png"
{ /* "icon": "./no.png" */ "icon": "./caf\\u00e9.png", "logo": { "dark": "./d.svg", }, }`;
    const [first, second] = find('jsonc', text);
    assert.deepEqual([first?.path, second?.path], ['./café.png', './d.svg']);
    assert.equal(first?.rawTarget, './caf\\u00e9.png');
  });

  it('describes an image by what stands beside it', () => {
    const found = only(
      'json',
      '{ "title": "Team", "people": [{ "photo": "./ada.jpg", "name": "Ada", "width": 400 }] }',
    );
    assert.deepEqual([found.title, found.documentTitle, found.width], ['Ada', 'Team', 400]);
  });

  it('reads half-typed and deep text', () => {
    const broken: [text: string, expected: string[]][] = [
      ['{ "icon": "./a.png', ['./a.png']],
      ['{ "icon": "./a.png\n "logo": "./b.png" }', ['./a.png', './b.png']],
      ['{ "icon": "./a.png" "logo": "./b.png" ]', ['./a.png', './b.png']],
      ['] } "./no.png" { "icon": "./a.png", , : }', ['./a.png']],
      ['"./no.png"', []],
      ['{ "icon": ', []],
    ];
    for (const [text, expected] of broken) {
      assert.deepEqual(targets('json', text), expected, text);
    }
    assert.deepEqual(targets('json', `${'['.repeat(200_000)}"./a.png"`), ['./a.png']);
    assert.deepEqual(targets('json', `${'{"a":'.repeat(100_000)}"./a.png"`), ['./a.png']);
  });
});
