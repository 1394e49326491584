import { closeBrowser } from './browser';
import { closeAll, photographAll } from './openWorkbench';

/** Loaded by mocha itself (`--require`): a failure leaves a picture, and nothing outlives the run. */
export const mochaHooks: Mocha.RootHookObject = {
  async afterEach(this: Mocha.Context) {
    if (this.currentTest?.state === 'failed') await photographAll(this.currentTest.fullTitle());
  },
  async afterAll() {
    await closeAll();
    // A worker of mocha's takes each file for the last; its browser ends with it.
    if (process.env['MOCHA_WORKER_ID'] === undefined) await closeBrowser();
  },
};
