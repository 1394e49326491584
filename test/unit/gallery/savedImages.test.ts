import assert from 'node:assert/strict';
import type { Run } from '../../../src/core/model/run';
import { SavedImages } from '../../../src/host/gallery/savedImages';

type Service = ConstructorParameters<typeof SavedImages>[0];
type Listener = Parameters<Service['onDidChange']>[0];

function run(id: string, ...saved: (readonly [uri: string, undone?: true])[]): Run {
  const candidate = { runId: id, requestId: 'r', index: 0 };
  return {
    ...{ id, createdAt: 1, origin: 'panel', prompt: '', models: [], count: 1 },
    ...{ settings: {}, references: [], requests: [] },
    saved: saved.map(([uri, undone]) => ({
      ...{ candidate, uri, sha256: '', savedAt: 1 },
      ...(undone && { undone }),
    })),
  };
}

describe('gallery: images that were saved here', () => {
  it('are those of all runs that were not undone, and follow what is saved next', async () => {
    const runs = Array.from({ length: 450 }, (_, at) => run(`${at}`, [`file:///w/${at}.png`]));
    runs.push(run('undone', ['file:///w/undone.png', true]));
    let pages = 0;
    let tell: Listener = () => undefined;
    let changes = 0;
    const service: Service = {
      list: async ({ before, limit }) => {
        pages++;
        const from = before === undefined ? 0 : runs.findIndex(({ id }) => id === before) + 1;
        return { runs: runs.slice(from, from + limit), more: from + limit < runs.length };
      },
      onDidChange: listener => {
        tell = listener;
        return () => undefined;
      },
    };
    const saved = new SavedImages(service, () => changes++);
    const first = await saved.uris();
    assert.deepEqual(
      [first.size, first.has('file:///w/449.png'), first.has('file:///w/undone.png')],
      [450, true, false],
    );
    assert.equal(pages, 3);
    tell('new', run('new', ['file:///w/new.png']));
    assert.ok((await saved.uris()).has('file:///w/new.png'));
    tell('new', run('new', ['file:///w/new.png', true]));
    tell('0', undefined);
    assert.deepEqual([(await saved.uris()).size, changes], [449, 3]);
    // A run that is under way, and has saved nothing.
    tell('other', run('other'));
    assert.equal(changes, 3);
    assert.equal(pages, 3);
  });
});
