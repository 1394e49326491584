import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import { silentLogger, type Logger } from '../../../src/core/logger';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import type { Failure, Outcome } from '../../../src/core/model/outcome';
import type { Run } from '../../../src/core/model/run';
import type { GenerateContext, ImageProvider, ProviderRequest } from '../../../src/core/provider';
import type { GatePort, RunStore } from '../../../src/core/run/ports';
import { RunServiceImpl } from '../../../src/core/run/runServiceImpl';
import type { Ask, StartResult } from '../../../src/core/run/runService';
import { limitsOf, type Settings } from '../../../src/core/settings';
import { english } from '../../../src/core/translate';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { Spending } from '../../../src/host/spending/spending';
import { Presence } from '../../../src/host/store/presence';
import { FileRunStore } from '../../../src/host/store/runStore';
import { model } from '../compose/models';

/** $0.04 for an image at 1K. */
export const cloud = model('cloud/a', { inputTypes: ['image/png', 'image/jpeg'] });
export const other = model('cloud/b', { maxReferences: 1, multiTurn: false });
export const local = model('local/art', { exactSize: true, alpha: true }, { local: true });

/** Does not read prompts as a model does, so that it cannot be asked for a colour either. */
export const opaque = model('local/opaque', {}, { local: true });

export const settings: Settings = {
  defaultModels: [],
  saveFolder: '',
  missingImagesSeverity: 'information',
  checkKinds: [],
  checkSeverity: 'information',
  checkMaxKilobytes: 500,
  pasteImages: 'auto',
  savePresets: [],
  savePresetProblems: [],
  writeRecipes: false,
  encodeQuality: 82,
  confirmAboveUsd: 0.5,
  dailyLimitUsd: 5,
  monthlyLimitUsd: 50,
  maxRequestsPerRun: 16,
  showSpendingInStatusBar: true,
  allowAutomation: true,
  requestTimeoutSeconds: 280,
  allowedEndpoints: [],
  endpoints: [],
  endpointProblems: [],
};

export type Step = (request: ProviderRequest, context: GenerateContext) => Promise<Outcome>;

/** The service at the other end of the wire: it does what the test says, in the order of its requests. */
export class Service implements ImageProvider {
  readonly asked: ProviderRequest[] = [];
  running = 0;
  mostAtOnce = 0;
  private readonly steps: Step[] = [];

  constructor(private readonly otherwise: Step = answer()) {}

  next(...steps: readonly Step[]): void {
    this.steps.push(...steps);
  }

  listModels(): Promise<readonly ModelInfo[]> {
    return Promise.resolve([cloud, other]);
  }

  async generate(request: ProviderRequest, context: GenerateContext): Promise<Outcome> {
    this.asked.push(request);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.running);
    try {
      return await (this.steps.shift() ?? this.otherwise)(request, context);
    } finally {
      this.running--;
    }
  }
}

/** Sends an image back, with a count of tokens when given. */
export function answer(
  part: { bytes?: Uint8Array; type?: string; usage?: object; turn?: unknown; modelVersion?: string } = {},
): Step {
  return async (_request, context) => {
    context.onProgress({ state: 'sending' });
    const sink = await context.createBlob(part.type ?? 'image/png');
    await sink.write(part.bytes ?? png(8, 8));
    const blob = await sink.close();
    return {
      kind: 'images',
      images: [blob],
      ...(part.usage && { usage: part.usage }),
      ...(part.modelVersion !== undefined && { modelVersion: part.modelVersion }),
      ...(part.turn !== undefined && { turn: part.turn }),
    };
  };
}

export function fail(failure: Failure): Step {
  return (_request, context) => {
    context.onProgress({ state: 'sending' });
    return Promise.resolve(failure);
  };
}

/** Waits until it is opened or stopped, then does the rest. */
export function gateStep(then: Step = answer()): { step: Step; reached: Promise<void>; open(): void } {
  let open!: () => void;
  let arrive!: () => void;
  const opened = new Promise<void>(resolve => (open = resolve));
  const reached = new Promise<void>(resolve => (arrive = resolve));
  return {
    reached,
    open,
    async step(request, context) {
      context.onProgress({ state: 'sending' });
      arrive();
      const stopped = new Promise<'stopped'>(resolve =>
        context.signal.addEventListener('abort', () => resolve('stopped'), { once: true }),
      );
      if ((await Promise.race([opened, stopped])) === 'stopped') return { kind: 'cancelled', sent: true };
      return then(request, context);
    },
  };
}

/** A place where the code under test waits until the test lets it go on. */
export function held(): { wait(): Promise<void>; reached: Promise<void>; open(): void } {
  let open!: () => void;
  let arrive!: () => void;
  const opened = new Promise<void>(resolve => (open = resolve));
  const reached = new Promise<void>(resolve => (arrive = resolve));
  return { wait: () => (arrive(), opened), reached, open };
}

