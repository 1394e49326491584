import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeJson, newJson, type JsonMerge } from '../../../src/core/sets/mergeJson';

/** The text, where it can be merged into. */
const merged = (text: string, wanted: JsonMerge): string => {
  const result = mergeJson(text, wanted);
  assert.ok('text' in result, JSON.stringify(result));
  return result.text;
};

const icons = {
  json: { icons: [{ src: 'a.png', sizes: '1x1' }] },
  defaults: { name: 'App', display: 'standalone' },
  keys: { icons: 'src' },
};

describe('merging into JSON that is there', () => {
  it('keeps every space, order and value that it does not change', () => {
    const before =
      '{\n\t"name" : "Mine",\n\t"tags": ["a", "b"], "x":1.0,\n\t"icons": [ { "src": "old.png" } ]\n}\n';
    const after = merged(before, icons);
    assert.equal(
      after,
      '{\n\t"name" : "Mine",\n\t"tags": ["a", "b"], "x":1.0,\n\t"icons": [ { "src": "old.png" }, { "src": "a.png", "sizes": "1x1" } ],\n\t"display": "standalone"\n}\n',
    );
  });

  it('changes an item of the same key in place, and says the same twice without a change', () => {
    const before = newJson({ json: { icons: [{ src: './a.png', sizes: '9x9', own: 1 }] }, defaults: {} });
    const after = merged(before, icons);
    assert.deepEqual(JSON.parse(after).icons, [{ src: 'a.png', sizes: '1x1', own: 1 }]);
    assert.equal(merged(after, icons), after);
  });

  it('begins lists and objects as the file is written', () => {
    const wanted = {
      json: { icons: [{ src: 'a.png' }], deep: { icon: 'b' } },
      defaults: {},
      keys: { icons: 'src' },
    };
    const text = (before: string) => merged(before, wanted);
    const whole =
      '{\n  "icons": [\n    {\n      "src": "a.png"\n    }\n  ],\n  "deep": {\n    "icon": "b"\n  }\n}';
    assert.equal(text('{}'), whole);
    assert.equal(text('{\n}'), whole);
    assert.equal(
      text('{\n    "deep": {},\n    "icons": [\n        { "src": "c" }\n    ]\n}'),
      '{\n    "deep": {\n        "icon": "b"\n    },\n    "icons": [\n        { "src": "c" },\n        {\n            "src": "a.png"\n        }\n    ]\n}',
    );
    assert.equal(text('{"deep":{"icon":"x"}}'), '{"deep":{"icon":"b"}, "icons": [{ "src": "a.png" }]}');
  });

  it('keeps line ends and a byte order mark', () => {
    const after = merged('\uFEFF{\r\n  "a": 1\r\n}\r\n', { json: { b: 2 }, defaults: {}, keys: {} });
    assert.equal(after, '\uFEFF{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n');
  });

  for (const text of ['', '{', '[]', 'null', '{"a": 1,}', '// a\n{}', '{"a": 1} x', '"text"']) {
    it(`leaves ${JSON.stringify(text)} alone`, () =>
      assert.deepEqual(mergeJson(text, icons), { kept: 'not-json' }));
  }

  const doubled: readonly [string, string][] = [
    ['icons', '{"icons": [{"src": "x.png"}], "icons": [{"src": "y.png"}]}'],
    ['name', '{"name": "A", "name": "B"}'],
    ['sizes', '{"icons": [{"src": "a.png", "sizes": "2x2", "sizes": "3x3"}]}'],
    ['src', '{"icons": [{"src": "a.png", "\\u0073rc": "b.png"}]}'],
  ];
  for (const [twice, text] of doubled) {
    it(`does not guess which of two “${twice}” holds`, () =>
      assert.deepEqual(mergeJson(text, icons), { kept: { twice } }));
  }

  it('does not mind what is there twice and is not looked at', () => {
    const text = '{"//": "one", "//": "two", "icons": [{"src": "a.png", "sizes": "1x1"}], "name": "A"}';
    assert.equal(merged(text, icons), text.replace(/}$/, ', "display": "standalone"}'));
  });

  describe('of an icon that is there several times', () => {
    const wants = (...wanted: object[]): JsonMerge => ({
      json: { icons: wanted },
      defaults: {},
      keys: { icons: 'src' },
    });
    const any = { src: 'a.png', sizes: '512x512', purpose: 'any' };
    const maskable = { src: 'a.png', sizes: '512x512', purpose: 'maskable' };
    const plain = { src: 'a.png', sizes: '512x512' };
    const small = { src: 'a.png', sizes: '48x48' };
    const both = { ...any, purpose: 'maskable any' };
    const cases: readonly [string, readonly object[], readonly object[], readonly object[]][] = [
      [
        'takes the one of the role',
        [any, maskable],
        [{ ...maskable, type: 'b' }],
        [any, { ...maskable, type: 'b' }],
      ],
      ['adds a role that none has', [any], [maskable], [any, maskable]],
      ['adds one where no role is named', [plain], [maskable], [plain, maskable]],
      ['adds the plain one beside another role', [maskable], [plain], [maskable, plain]],
      ['takes one that has several roles', [both], [plain, maskable], [both]],
      ['takes “any” for one without a role', [maskable, any], [plain], [maskable, any]],
      [
        'takes the one of the size',
        [small, plain],
        [{ ...plain, type: 'b' }],
        [small, { ...plain, type: 'b' }],
      ],
      ['changes one only once', [small], [small, plain], [small, plain]],
      ['changes the size of the only one', [small], [plain], [plain]],
    ];
    for (const [title, before, wanted, after] of cases) {
      it(title, () => {
        const text = merged(newJson({ json: { icons: before }, defaults: {} }), wants(...wanted));
        assert.deepEqual(JSON.parse(text).icons, after);
        assert.equal(merged(text, wants(...wanted)), text, 'twice');
      });
    }
  });

  it('takes “purpose” for a property like others where items are told apart by another one', () => {
    const wanted = { json: { parts: [{ id: 'a', purpose: 'new' }] }, defaults: {}, keys: { parts: 'id' } };
    assert.equal(
      merged('{"parts":[{"id":"a","purpose":"old"}]}', wanted),
      '{"parts":[{"id":"a","purpose":"new"}]}',
    );
  });

  it('keeps everything of any object but what it sets', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), there => {
        delete there['__proto__'];
        const text = JSON.stringify(there, null, 2);
        const after = merged(text, { json: { icon: 'x.png' }, defaults: {}, keys: {} });
        assert.deepEqual(JSON.parse(after), JSON.parse(JSON.stringify({ ...there, icon: 'x.png' })));
      }),
      { numRuns: 200 },
    );
  });
});
