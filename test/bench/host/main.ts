import { measureActivation } from './activation';
import { measureGallery } from './gallery';
import { measurePicker } from './picker';
import { measureCurl, measureFetch, measureGenerate, measureGrid, measureSdk } from './pipeline';
import { measureTyping } from './typing';

const tasks: Readonly<Record<string, (args: readonly string[]) => Promise<unknown>>> = {
  activation: measureActivation,
  curl: measureCurl,
  fetch: measureFetch,
  gallery: measureGallery,
  generate: measureGenerate,
  grid: measureGrid,
  picker: measurePicker,
  sdk: measureSdk,
  typing: measureTyping,
};

/** VS Code calls this inside a fresh extension host. Prints one marked line of JSON. */
export async function run(): Promise<void> {
  const [name = '', ...args] = JSON.parse(process.env['BENCH_TASK'] ?? '[]') as string[];
  const task = tasks[name];
  if (!task) throw new Error(`No such measurement: ${name}`);
  const result = await task(args).catch((error: unknown) => ({
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  console.log(`@@bench ${JSON.stringify(result)}`);
}
