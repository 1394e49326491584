// Mocha's spec reporter that also leaves the numbers in the file TEST_COUNTS, for scripts/test.mjs.
const { writeFileSync } = require('node:fs');
const mocha = require('mocha');
const { reporters } = mocha.default ?? mocha;

class CountsReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      if (!process.env.TEST_COUNTS) return;
      const { passes, failures, pending } = this.stats;
      const failed = this.failures.map(test => test.fullTitle());
      writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passes, failures, pending, failed }));
    });
  }
}
module.exports = CountsReporter;
