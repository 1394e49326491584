import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.js'))
    .sort()
    .map(file => path.join(folder, file));
}

/** VS Code calls this inside the extension host; it rejects when a test failed. */
export async function run(): Promise<void> {
  // The console of the host carries much else; scripts/testIntegration.mjs prints the lines with this mark.
  const mark = process.env['TEST_LINE_MARK'];
  if (mark !== undefined) {
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
      for (const line of format(...args).split('\n')) console.log(mark + line);
    };
  }
  const reporter = process.env['TEST_REPORTER'] ?? 'spec';
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 20_000, reporter, forbidOnly: true });
  const words = process.env['TEST_GREP'];
  if (words !== undefined) mocha.grep(words);
  for (const file of testFiles(__dirname)) mocha.addFile(file);
  await new Promise<void>((resolve, reject) => {
    mocha.run(failures => {
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
  });
}
