import assert from 'node:assert/strict';
import { parseRetouch } from '../../../src/core/imaging/retouch/parse';
import { suggestCommand } from '../../../src/core/imaging/retouch/suggest';
import { commonExamples, retouchExamples, type RetouchStep } from '../../../src/core/imaging/retouch/steps';

describe('reading local edits from plain English', () => {
  it('understands every example it gives', () => {
    for (const example of [...retouchExamples, ...commonExamples]) {
      const plan = parseRetouch(example);
      assert.deepEqual(plan.unknown, [], example);
      assert.equal(plan.steps.length, 1, example);
    }
  });

  const wishes: [string, ...RetouchStep[]][] = [
    [
      'make it grayscale and blur 4px, crop to 16:9, rotate 90, brighten 20%, tint blue',
      { op: 'grayscale' },
      { op: 'blur', radius: 4 },
      { op: 'cropRatio', width: 16, height: 9 },
      { op: 'rotate', degrees: 90 },
      { op: 'brightness', percent: 20 },
      { op: 'tint', colour: '#0000ff', percent: 50 },
    ],
    ['Please make the image BLACK & WHITE.', { op: 'grayscale' }],
    ['1. sepia 2. flip vertically', { op: 'sepia' }, { op: 'flip', axis: 'vertical' }],
    ['slightly blur it', { op: 'blur', strength: 0.5 }],
    ['blur it a lot', { op: 'blur', strength: 2 }],
    ['make it a bit brighter', { op: 'brightness', percent: 10 }],
    ['20% darker', { op: 'brightness', percent: -20 }],
    ['reduce the contrast by 10%', { op: 'contrast', percent: -10 }],
    [
      'more contrast and less saturation',
      { op: 'contrast', percent: 20 },
      { op: 'saturation', percent: -30 },
    ],
    ['rotate 45° counterclockwise', { op: 'rotate', degrees: -45 }],
    ['rotate left', { op: 'rotate', degrees: -90 }],
    ['Resize to 1200 × 630', { op: 'resize', width: 1200, height: 630 }],
    ['make it 800px wide', { op: 'resize', width: 800 }],
    ['resize to 512px', { op: 'fit', width: 512, height: 512 }],
    ['shrink by 25%', { op: 'scale', percent: 75 }],
    ['remove the white background', { op: 'removeBackground', colour: '#ffffff' }],
    ['make the background transparent', { op: 'removeBackground' }],
    ['make white transparent', { op: 'removeBackground', colour: '#ffffff', everywhere: true }],
    ['put it on a #F80 background', { op: 'background', colour: '#ff8800' }],
    ['make the background blue', { op: 'removeBackground' }, { op: 'background', colour: '#0000ff' }],
    ['12px rounded corners', { op: 'roundCorners', radius: { value: 12, unit: 'px' } }],
    ['add a 2px red border', { op: 'border', colour: '#ff0000', width: 2 }],
    ['add 5% padding', { op: 'pad', amount: { value: 5, unit: '%' } }],
    [
      'crop 10% off the top and trim',
      { op: 'cropEdges', edges: ['top'], amount: { value: 10, unit: '%' } },
      { op: 'trim' },
    ],
    ['put them side by side with a 10px gap', { op: 'combine', layout: 'row', gap: 10 }],
    ['square', { op: 'cropRatio', width: 1, height: 1 }],
    [
      'Make the photo square, then 500 wide',
      { op: 'cropRatio', width: 1, height: 1 },
      { op: 'resize', width: 500 },
    ],
    ['16:9', { op: 'cropRatio', width: 16, height: 9 }],
    ['half as big', { op: 'scale', percent: 50 }],
    ['make it half as big', { op: 'scale', percent: 50 }],
    ['a quarter of the size', { op: 'scale', percent: 25 }],
    ['make it 800 wide', { op: 'resize', width: 800 }],
    ['make it 600 high', { op: 'resize', height: 600 }],
    ['stack them', { op: 'combine', layout: 'column', gap: 0 }],
    ['stack horizontally', { op: 'combine', layout: 'row', gap: 0 }],
  ];
  for (const [prompt, ...steps] of wishes) {
    it(`“${prompt}”`, () => {
      assert.deepEqual(parseRetouch(prompt), { steps, unknown: [] });
    });
  }

  const refused: [string, ...string[]][] = [
    ['add a dragon', 'dragon'],
    ['make the sky blue', 'sky blue'],
    ['blur the background', 'background'],
    ["don't blur it", "don't"],
    ['grayscale, then add sunglasses', 'sunglasses'],
    ['blur 4px but only the face', 'but only face'],
    ['brighten the left half', 'left half'],
    ['rotate 90 90', '90'],
    ['make it bigger', 'bigger'],
    ['slightly', 'slightly'],
    ['add a square', 'square'],
    ['brighten the square', 'square'],
    ['crop 20 px wide strips', 'crop 20 px wide strips'],
    ['put a 20px wide border on it', '20px wide', 'on'],
    ['mach es grau', 'mach es grau'],
    ['グレースケール', 'グレースケール'],
  ];
  for (const [prompt, ...unknown] of refused) {
    it(`names what it does not know in “${prompt}”`, () => {
      assert.deepEqual(parseRetouch(prompt).unknown, unknown);
    });
  }

  const suggestions: [string, string | undefined][] = [
    ['squareish', 'crop to 1:1'],
    ['4:5', 'crop to 4:5'],
    ['smaller', 'scale to 50%'],
    ['bigger', 'scale to 200%'],
    ['grey', 'grayscale'],
    ['blured', 'blur 4px'],
    ['remove backgroud', 'remove the background'],
    ['sepya', 'sepia'],
    ['dragon', undefined],
    ['a castle in the mountains with a white horse', undefined],
    ['グレースケール', undefined],
  ];
  for (const [part, command] of suggestions) {
    it(`has ${command === undefined ? 'nothing' : `“${command}”`} near “${part}”`, () => {
      assert.equal(suggestCommand(part), command);
      if (command !== undefined) assert.deepEqual(parseRetouch(command).unknown, []);
    });
  }

  it('reads a hostile prompt in no time', () => {
    const started = performance.now();
    for (const unit of [
      'crop to ',
      'add a 1px ',
      'of of ',
      '( ',
      '1.1',
      'make it the all ',
      'blue background to ',
      '20 px ',
      'and a square ',
    ]) {
      parseRetouch(unit.repeat(2000 / unit.length));
    }
    assert.ok(performance.now() - started < 2000);
    assert.equal(parseRetouch('grayscale '.repeat(10_000)).unknown.length, 1);
  });

  it('has nothing to do for an empty prompt', () => {
    assert.deepEqual(parseRetouch('  please, '), { steps: [], unknown: [] });
  });
});
