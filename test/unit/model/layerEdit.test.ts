import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newLayer } from '../../../src/core/model/layerEdit';
import { fromTemplate, templateIds } from '../../../src/core/model/layerTemplates';
import { descriptionSchema, type Layer, type LayerType } from '../../../src/core/model/layers';

const kinds: readonly LayerType[] = [
  ...(['text', 'box', 'ellipse', 'highlight', 'redact', 'line', 'arrow', 'step'] as const),
];
const words = { title: 'A title', subtitle: 'And a line', site: 'example.com' };
const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20_000 }));

/** What is wrong with them, as a person would be told. */
function wrong(layers: readonly Layer[], more: object = {}): unknown {
  const read = descriptionSchema.safeParse({ version: 1, image: 'a.png', ...more, layers });
  return read.success ? [] : read.error.issues;
}

describe('new layers', () => {
  it('are valid on an image of any size, down to one pixel', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const layers: Layer[] = [];
        for (const kind of [...kinds, ...kinds]) {
          layers.push(newLayer(kind, { width, height }, layers, 'Your text'));
        }
        assert.deepEqual(wrong(layers), [], `${width} × ${height}`);
      }),
      { examples: [[1, 1]] },
    );
  });

  it('of a template, too', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(...templateIds), (width, height, id) => {
        const { layers, ...more } = fromTemplate(id, { width, height }, words);
        assert.deepEqual(wrong(layers, more), [], `${id}, ${width} × ${height}`);
      }),
      { examples: templateIds.map(id => [1, 1, id]) },
    );
  });
});
