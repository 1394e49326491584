import * as vscode from 'vscode';
import { type Imaging, isImagingError } from '../../core/imaging/imagingPort';
import type { Seams } from '../../core/imaging/seams';
import type { ImageFacts } from '../../core/model/run';
import { parseInspect } from '../../core/save/inspectArgs';
import { imagingProblem } from '../text/imagingText';
import { locate } from './locate';

export interface InspectAnswer extends Partial<ImageFacts> {
  outcome: 'inspected' | 'unsupported' | 'bad-request';
  seams?: Seams;
  /** One is painted where transparency should be. */
  checkerboard?: boolean;
  message?: string;
}

/** `inlineAssets.inspect` with an argument object: what was found in the bytes. Writes nothing. */
export function createInspect({
  imaging,
}: {
  imaging: Pick<Imaging, 'inspect' | 'seams' | 'paintedCheckerboard'>;
}): (ask: Readonly<Record<string, unknown>>) => Promise<InspectAnswer> {
  return async ask => {
    const parsed = parseInspect(ask, vscode.l10n.t);
    if ('refused' in parsed) return { outcome: 'bad-request', message: parsed.refused };
    const { image, seams, checkerboard } = parsed.args;
    const located = locate(image);
    if ('refused' in located) return { outcome: 'bad-request', message: located.refused };
    try {
      const facts = await imaging.inspect(located.path);
      return {
        outcome: 'inspected',
        ...facts,
        ...(seams && { seams: await imaging.seams(located.path) }),
        // What is see-through somewhere has the real thing.
        ...(checkerboard && {
          checkerboard: !facts.hasAlpha && (await imaging.paintedCheckerboard(located.path)),
        }),
      };
    } catch (error) {
      if (!isImagingError(error)) throw error;
      const outcome = error.reason === 'unsupported' ? 'unsupported' : 'bad-request';
      return { outcome, message: imagingProblem(vscode.l10n.t, error) };
    }
  };
}
