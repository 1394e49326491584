import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import { askedSize } from '../../../src/core/references/askedSize';
import { draftPrompt, subjectOf } from '../../../src/core/references/draftPrompt';
import { missingImageAsk } from '../../../src/core/references/missingImageAsk';
import { find, only } from './finding';

describe('the size that the code asks for', () => {
  const size = (path: string, said: { width?: number; height?: number; density?: number } = {}) => {
    const { width, height, exact } = askedSize({ path, ...said });
    return `${width}x${height}${exact ? ' exactly' : ''}`;
  };

  it('is what width and height say, times the density', () => {
    assert.equal(size('a.png', { width: 600, height: 400 }), '600x400 exactly');
    assert.equal(size('a@2x.png', { width: 300, height: 200 }), '600x400 exactly');
    assert.equal(size('a.png', { width: 300, height: 200, density: 3 }), '900x600 exactly');
  });

  it('completes one side by the usual shape', () => {
    assert.equal(size('a.png', { width: 600 }), '600x400');
    assert.equal(size('icon.png', { height: 64 }), '64x64');
  });

  it('follows from the name when the code says nothing', () => {
    assert.equal(size('img/banner-1200x300.png'), '1200x300 exactly');
    assert.equal(size('hero.jpg'), '1600x900');
    assert.equal(size('og-image.png'), '1200x630');
    assert.equal(size('appIcon.png'), '512x512');
    assert.equal(size('user_avatar.png'), '400x400');
    assert.equal(size('hero/login.png'), '1200x800');
    assert.equal(size('heroic.png'), '1200x800');
  });

  it('stays within what can be made', () => {
    assert.equal(size('a.png', { width: 1, height: 1 }), '16x16 exactly');
    assert.equal(size('a.png', { width: 20000, height: 10000 }), '4096x2048');
  });
});

describe('what says how large a missing image is', () => {
  it('is the code, a side in it, the numbers or a word of the name, or nothing', () => {
    const from = (path: string, said: { width?: number; height?: number } = {}) =>
      askedSize({ path, ...said }).from;
    assert.equal(from('a.png', { width: 6, height: 4 }), 'code');
    assert.equal(from('a.png', { width: 6 }), 'side');
    assert.equal(from('a-600x400.png'), 'name');
    assert.equal(from('hero.png'), 'word');
    assert.equal(from('a.png'), 'usual');
  });
});