export interface WindowOptions {
  settings?: Partial<Settings>;
  service?: ImageProvider;
  /** Requests of a provider at once. */
  atOnce?: number;
  gate?: Partial<GatePort>;
  imaging?: Imaging;
  log?: Logger;
  store?(store: FileRunStore): RunStore;
  sleep?(ms: number): Promise<void>;
}

export interface Window {
  runs: RunServiceImpl;
  store: FileRunStore;
  spending: Spending;
  presence: Presence;
  /** Lines of the log, level first. */
  logged: string[];
  close(): Promise<void>;
}

/** A store of its own in a temporary folder; every `window` is another window of VS Code on it. */
export class World {
  readonly models = new Map([cloud, other, local, opaque].map(model => [model.id, model]));
  private readonly windows: Window[] = [];

  private constructor(readonly dir: string) {}

  /** What another process made. */
  static at(dir: string): World {
    return new World(dir);
  }

  static async make(): Promise<World> {
    return new World(await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'inline-assets-run-'))));
  }

  get runsDir(): string {
    return path.join(this.dir, 'store', 'runs');
  }

  window(options: WindowOptions = {}): Window {
    const logged: string[] = [];
    const log: Logger = options.log ?? {
      ...silentLogger,
      info: line => void logged.push(`info ${line}`),
      warn: line => void logged.push(`warn ${line}`),
      error: line => void logged.push(`error ${line}`),
    };
    const read = (): Settings => ({ ...settings, ...options.settings });
    const store = new FileRunStore(path.join(this.dir, 'store'), log);
    const spending = new Spending({
      dir: path.join(this.dir, 'spending'),
      limits: () => limitsOf(read()),
    });
    const presence = new Presence({ dir: path.join(this.dir, 'windows') });
    const imaging = options.imaging ?? new ImagingClient({ workerPath: path.join(this.dir, 'none.js') });
    const runs = new RunServiceImpl({
      store: options.store?.(store) ?? store,
      imaging,
      spending,
      presence,
      gate: {
        admit: () => Promise.resolve(undefined),
        mayDownload: () => Promise.resolve(false),
        confirmCost: () => Promise.resolve(true),
        ...options.gate,
      },
      models: {
        resolve: id => this.models.get(id),
        find: id => Promise.resolve(this.models.get(id)),
      },
      atOnce: () => options.atOnce,
      provider: () => Promise.resolve(options.service ?? new Service()),
      settings: read,
      log,
      t: english,
      now: Date.now,
      random: Math.random,
      sleep: options.sleep ?? (ms => new Promise(resolve => setTimeout(resolve, ms).unref())),
    });
    const window: Window = {
      runs,
      store,
      spending,
      presence,
      logged,
      async close() {
        await runs.dispose();
        await presence.dispose();
        store.dispose();
      },
    };
    this.windows.push(window);
    return window;
  }

  async file(name: string, bytes: Uint8Array | string): Promise<string> {
    const file = path.join(this.dir, name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, bytes);
    return file;
  }

  /** Names in a run's folder, hidden ones too. */
  files(runId: string): Promise<string[]> {
    return fs.readdir(path.join(this.runsDir, runId));
  }

  async remove(): Promise<void> {
    for (const window of this.windows) await window.close();
    await fs.chmod(this.runsDir, 0o755).catch(() => undefined);
    await fs.rm(this.dir, { recursive: true, force: true });
  }
}

/** For the surrounding `describe`. */
export function world(): () => World {
  let made: World | undefined;
  beforeEach(async () => {
    made = await World.make();
  });
  afterEach(() => made?.remove());
  return () => made!;
}

export function ask(part: Partial<Ask> = {}): Ask {
  return {
    origin: 'panel',
    prompt: 'A fox',
    images: [],
    models: [cloud.id],
    count: 1,
    settings: {},
    ...part,
  };
}

export function started(result: StartResult): Run {
  if ('refused' in result) throw new Error(`refused: ${result.refused.kind} ${result.refused.message ?? ''}`);
  return result.run;
}

export function refused(result: StartResult): Failure {
  if ('run' in result) throw new Error('It was not refused.');
  return result.refused;
}

/** From asking to the last request's end. */
export async function runAll({ runs }: Pick<Window, 'runs'>, what: Partial<Ask> = {}): Promise<Run> {
  return runs.whenDone(started(await runs.start(ask(what))).id);
}

/** An opaque RGB image, so that its header alone says everything. */
export function png(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height, 0x40);
  for (let row = 0; row < height; row++) rows[row * (width * 3 + 1)] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
