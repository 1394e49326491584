import type { ComposerValues } from '../../core/model/composerValues';
import type { RunSettings } from '../../core/model/run';
import { optional } from './optional';

/** Only what is given changes. Exact pixels and ratio or tier exclude each other. */
export function valuesOf(settings: RunSettings): Partial<ComposerValues> {
  const { width, height, aspectRatio, imageSize, thinking, seed, systemInstruction, background } = settings;
  const { quality, search } = settings;
  const exact = width !== undefined && height !== undefined;
  const shape = aspectRatio !== undefined || imageSize !== undefined;
  return {
    ...(shape && !exact && { width: null, height: null }),
    ...(exact && { width, height, aspectRatio: null, imageSize: null }),
    ...(!exact && { ...optional('aspectRatio', aspectRatio), ...optional('imageSize', imageSize) }),
    ...optional('thinking', thinking),
    ...optional('seed', seed),
    ...optional('systemInstruction', systemInstruction),
    ...optional('background', background),
    ...optional('quality', quality),
    ...optional('search', search),
  };
}
