import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import type { ModelInfo } from '../../core/model/modelInfo';
import { writeAtomic } from '../store/atomicFile';

/** What a service listed, as it is kept for the next window. */
export interface LiveList {
  models: readonly ModelInfo[];
  /** When it was asked, milliseconds since the epoch. */
  at: number;
  /** When each model was first listed; 0: from the first list on, so nobody knows. Absent: no list came yet. */
  seen?: Readonly<Record<string, number>>;
  /** Of the table that it was merged with: with another table the models are others. */
  table: string;
}

/** Where a list is from: the same provider at another address is another service. */
export interface Place {
  provider: string;
  origin: string;
}

/** Goes up when an older reader would misunderstand a file; of another version nothing is read. */
const version = 1;
const maxBytes = 32 * 1024 * 1024;

const strings = z.array(z.string());
const pixels = z.object({ width: z.number(), height: z.number() });
const model = z.looseObject({
  id: z.string(),
  provider: z.string(),
  label: z.string(),
  status: z.enum(['stable', 'preview', 'deprecated', 'retired', 'unknown']),
  local: z.boolean(),
  capabilities: z.looseObject({
    generate: z.boolean(),
    edit: z.boolean(),
    multiTurn: z.boolean(),
    maxReferences: z.number(),
    aspectRatios: strings,
    sizes: z.array(z.object({ name: z.string(), pixels: z.record(z.string(), pixels) })),
    exactSize: z.boolean(),
    thinkingLevels: strings,
    seed: z.boolean(),
    systemInstruction: z.boolean(),
    alpha: z.boolean(),
    inputTypes: strings,
    maxInputPixels: z.number(),
  }),
  price: z.optional(z.looseObject({ per: z.enum(['image', 'megapixel']), source: z.string() })),
});
const schema = z.object({
  version: z.literal(version),
  provider: z.string(),
  origin: z.string(),
  at: z.number(),
  table: z.string(),
  seen: z.optional(z.record(z.string(), z.number())),
  models: z.array(model),
});

/** Live lists on disk, one file a provider and address, for all windows. */
export class LiveCache {
  constructor(private readonly dir: string) {}

  /** `undefined`: there is none, or it is damaged, of another version or of another place. Rejects never. */
  async read(place: Place): Promise<LiveList | undefined> {
    try {
      const file = this.fileOf(place);
      if ((await stat(file)).size > maxBytes) return undefined;
      const read = z.safeParse(schema, JSON.parse(await readFile(file, 'utf8')));
      if (!read.success || read.data.provider !== place.provider || read.data.origin !== place.origin)
        return undefined;
      const { at, table, seen, models } = read.data;
      if (models.some(each => each.provider !== place.provider)) return undefined;
      // What the schema looks at is what the house relies on; the rest was written by this class.
      return {
        at,
        table,
        ...(seen && { seen }),
        models: models as readonly unknown[] as readonly ModelInfo[],
      };
    } catch {
      return undefined;
    }
  }

  /** Rejects with the file system's error. */
  async write(place: Place, list: LiveList): Promise<void> {
    await mkdir(this.dir, { recursive: true });
    await writeAtomic(this.fileOf(place), JSON.stringify({ version, ...place, ...list }));
  }

  private fileOf({ provider, origin }: Place): string {
    return path.join(this.dir, `${provider}-${digest(origin).slice(0, 16)}.json`);
  }
}

/** Hex; tells tables apart. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
