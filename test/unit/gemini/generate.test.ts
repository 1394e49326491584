import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { startGeminiServer, type GeminiServer } from '../../server/geminiServer';
import { createHarness, type Harness } from './harness';

describe('gemini: a request that works', () => {
  let server: GeminiServer;
  let harness: Harness;
  before(async () => {
    server = await startGeminiServer();
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createHarness(server.url);
  });
  afterEach(() => harness.blobs.remove());

  it('writes the bytes that the service sent, exactly', async () => {
    const outcome = await harness.generate('a lighthouse');
    assert.equal(outcome.kind, 'images');
  });
});
