import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { cleanSvg } from '../../../src/core/imaging/svg/cleanSvg';
import {
  elements,
  plainAttributes,
  properties,
  wordAttributes,
} from '../../../src/core/imaging/svg/svgLists';
import { svgLimits } from '../../../src/core/imaging/svg/svgTree';
import { serverDrawing } from '../../server/openrouterServer';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const head = '<svg xmlns="http://www.w3.org/2000/svg"';

function clean(text: string): string {
  const result = cleanSvg(bytesOf(text));
  if ('refused' in result) throw new Error(`${result.refused} ${result.detail ?? ''}`);
  return result.text.trim();
}

const inner = (text: string): string =>
  clean(`<svg>${text}</svg>`)
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>$/, '');

function refusal(text: string): string {
  const result = cleanSvg(bytesOf(text));
  return 'refused' in result ? result.refused : `kept: ${result.text}`;
}

const known = new Set([
  ...plainAttributes,
  ...wordAttributes,
  ...properties,
  'id',
  'style',
  'href',
  'xlink:href',
]);
const raster = /^data:image\/(png|jpe?g|gif|webp);base64,[A-Za-z\d+/]+=*$/;

/** Reads the output by a grammar of its own: what is not this is wrong, whatever wrote it. */
function check(text: string): void {
  const open: string[] = [];
  let rest = text;
  for (let first = true; rest.trim() !== ''; first = false) {
    const tag = /^<(\/?)([A-Za-z]+)((?: [A-Za-z][\w:-]*="[^"<>]*")*)(\/?)>/.exec(rest);
    if (!tag) {
      const said = /^[^<>]+/.exec(rest)?.[0] ?? assert.fail(`not XML: ${rest.slice(0, 80)}`);
      assert.doesNotMatch(said, /&(?!(?:amp|lt|gt|quot|#13);)/);
      if (open.at(-1) === 'style') assert.doesNotMatch(said, /@|\\|url\((?!#)|expression|\/\*/i);
      rest = rest.slice(said.length);
      continue;
    }
    const [whole, closing, name = '', attributes = '', empty] = tag;
    if (closing === '/') assert.equal(open.pop(), name);
    else {
      assert.ok(elements.has(name), name);
      for (const [, key = '', value = ''] of attributes.matchAll(/ ([A-Za-z][\w:-]*)="([^"]*)"/g)) {
        if (first && key.startsWith('xmlns')) continue;
        assert.ok(known.has(key), key);
        if (key.endsWith('href'))
          assert.ok(name === 'image' ? raster.test(value) : /^#[^\s]+$/.test(value), value);
        else if (!wordAttributes.has(key) && key !== 'id')
          assert.doesNotMatch(value, /javascript|url\((?!#)|\\|expression|data:/i);
      }
      if (empty === '') open.push(name);
    }
    rest = rest.slice(whole.length);
  }
  assert.deepEqual(open, []);
}

describe('a drawing of a stranger', () => {
  it('keeps what is only looks, as it was written', () => {
    const drawing =
      `${head} viewBox="0 0 64 48" width="64"><title>A &lt;fox&gt;</title><defs><linearGradient id="g"><stop offset="0.5" ` +
      'stop-color="rgb(1,2,3)"/></linearGradient><filter id="f"><feGaussianBlur stdDeviation="2"/></filter></defs>\n  ' +
      '<g transform="rotate(45 3 4)" filter="url(#f)"><path d="M0 0C1 1 2e-3,-3 4 4Z" fill="url(#g)" stroke-width="1.5"/>' +
      '<text font-family="Noto Sans, \'A B\'" x="1">Füchse <tspan dy="1em">&amp; more</tspan></text>' +
      '<use href="#g" x="3"/></g></svg>';
    assert.equal(clean(drawing), drawing);
  });

  const rows: readonly (readonly [what: string, from: string, to: string])[] = [
    ['a script', '<script>alert(1)</script><g/>', '<g/>'],
    ['events', '<g onclick="x()" ONLOAD="x()" fill="red"/>', '<g fill="red"/>'],
    ['HTML inside', '<foreignObject><body xmlns="x"><img src="y"/></body></foreignObject>', ''],
    ['animations', '<g><set attributeName="href" to="javascript:x"/><animate/></g>', '<g/>'],
    ['a link, not what it holds', '<a href="javascript:x()"><path d="M0 0"/></a>', '<path d="M0 0"/>'],
    ['a picture from outside', '<image href="https://x.test/a.png"/>', ''],
    ['a drawing in the drawing', '<image href="data:image/svg+xml;base64,AAAA"/>', ''],
    ['others of elsewhere', '<use href="b.svg#a"/><use xlink:href="//x#a"/>', '<use/><use/>'],
    [
      'a pattern of elsewhere',
      '<path fill="url(https://x.test/#a)" stroke="URL( \'http://x\' )"/>',
      '<path/>',
    ],
    ['what an escape hides', '<path style="fill:u\\72l(http://x)" fill="u\\72l(http://x)"/>', '<path/>'],
    [
      'an import',
      '<style>@import url(//x.test/a.css);@import "b";.a{fill:red}</style>',
      '<style>.a{fill:red}</style>',
    ],
    [
      'fonts',
      '<style>@font-face{font-family:x;src:url(//x)}a{fill:red}</style>',
      '<style>a{fill:red}</style>',
    ],
    [
      'what the lists do not know',
      '<g style="behavior:url(#a);fill:red;-moz-binding:x"/>',
      '<g style="fill:red"/>',
    ],
    ['variables', '<g fill="var(--x)" stroke="expression(1)"/>', '<g/>'],
    ['elements of editors', '<sodipodi:namedview/><metadata><x/></metadata><g/>', '<g/>'],
    ['comments and instructions', '<!-- a --><?php x ?><g/>', '<g/>'],
    ['words where none are seen', 'x<g>y</g>', '<g/>'],
    [
      'markers of what inherits them',
      '<g marker-mid="url(#m)"><path d="M0 0"/></g>',
      '<g><path d="M0 0"/></g>',
    ],
    [
      'patterns in a style sheet',
      '<pattern id="p"/><style>a{fill:url(#p)}</style>',
      '<pattern id="p"/><style/>',
    ],
    ['an id that is none', '<g id="a&quot;b)"/>', '<g/>'],
  ];
  for (const [what, from, to] of rows) it(`loses ${what}`, () => assert.equal(inner(from), to));

  it('says by name what it lost, where that could do something', () => {
    const result = cleanSvg(bytesOf(serverDrawing));
    assert.ok(!('refused' in result));
    assert.deepEqual(result.removed, ['onload', 'script', 'href']);
    assert.equal(
      result.text,
      `${head} viewBox="0 0 64 48"><path d="M4 4H60V44H4z" fill="rgb(20,110,90)"/></svg>\n`,
    );
  });

  it('keeps raster images that are in it, and the older way to write a link', () => {
    const image = 'data:image/png;base64,iVBORw0KGgo=';
    const xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"';
    const drawing = `${head} ${xlink}><image xlink:href="${image}" width="3"/></svg>`;
    assert.equal(clean(drawing), drawing);
  });

  it('reads UTF-16, and a plain document type', () => {
    const text =
      '\uFEFF<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a.dtd"><svg><title>ü</title></svg>';
    const result = cleanSvg(new Uint8Array(Buffer.from(text, 'utf16le')));
    assert.ok('text' in result && result.text.includes('<title>ü</title>'));
  });

  const uses = (count: number): string =>
    Array.from(
      { length: count },
      (_, i) => `<g id="a${i}"><use href="#a${i + 1}"/><use href="#a${i + 1}"/></g>`,
    ).join('');
  const refusals: readonly (readonly [what: string, drawing: string, why: string])[] = [
    ['entities of its own', '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', 'entities'],
    ['an entity that nobody knows', '<svg><title>&nbsp;</title></svg>', 'entities'],
    ['no end', '<svg><g>', 'broken'],
    ['a page', '<html><svg/></html>', 'no-svg'],
    ['nothing', '', 'broken'],
    ['a word', 'svg', 'broken'],
    ['uses of uses', `<svg>${uses(24)}<path id="a24"/></svg>`, 'too-many'],
    ['itself', '<svg><g id="a"><use href="#a"/></g></svg>', 'too-many'],
    [
      'patterns of patterns without end',
      '<svg><pattern id="p"><path fill="url(#p)"/></pattern></svg>',
      'too-many',
    ],
    [
      'a costly pattern for everything',
      `<svg><pattern id="p">${'<path/>'.repeat(1000)}</pattern><g fill="url(#p)">${'<path/>'.repeat(1000)}</g></svg>`,
      'too-many',
    ],
    [
      'a costly marker at every corner',
      `<svg><marker id="m">${'<path/>'.repeat(1000)}</marker><path marker-mid="url(#m)" d="${'L1 1'.repeat(1000)}"/></svg>`,
      'too-many',
    ],
    ['depth', `<svg>${'<g>'.repeat(300)}${'</g>'.repeat(300)}</svg>`, 'too-deep'],
    [
      'a way without end',
      `<svg>${Array.from({ length: 3000 }, (_, i) => `<g id="a${i}"><use href="#a${i + 1}"/></g>`).join('')}</svg>`,
      'too-many',
    ],
    ['very many elements', `<svg>${'<g/>'.repeat(svgLimits.maxElements)}</svg>`, 'too-many'],
    ['very many bytes', `<svg>${' '.repeat(svgLimits.maxBytes)}</svg>`, 'too-large'],
  ];
  for (const [what, drawing, why] of refusals)
    it(`is refused with ${what}`, () => assert.equal(refusal(drawing), why));

  const word = fc.oneof(
    fc.constantFrom(
      ...[
        '<svg',
        '<svg>',
        '</svg>',
        '<g',
        '>',
        '/>',
        ' ',
        '</g>',
        '<script>',
        '</script>',
        '<style>',
        '</style>',
        '<a ',
        '</a>',
      ],
      ...[
        '<use ',
        '<image ',
        '<path ',
        '<text>',
        '</text>',
        '<foreignObject>',
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '<?x ?>',
      ],
      ...[
        'href="#a"',
        'xlink:href="javascript:x"',
        'href="data:image/png;base64,AAAA"',
        'id="a"',
        'style="',
        '"',
        "'",
      ],
      ...[
        'fill="url(#a)"',
        'fill="url(//x)"',
        'fill:',
        'url(',
        ')',
        '{',
        '}',
        ';',
        '@import ',
        '\\75',
        'onload="x"',
        '&#1;',
      ],
      ...[
        '&lt;',
        '&#xD800;',
        '&x;',
        '<!DOCTYPE svg [',
        ']>',
        'xmlns="x"',
        '<svg:rect/>',
        '\u0000',
        '\uD800',
        '\u{1F98A}',
      ],
    ),
    fc.string({ maxLength: 8 }),
  );

  it('holds nothing that is not on the lists, whatever came, and never throws', () => {
    const drawing = fc.array(word, { maxLength: 60 }).map(words => `<svg>${words.join('')}</svg>`);
    fc.assert(
      fc.property(drawing, text => {
        const result = cleanSvg(bytesOf(text));
        if ('text' in result) check(result.text);
      }),
      { numRuns: 3000 },
    );
  });

  const attribute = fc.record({
    name: fc.constantFrom(
      ...known,
      'onload',
      'src',
      'xml:base',
      'formaction',
      'xmlns:a',
      'begin',
      'requiredExtensions',
    ),
    value: fc.oneof(
      fc.constantFrom(
        '#a',
        'url(#a)',
        'url( "#b" ) red',
        'url(x)',
        'javascript:x',
        'fill:url(#a);stroke:red',
        '1 2,3',
      ),
      fc.constantFrom(
        'rgb(1,2,3)',
        'data:image/png;base64,AAAA',
        'data:text/html,x',
        'a\\62 c',
        '"',
        "x'y",
        '&',
        '<b>',
      ),
      fc.string(),
    ),
  });
  const escape = (text: string): string =>
    text
      .replace(/[&<"]/g, mark => `&#${mark.charCodeAt(0)};`)
      .replace(/[\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/g, '?');
  const { tree } = fc.letrec<{ tree: string }>(tie => ({
    tree: fc
      .tuple(
        fc.constantFrom(
          ...elements,
          'script',
          'foreignObject',
          'animate',
          'set',
          'a',
          'iframe',
          'handler',
          'x:y',
        ),
        fc.uniqueArray(attribute, { maxLength: 4, selector: ({ name }) => name }),
        fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          fc.string().map(escape),
          fc.array(tie('tree'), { maxLength: 4 }).map(all => all.join('')),
        ),
      )
      .map(([name, attributes, children]) => {
        const written = attributes.map(each => ` ${each.name}="${escape(each.value)}"`).join('');
        return `<${name}${written}>${children}</${name}>`;
      }),
  }));

  it('is cleaned into what is clean: once is as good as twice', () => {
    let kept = 0;
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 5 }), trees => {
        const result = cleanSvg(bytesOf(`<svg>${trees.join('')}</svg>`));
        if (!('text' in result)) return;
        kept++;
        check(result.text);
        const again = cleanSvg(bytesOf(result.text));
        assert.ok('text' in again);
        assert.deepEqual([again.text, again.removed], [result.text, []]);
      }),
      { numRuns: 2000 },
    );
    assert.ok(kept > 1000, String(kept));
  });
});
