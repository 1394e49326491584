import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { buildWorker } from './buildWorker';

/** How the disk comes to be full: `half` after half of a file; `kernel` where the system has a device for it. */
export type Fullness = 'half' | 'kernel';

export const fullnesses: readonly Fullness[] = existsSync('/dev/full') ? ['half', 'kernel'] : ['half'];

export interface FullDisk {
  imaging: ImagingClient;
  /** From now on there is room. */
  makeRoom(): Promise<void>;
  dispose(): Promise<void>;
}

/** The real worker, its disk full. Only its last step, writing, is interfered with. */
export async function startFullDisk(how: Fullness = 'half'): Promise<FullDisk> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'full-disk-'));
  const mark = path.join(folder, 'full');
  const worker = await buildWorker();
  const start = path.join(folder, 'start.cjs');
  await writeFile(mark, '');
  await writeFile(
    start,
    `const { existsSync, symlinkSync } = require('node:fs');
    const promises = require('node:fs/promises');
    const { workerData, parentPort } = require('node:worker_threads');
    workerData.wasmDir = ${JSON.stringify(path.join(path.dirname(worker), 'wasm'))};
    const full = () => existsSync(${JSON.stringify(mark)});
    if (${String(how === 'kernel')}) {
      parentPort.on('message', job => {
        if (full()) symlinkSync('/dev/full', job.output.temporary);
      });
    } else {
      const { writeFile } = promises;
      promises.writeFile = async (file, bytes) => {
        if (!full()) return writeFile(file, bytes);
        await writeFile(file, bytes.subarray(0, bytes.length >> 1));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
    }
    require(${JSON.stringify(worker)});`,
  );
  const imaging = new ImagingClient({ workerPath: start });
  return {
    imaging,
    makeRoom: () => rm(mark),
    async dispose() {
      await imaging.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
