// Mocha's spec reporter that also names the slowest files, and leaves the numbers in the file TEST_COUNTS, for
// scripts/test.mjs.
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const mocha = require('mocha');
const { reporters } = mocha.default ?? mocha;

class CountsReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const took = new Map();
    const add = ({ file, parent, duration = 0 }) => {
      const name = path.relative('', file ?? parent?.file ?? '');
      took.set(name, (took.get(name) ?? 0) + duration);
    };
    runner.on('test end', add);
    runner.on('hook end', add);
    runner.once('end', () => {
      const slowest = [...took].sort((a, b) => b[1] - a[1]).slice(0, 15);
      for (const [name, ms] of slowest) console.log(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
      if (!process.env.TEST_COUNTS) return;
      const { passes, failures, pending } = this.stats;
      const failed = this.failures.map(test => test.fullTitle());
      writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passes, failures, pending, failed }));
    });
  }
}
module.exports = CountsReporter;
