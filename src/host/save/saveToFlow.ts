import * as path from 'node:path';
import type { PixelSize } from '../../core/model/modelInfo';
import { extensionOf, formatOfExtension } from '../../core/model/imageFormat';
import type { SavedFile, SaveFailure, SaveResult } from '../../core/save/saveResult';
import { centre } from '../../core/imaging/fit';
import { plainOutput, type OutputSettings } from '../../core/model/output';
import { encoding, findSource, type SaveContext } from './saveContext';
import type { SaveSubject } from './saveTypes';

export interface SaveToOptions {
  overwrite?: boolean;
  /** Has to agree with the extension of the path, or stands for it. `jpg` is `jpeg`. */
  format?: string;
  /** `#rrggbb` for transparent pixels in a JPEG. Default white. */
  matte?: string;
  /** Exact pixels: scaled, and cut at the centre where the ratio differs. Default: as they are. */
  size?: PixelSize;
  /** In detail; `size` and `matte` are not looked at then. */
  output?: OutputSettings;
  /** `#rrggbb`: a cut-out is measured on it. */
  page?: string;
  signal?: AbortSignal;
}

export type SaveToResult =
  | ({ ok: true } & SavedFile)
  | { ok: false; failure: 'exists' | 'save-failed'; reason: SaveFailure; message: string };

/** For automation and quick fixes: no dialog, no message. `target` is an absolute path. */
export async function saveTo(
  context: SaveContext,
  subject: SaveSubject,
  target: string,
  options: SaveToOptions,
): Promise<SaveToResult> {
  return asSaveTo(context, await write(context, subject, target, options));
}

export function asSaveTo({ ui }: Pick<SaveContext, 'ui'>, result: SaveResult): SaveToResult {
  if ('saved' in result) return { ok: true, ...result.saved };
  const reason = result.failure;
  const failure = reason.kind === 'exists' ? 'exists' : 'save-failed';
  return { ok: false, failure, reason, message: ui.describe(reason) };
}

async function write(
  context: SaveContext,
  subject: SaveSubject,
  target: string,
  options: SaveToOptions,
): Promise<SaveResult> {
  const found = await findSource(context, subject);
  if ('failure' in found) return found;
  const roots = context.workspace.folders();
  if (roots.length === 0) return { failure: { kind: 'no-workspace' } };
  const asked = withFormat(target, options.format);
  if (typeof asked !== 'string') return asked;
  const { overwrite = false, matte, size, page, signal } = options;
  const output = options.output ?? (size && { ...plainOutput, ...size, focus: centre });
  return context.files.write({
    source: found.source,
    target: asked,
    roots,
    overwrite,
    ...encoding(context, {
      path: asked,
      ...(matte === undefined ? {} : { matte }),
      ...(output && { output }),
    }),
    ...(page !== undefined && { page }),
    ...(signal && { signal }),
  });
}

function withFormat(target: string, asked: string | undefined): string | { failure: SaveFailure } {
  if (asked === undefined) return target;
  const format = formatOfExtension(asked);
  const extension = path.extname(target).slice(1);
  if (!format) return { failure: { kind: 'cannot-write-format', extension: asked } };
  if (!extension) return `${target}.${extensionOf(format)}`;
  return formatOfExtension(extension) === format
    ? target
    : { failure: { kind: 'format-mismatch', extension, format: asked } };
}