describe('the drafted prompt', () => {
  const draft = (text: string, languageId = 'markdown') => draftPrompt(only(languageId, text));

  it('says what the use of the image asks of it', () => {
    assert.equal(draft('![Banner](banner-dark.png)'), 'Banner. For a page with a dark background.');
    assert.equal(draft('![Banner](b.png#gh-light-mode-only)'), 'Banner. For a page with a light background.');
    assert.equal(
      draft(
        '{"name":"Sky","start_url":"/","icons":[{"src":"i/icon-512.png","sizes":"512x512","purpose":"any maskable"}]}',
        'json',
      ),
      'Icon. For “Sky”. The background fills the whole square, and what matters is in the inner 80 percent.',
    );
  });

  it('writes out what names shorten, and takes no single letter for a subject', () => {
    assert.equal(
      draft('.hero { background: url(hero-bg.jpg) }', 'css'),
      'Hero background. For the hero part of a web page.',
    );
    assert.equal(draft('.site-logo { background: url(a.png) }', 'css'), 'Site logo.');
  });

  it('says what the alt text says, and for which section', () => {
    assert.equal(
      draft('## Signing in\n\nText.\n\n![The login flow](img/login.png)'),
      'The login flow. For the section “Signing in”.',
    );
    assert.equal(
      draft('# Guide\n\n## Signing in\n\n![The login flow](img/login.png)'),
      'The login flow. For the section “Signing in” of “Guide”.',
    );
  });

  it('makes words of the file name when there is no alt text, and quotes the text beside it', () => {
    assert.equal(
      draft('# Login\n\nUsers sign in with a key.\n\n![](img/loginFlow_2@2x.png)'),
      'Login flow. For the section “Login”. The text beside it: “Users sign in with a key.”',
    );
  });

  it('falls back to the heading when the file name says nothing', () => {
    assert.equal(draft('# Our cats\n\n![](img-1.png)'), 'Our cats.');
    assert.equal(draft('![](1.png)'), 'Illustration.');
  });

  it('does not say the same twice', () => {
    assert.equal(draft('# Login flow\n\n![Login flow](login.png)'), 'Login flow.');
  });

  it('says which theme the image is for', () => {
    const pairs: [text: string, languageId: string][] = [
      ['![Ship](a.png#gh-light-mode-only)\n![Ship](b.png#gh-dark-mode-only)', 'markdown'],
      ['![Ship](a.png#only-light)\n![Ship](b.png#only-dark)', 'markdown'],
      [
        '<ThemedImage alt="Ship" sources={{ light: useBaseUrl("/a.png"), "dark": useBaseUrl(\'/b.png\'), x: "/no.png" }} />',
        'mdx',
      ],
      [
        '<picture><source media="(prefers-color-scheme:light)" srcset="a.png"><source media="(prefers-color-scheme: dark)" srcset="b.png"><img alt="Ship"></picture>',
        'html',
      ],
    ];
    for (const [text, languageId] of pairs) {
      assert.deepEqual(
        find(languageId, text).map(reference => draftPrompt(reference)),
        ['Ship. For a page with a light background.', 'Ship. For a page with a dark background.'],
        text,
      );
    }
  });

  it('names the component', () => {
    assert.equal(
      draft('const TeamCard = () => <img src="/team.png" alt="Five people laughing" />;', 'typescriptreact'),
      'Five people laughing. For the team card part of a web page.',
    );
  });

  it('ends sentences once, and keeps other scripts', () => {
    assert.equal(draft('![Ready?](a.png)'), 'Ready?');
    assert.equal(draft('![고양이](a.png)'), '고양이.');
    assert.equal(subjectOf(only('markdown', '![](고양이-사진.png)')), '고양이 사진');
  });

  it('stays short', () => {
    const long = 'word '.repeat(500);
    assert.ok(draft(`# ${long}\n\n${long}\n\n![${long}](a.png)`).length < 600);
  });
});

describe('how a missing image is asked for', () => {
  const pixels = (width: number, height: number) => ({
    '1:1': { width: height, height },
    '16:9': { width, height },
  });
  const service: ModelInfo = {
    id: 'test/a',
    provider: 'test',
    label: 'A',
    status: 'stable',
    local: false,
    capabilities: {
      generate: true,
      edit: false,
      multiTurn: false,
      maxReferences: 0,
      aspectRatios: ['1:1', '16:9'],
      sizes: [
        { name: '1K', pixels: pixels(1376, 768) },
        { name: '2K', pixels: pixels(2752, 1536) },
      ],
      defaultSize: '1K',
      exactSize: false,
      thinkingLevels: [],
      seed: false,
      systemInstruction: false,
      alpha: false,
      inputTypes: [],
      maxInputPixels: 0,
    },
    price: {
      inputPerMillion: 0,
      textOutputPerMillion: 0,
      imageOutputPerMillion: 10,
      imageTokens: { '1K': 1000, '2K': 2000 },
      inputImageTokens: 0,
      per: 'image',
      source: 'test',
    },
  };
  const local: ModelInfo = {
    ...service,
    local: true,
    capabilities: { ...service.capabilities, aspectRatios: [], sizes: [], exactSize: true },
  };

  it('takes the tier that has enough pixels for a stated size', () => {
    const ask = missingImageAsk({ path: 'a.png', width: 1600, height: 900 }, service, 10);
    assert.deepEqual(ask, {
      settings: { width: 1600, height: 900 },
      asked: { width: 1600, height: 900 },
      fit: true,
      made: { width: 2752, height: 1536 },
      estimateUsd: 0.02,
    });
  });

  it('takes the usual tier and the nearest shape for a guessed size', () => {
    const ask = missingImageAsk({ path: 'hero.png' }, service, 10);
    assert.deepEqual(ask.settings, { aspectRatio: '16:9' });
    assert.deepEqual([ask.fit, ask.made, ask.estimateUsd], [false, { width: 1376, height: 768 }, 0.01]);
  });

  it('asks for exact pixels where a model takes them', () => {
    const ask = missingImageAsk({ path: 'hero.png' }, local, 10);
    assert.deepEqual([ask.settings, ask.estimateUsd], [{ width: 1600, height: 900 }, 0]);
  });
});
