import type { PixelSize } from '../core/model/modelInfo';

/** Where an image of `size` is in a window of `room`: `scale` screen pixels an image pixel, its middle moved by `x`, `y`. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

const maxScale = 32;
/** A finger's worth of empty space around a fitted image. */
const padding = 16;

/** The whole image in sight, never larger than its own pixels; `enlarged`: than a whole number of screen pixels each. */
export function fitScale(size: PixelSize, room: PixelSize, enlarged = false): number {
  const fits = Math.min((room.width - 2 * padding) / size.width, (room.height - 2 * padding) / size.height);
  const most = enlarged ? Math.min(maxScale, Math.max(1, Math.floor(fits))) : 1;
  return Math.min(most, Math.max(fits, 0.001));
}

/** Keeps the image in sight: centred where it is smaller than the window, edge to edge where it is larger. */
export function clampView(view: View, size: PixelSize, room: PixelSize): View {
  const smallest = Math.min(fitScale(size, room), 0.1);
  const scale = Math.min(maxScale, Math.max(smallest, view.scale));
  const limit = (length: number, space: number) => Math.max(0, (length * scale - space) / 2);
  const within = (value: number, most: number) => Math.min(most, Math.max(-most, value));
  return {
    scale,
    x: within(view.x, limit(size.width, room.width)),
    y: within(view.y, limit(size.height, room.height)),
  };
}

/** Zooms so that the point at `at` (screen pixels from the window's middle) stays where it is. */
export function zoomAt(
  view: View,
  scale: number,
  at: { x: number; y: number },
  size: PixelSize,
  room: PixelSize,
): View {
  const { scale: to } = clampView({ ...view, scale }, size, room);
  const factor = to / view.scale;
  return clampView(
    { scale: to, x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor },
    size,
    room,
  );
}

/** The image's left, top, width and height in the window. */
export function boxOf(view: View, size: PixelSize, room: PixelSize): { x: number; y: number } & PixelSize {
  const width = size.width * view.scale;
  const height = size.height * view.scale;
  return {
    x: room.width / 2 + view.x - width / 2,
    y: room.height / 2 + view.y - height / 2,
    width,
    height,
  };
}
