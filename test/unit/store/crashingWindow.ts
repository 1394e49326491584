/** A window that is killed in mid-run: four requests are under way, one waits. Argument: the world's folder. */
import { writeSync } from 'node:fs';
import { ask, Service, World } from '../run/world';

const service = new Service((_request, context) => {
  context.onProgress({ state: 'sending' });
  return new Promise(() => undefined);
});
const window = World.at(process.argv[2] ?? '').window({ service });
void window.runs.start(ask({ count: 5 }));
let running = 0;
window.runs.onDidProgress(() => {
  if (++running === 4) writeSync(1, 'under way\n');
});
// Keeps this process alive; its end is the test's.
setInterval(() => undefined, 1000);
