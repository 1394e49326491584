import type { Focus } from './output';

/** What stays in a picture whose edges are cut off; `auto`: what seems to matter in it. */
export const positions = ['auto', 'center', 'top', 'bottom', 'left', 'right'] as const;
export type Position = (typeof positions)[number];

const places: Readonly<Record<Exclude<Position, 'auto'>, Focus>> = {
  center: { x: 0.5, y: 0.5 },
  top: { x: 0.5, y: 0 },
  bottom: { x: 0.5, y: 1 },
  left: { x: 0, y: 0.5 },
  right: { x: 1, y: 0.5 },
};

export function focusOf(position: Position): Focus | 'auto' {
  return position === 'auto' ? position : places[position];
}
