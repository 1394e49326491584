import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import { missingItems } from '../../../src/core/references/missingItems';
import type { ImageExtension, ImageReference } from '../../../src/core/references/reference';
import { english } from '../../../src/core/translate';
import { MissingBatch, type MissingBatchPorts } from '../../../src/host/language/missingBatch';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import { realDisk, type Disk } from '../../../src/host/save/disk';
import type { SaverDeps } from '../../../src/host/save/saveContext';
import {
  answer,
  cloud,
  fail,
  gateStep,
  png,
  Service,
  world as runWorld,
  type WindowOptions,
} from '../run/world';
import { realImaging } from '../save/realImaging';
import { temporaryFolder, tree } from '../save/support';
import { World } from '../save/world';

function reference(name: string, more: Partial<ImageReference> = {}): ImageReference {
  const extension = path.extname(name).slice(1) as ImageExtension;
  return { start: 0, end: name.length, rawTarget: name, path: name, extension, kind: 'markdown', ...more };
}

describe('many missing images', () => {
  const runs = runWorld();
  const folder = temporaryFolder(() => world.saver.settled());
  const noImaging: SaverDeps['imaging'] = {
    inBulk: () => noImaging as Imaging,
    strip: () => Promise.reject(new Error('not used')),
    optimisePng: () => Promise.reject(new Error('not used')),
    renderAll: () => Promise.reject(new Error('not used')),
    convert: () => Promise.reject(new Error('not expected')),
    inspect: () => Promise.reject(new Error('not expected')),
  };
  let world: World;
  let service: Service;
  /** Questions about money. */
  let asked: (number | undefined)[];
  /** What the documents say of references that were changed. */
  let changes: string[];
  let documentsChanged: boolean;
  let trusted: boolean;

  beforeEach(() => {
    service = new Service(answer({ bytes: png(8, 8) }));
    [asked, changes, documentsChanged, trusted] = [[], [], false, true];
  });

  const batch = (
    names: readonly (string | ImageReference)[],
    options: WindowOptions = {},
    disk: Disk = realDisk,
    yes = true,
    model: string = cloud.id,
  ): MissingBatch => {
    const window = runs().window({
      service,
      gate: { confirmCost: ({ usd }) => (asked.push(usd), Promise.resolve(yes)) },
      ...options,
    });
    world = new World(folder(), noImaging, disk, {
      runs: window.runs,
      records: window.runs,
      storeFolder: window.store.dir,
      workspace: {
        trusted: () => trusted,
        folders: () => [world.work()],
        activeDocument: () => undefined,
        toPath: uri => fileURLToPath(uri),
        toUri: each => pathToFileURL(each).href,
      },
    });
    const uri = (name: string) => pathToFileURL(world.work(name)).href;
    const items = missingItems(
      names.map((each, index) => {
        const found = typeof each === 'string' ? reference(each) : each;
        return {
          document: uri('a.md'),
          line: index + 1,
          reference: found,
          target: uri(found.path),
          inside: true,
        };
      }),
    );
    const models = new Map(runs().models);
    const local = models.get('local/art');
    if (local) models.set('offline/placeholder', { ...local, id: 'offline/placeholder' });
    runs().models.set('offline/placeholder', models.get('offline/placeholder') ?? cloud);
    const ports: MissingBatchPorts = {
      runs: window.runs,
      models: { resolve: id => models.get(id) },
      saveTo: (candidate, target, how) => world.saver.saveTo(candidate, target, how),
      draw: async (target, _item, label) => {
        const written = await world.saver.sets.write({
          files: [{ target, text: `<svg>${label}</svg>` }],
          roots: [world.work()],
          overwrite: false,
        });
        if ('failure' in written) return written;
        const about = { width: 1, height: 1, mimeType: 'image/svg+xml', bytes: 1 };
        return { saveId: written.saveId, uri: pathToFileURL(target).href, ...about };
      },
      takeBack: ids => world.saver.takeBack(ids),
      changes: {
        applyAll: (item, made) => {
          if (documentsChanged) return Promise.resolve(undefined);
          changes.push(`${path.basename(item.target)} → ${path.basename(made)}`);
          return Promise.resolve({ changes: [{ document: 'a', from: item.target, to: made, start: 0 }] });
        },
        revert: () => (changes.push('back'), Promise.resolve(true)),
      },
      exists: file =>
        fs.stat(fileURLToPath(file)).then(
          () => true,
          () => false,
        ),
      toPath: file => fileURLToPath(file),
      nameOf: file => path.basename(file),
      sentence: failure => failure.message ?? failure.kind,
      describe: failure => failure.kind,
      trusted: () => trusted,
      t: english,
    };
    return new MissingBatch(ports, items, model);
  };

  const work = async (): Promise<string[]> => {
    await fs.mkdir(world.work(), { recursive: true });
    return Object.keys(await tree(world.work())).sort();
  };
  const run = async (made: MissingBatch, options: Parameters<MissingBatch['begin']>[1] = {}) => {
    await fs.mkdir(world.work(), { recursive: true });
    const begun = await made.begin('quick-fix', options);
    if ('refused' in begun) return begun.refused;
    await begun.done;
    return undefined;
  };
  const states = (made: MissingBatch) => made.rows.map(({ state }) => state.kind);

  it('are made and saved at exactly their places, and taken back one by one or all', async () => {
    const made = batch(['a.png', 'img/b.png', 'c.png']);
    assert.equal(await run(made), undefined);
    assert.deepEqual(states(made), ['saved', 'saved', 'saved']);
    assert.deepEqual(await work(), ['a.png', 'c.png', 'img/', 'img/b.png']);
    await made.undo(made.rows[1]?.id);
    assert.deepEqual(states(made), ['saved', 'ready', 'saved']);
    await made.undo();
    assert.deepEqual(await work(), []);
    assert.deepEqual(states(made), ['ready', 'ready', 'ready']);
  });

  it('are asked about once, for what all of them cost', async () => {
    const made = batch(
      Array.from({ length: 6 }, (_, i) => `${i}.png`),
      { settings: { confirmAboveUsd: 0.01 } },
    );
    assert.equal(await run(made), undefined);
    assert.deepEqual(
      asked.map(usd => usd?.toFixed(2)),
      ['0.24'],
    );
    assert.equal(service.asked.length, 6);
    assert.ok(service.mostAtOnce <= 4, String(service.mostAtOnce));
  });

  it('are not begun when the user says no', async () => {
    const made = batch(['a.png', 'b.png'], { settings: { confirmAboveUsd: 0.05 } }, realDisk, false);
    assert.equal(await run(made), 'Nothing was sent.');
    assert.deepEqual([service.asked.length, states(made), made.busy], [0, ['ready', 'ready'], false]);
  });

  it('are one image where a path is named twice, with the words of one and the size of another', () => {
    const made = batch([
      reference('a.png', { width: 10, height: 10 }),
      reference('a.png', { alt: 'A fox' }),
      reference('a.png', { width: 300, height: 200 }),
    ]);
    assert.equal(made.rows.length, 1);
    assert.equal(made.rows[0]?.item.uses.length, 3);
    assert.equal(made.rows[0]?.prompt, 'A fox.');
    const plan = made.rows[0] && made.planOf(made.rows[0]);
    assert.deepEqual([plan?.asked, plan?.fit], [{ width: 300, height: 200 }, true]);
  });

  it('carry the style of all before their own prompts', async () => {
    const made = batch([reference('a.png', { alt: 'A fox' })]);
    made.set({ style: 'Flat shapes' });
    made.change(made.rows[0]?.id ?? '', { prompt: 'A red fox' });
    await run(made);
    assert.deepEqual(
      service.asked.map(({ prompt }) => prompt),
      ['Flat shapes. A red fox'],
    );
  });

  it('are left alone where a file appeared meanwhile', async () => {
    const made = batch(['a.png', 'b.png']);
    await fs.mkdir(world.work(), { recursive: true });
    await fs.writeFile(world.work('a.png'), 'mine');
    await run(made);
    assert.deepEqual(states(made), ['failed', 'saved']);
    assert.equal(await fs.readFile(world.work('a.png'), 'utf8'), 'mine');
    assert.equal(service.asked.length, 1);
  });

  it('end where the day has no money left, and keep what came', async () => {
    const made = batch(['a.png', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png'], {
      settings: { dailyLimitUsd: 0.1 },
    });
    await run(made);
    const kinds = states(made);
    assert.equal(kinds.filter(kind => kind === 'saved').length, 2, String(kinds));
    assert.ok(made.halted);
    assert.deepEqual(
      await work(),
      made.rows.filter(({ state }) => state.kind === 'saved').map(({ item }) => path.basename(item.target)),
    );
  });

  it('stay below a limit that is given', async () => {
    const made = batch(['a.png', 'b.png']);
    assert.match((await run(made, { maxCostUsd: 0.05 })) ?? '', /above the given limit/);
    assert.equal(service.asked.length, 0);
  });

  it('are stopped in the middle, and the others are not begun', async () => {
    const gate = gateStep();
    service = new Service(gate.step);
    const made = batch(['a.png', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png']);
    const running = run(made);
    await gate.reached;
    made.stop();
    await running;
    assert.equal(states(made).filter(kind => kind === 'ready').length, 2);
    assert.equal(states(made).filter(kind => kind === 'failed').length, 4);
    assert.deepEqual(await work(), []);
    assert.equal(made.busy, false);
  });

  it('are not paid for again when only saving failed', async () => {
    let full = true;
    const disk: Disk = {
      ...realDisk,
      open: (file, ...rest) =>
        full && String(file).startsWith(world.work())
          ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          : realDisk.open(file, ...rest),
      copyFile: (from, to, ...rest) =>
        full && String(to).startsWith(world.work())
          ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          : realDisk.copyFile(from, to, ...rest),
    };
    const made = batch(['a.png'], {}, disk);
    await run(made);
    assert.deepEqual(states(made), ['failed']);
    assert.deepEqual(await work(), []);
    full = false;
    await run(made, { only: made.rows[0]?.id ?? '' });
    assert.deepEqual([states(made), service.asked.length], [['saved'], 1]);
    assert.equal(made.rows[0]?.costUsd.toFixed(2), '0.04');
  });

  it('go on when one of them fails, and that one can be tried again', async () => {
    service.next(fail({ kind: 'blocked', message: 'No.', sent: true }));
    const made = batch(['a.png', 'b.png']);
    await run(made);
    assert.deepEqual(states(made).sort(), ['failed', 'saved']);
    const failed = made.rows.find(({ state }) => state.kind === 'failed');
    await run(made, { only: failed?.id ?? '' });
    assert.deepEqual(states(made), ['saved', 'saved']);
  });

  it('are drawn here where they are placeholders, whatever money says', async () => {
    const made = batch(['a.png', 'b.svg'], { settings: { dailyLimitUsd: 0 } });
    made.change(made.rows[0]?.id ?? '', { placeholder: true });
    assert.equal(await run(made), undefined);
    assert.deepEqual(states(made), ['saved', 'saved']);
    assert.deepEqual(await work(), ['a.png', 'b.svg']);
  });

  it('that cannot be made become PNG, and the references lead there', async () => {
    const made = batch(['a.gif', 'b.svg']);
    made.change(made.rows[1]?.id ?? '', { placeholder: false });
    await run(made);
    assert.deepEqual(await work(), ['a.png', 'b.png']);
    assert.deepEqual([...changes].sort(), ['a.gif → a.png', 'b.svg → b.png']);
    await made.undo();
    assert.deepEqual(await work(), []);
    assert.deepEqual(changes.slice(2), ['back', 'back']);
  });

  it('are taken back where the document was changed meanwhile', async () => {
    documentsChanged = true;
    const made = batch(['a.gif']);
    await run(made);
    const [row] = made.rows;
    assert.ok(row?.state.kind === 'failed' && row.state.outcome === 'changed');
    assert.deepEqual(await work(), []);
    documentsChanged = false;
    await run(made, { only: row.id });
    assert.deepEqual([await work(), service.asked.length], [['a.png'], 1]);
  });

  it('are not begun in a workspace that is not trusted, nor with nothing chosen', async () => {
    const made = batch(['a.png']);
    trusted = false;
    assert.match((await run(made)) ?? '', /not trusted/);
    trusted = true;
    made.change(made.rows[0]?.id ?? '', { chosen: false });
    assert.match((await run(made)) ?? '', /at least one/);
  });

  describe('with a model that draws SVG', () => {
    const imaging = realImaging();
    const vectors: ModelInfo = {
      ...cloud,
      id: 'cloud/vectors',
      capabilities: { ...cloud.capabilities, outputTypes: ['image/svg+xml'] },
    };
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" onload="x()"><path d="M0 0L9 9"/></svg>';
    beforeEach(() => runs().models.set(vectors.id, vectors));

    it('puts a drawing where an .svg is missing, harmless and at no size but its own', async () => {
      service = new Service(answer({ bytes: Buffer.from(drawing), type: 'image/svg+xml' }));
      const made = batch(
        [reference('img/logo.svg', { width: 300, height: 200 })],
        { imaging: imaging() },
        realDisk,
        true,
        vectors.id,
      );
      const plan = made.planOf(made.rows[0]!);
      assert.deepEqual(
        [made.rows[0]?.placeholder, plan?.fit, plan?.drawn, plan?.unfit],
        [false, false, false, false],
      );
      assert.equal(await run(made), undefined);
      assert.deepEqual(
        made.rows.map(({ state }) => state.kind),
        ['saved'],
      );
      assert.equal(
        await fs.readFile(world.work('img/logo.svg'), 'utf8'),
        `${drawing.replace(' onload="x()"', '')}\n`,
      );
      assert.deepEqual(changes, []);
    });

    it('asks it for nothing that is to have pixels', async () => {
      const made = batch(['a.png', 'b.gif'], {}, realDisk, true, vectors.id);
      await run(made);
      assert.deepEqual(
        made.rows.map(({ state }) => state.kind === 'failed' && [state.outcome, state.reason]),
        made.rows.map(() => ['bad-request', 'a draws SVG, which does not become another kind of image.']),
      );
      assert.equal(service.asked.length, 0);
    });
  });
});
