import type { Rendering } from '../imaging/imagingPort';
import type { PlannedFile } from './planned';

/** How a file of a set is made of pixels; `undefined`: it is not. */
export function makeOf(planned: PlannedFile): Rendering['make'] | undefined {
  if (planned.kind === 'image') return planned.options;
  if (planned.kind !== 'icon') return undefined;
  const { container, sizes, bmp, options } = planned;
  return { container, sizes, bmp, look: options };
}
