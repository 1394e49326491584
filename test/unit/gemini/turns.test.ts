import assert from 'node:assert/strict';
import type { ImagesOutcome } from '../../../src/core/model/outcome';
import { makePng } from '../../server/png';
import { createHarness, turn, type Harness } from './harness';
import { candidate, imagePart, jpeg, otherJpeg, reply, startReplies, type Replies } from './replies';

describe('gemini: an answer as it is sent back', () => {
  let service: Replies;
  let harness: Harness;
  beforeEach(async () => {
    service = await startReplies();
    harness = await createHarness(service.url);
  });
  afterEach(async () => {
    await service.stop();
    await harness.blobs.remove();
  });

  const images = async (...given: Parameters<Harness['generate']>): Promise<ImagesOutcome> => {
    const outcome = await harness.generate(...given);
    assert.ok(outcome.kind === 'images', JSON.stringify(outcome));
    return outcome;
  };
  /** The images of the last request, and who is said to have sent them. */
  const sent = (): unknown[] =>
    service.asked
      .at(-1)
      ?.contents.flatMap(({ role, parts }) =>
        parts.flatMap(({ inlineData }) =>
          inlineData === undefined
            ? []
            : [[role, inlineData.mimeType, Buffer.from(inlineData.data, 'base64').length]],
        ),
      ) ?? [];

  const png = makePng(20, 10, 1);
  for (const label of ['image/jpg', 'application/octet-stream', 'image/png', '']) {
    it(`calls a JPEG that came as “${label}” a JPEG`, async () => {
      service.answers = [reply([imagePart(jpeg, label)])];
      const first = await images('a house');
      await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
      assert.deepEqual(sent(), [['model', 'image/jpeg', jpeg.length]]);
    });

    it(`and one that is carried on without its signature (“${label}”)`, async () => {
      service.answers = [reply([imagePart(jpeg, label, '')])];
      const first = await images('a house');
      await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
      assert.deepEqual(sent(), [['user', 'image/jpeg', jpeg.length]]);
    });
  }

  it('tells a small image by its bytes too', async () => {
    service.answers = [reply([imagePart(png, 'image/jpeg')])];
    const first = await images('a house');
    await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
    assert.deepEqual(sent(), [['model', 'image/png', png.length]]);
  });

  it('is the candidate that has the image', async () => {
    service.answers = [
      {
        ...reply([]),
        candidates: [
          candidate([{ text: 'Only words.' }]),
          candidate([{ text: 'Here.' }, imagePart(otherJpeg)], { index: 1 }),
        ],
      },
    ];
    const first = await images('a house');
    await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
    assert.deepEqual(sent(), [['model', 'image/jpeg', otherJpeg.length]]);
    assert.ok(!JSON.stringify(service.asked.at(-1)).includes('Only words.'));
  });
});
