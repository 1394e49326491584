import assert from 'node:assert/strict';
import type { ImagesOutcome } from '../../../src/core/model/outcome';
import { makePng } from '../../server/png';
import { createHarness, turn, type Harness } from './harness';
import {
  candidate,
  imagePart,
  jpeg,
  otherJpeg,
  reply,
  startReplies,
  type Replies,
  type Sent,
} from './replies';

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

  const refusals = [
    'Corrupted thought signature.',
    'Image part is missing a thought_signature in content position 2, part position 1.',
  ];
  const refused = (message: string): object => ({
    error: { code: 400, message, status: 'INVALID_ARGUMENT' },
  });
  for (const message of refusals) {
    it(`is left out, but for its image, when the service refuses it: ${message}`, async () => {
      service.answers = [reply([imagePart(otherJpeg)]), reply([imagePart(jpeg)])];
      const history = [];
      for (const prompt of ['a house', 'bigger']) {
        history.push(turn(prompt, (await images(prompt)).turn, harness.blobs));
      }
      service.asked.length = 0;
      service.answers = [refused(message), reply([imagePart(otherJpeg)])];
      const outcome = await images('at night', { history });
      assert.equal(service.asked[0]?.contents.length, 5);
      assert.equal(service.asked.length, 2);
      assert.equal(service.asked[1]?.contents.length, 1);
      assert.deepEqual(sent(), [['user', 'image/jpeg', jpeg.length]]);
      assert.deepEqual(outcome.retries, [{ kind: 'bad-request', waitedMs: 0 }]);
      assert.equal(outcome.restarted, true);
      assert.deepEqual(harness.slept, []);
    });
  }

  it('is left out once, and only where there is something to leave out', async () => {
    service.answers = [reply([imagePart(jpeg)])];
    const first = await images('a house');
    const history = [turn('a house', first.turn, harness.blobs)];
    const inlineData = { mimeType: 'image/jpeg', data: first.images[0]!.file };
    const unsigned = { parts: [{ inlineData }] };
    const counting: Sent = response => {
      const usageMetadata = { promptTokenCount: 9 };
      response
        .writeHead(400)
        .end(JSON.stringify({ ...refused('Corrupted thought signature.'), usageMetadata }));
    };
    const rows: [Sent, typeof history, number][] = [
      [refused('Corrupted thought signature.'), history, 2],
      [refused('Corrupted thought signature.'), [], 1],
      // Nothing of it is sent anyway.
      [refused('Corrupted thought signature.'), [turn('a house', unsigned, harness.blobs)], 1],
      [refused('Request contains an invalid argument.'), history, 1],
      [counting, history, 1],
    ];
    for (const [answer, given, requests] of rows) {
      service.asked.length = 0;
      service.answers = [answer];
      const outcome = await harness.generate('at night', { history: given });
      assert.deepEqual([outcome.kind, service.asked.length], ['bad-request', requests]);
    }
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
