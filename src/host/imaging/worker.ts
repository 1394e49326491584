import { parentPort, workerData } from 'node:worker_threads';
import { isImagingError } from '../../core/imaging/imagingPort';
import { createCodecs } from './codecs';
import { asIoError } from './fileSource';
import { runJob } from './jobs';
import { createTextEngine } from './text/textEngine';
import type { Job, WorkerAnswer, WorkerSetup } from './workerProtocol';

// Entry of dist/imagingWorker.js; started by ImagingClient.
const setup = workerData as WorkerSetup;
const codecs = createCodecs(setup.wasmDir);
const text = createTextEngine(setup.wasmDir, setup.fontFolders);

/** What the codecs may keep between jobs; an image of 8 megapixels stays below it. */
const maxKeptBytes = 600_000_000;

parentPort?.on('message', (job: Job) => {
  void answer(job).then(message => parentPort?.postMessage(message));
});

async function answer(job: Job): Promise<WorkerAnswer> {
  try {
    const result = await runJob(job, codecs, setup.limits, text);
    return { result, spent: process.memoryUsage().external > maxKeptBytes };
  } catch (thrown) {
    const error = asIoError(thrown);
    if (isImagingError(error)) {
      return { error: { reason: error.reason, message: error.message }, spent: false };
    }
    // Codecs throw anything, numbers too, and their memory is in an unknown state then.
    return {
      error: { reason: 'corrupt', message: 'The image is damaged: it could not be decoded.' },
      spent: true,
    };
  }
}
