import { blockJpeg } from './jpeg';
import { rgbPng } from './png';
import { asServerImage, type ServerImage } from './serverImages';

type Colour = readonly [r: number, g: number, b: number];

/** `same`: the subject has a darker shade of the background's colour. */
export type Scene = 'usual' | 'nothing' | 'fading' | 'same';

/** The colour of the background that the prompt asks for in words and in hex, as a model reads it. */
export function askedBackground(prompt: string): Colour | undefined {
  const hex = /background of [^.]*?#([0-9a-f]{6})\b/i.exec(prompt)?.[1];
  if (hex === undefined) return undefined;
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A shaded ball with rays before the background, which comes out a little off, as models paint it. */
export function onBackground(
  mimeType: 'image/png' | 'image/jpeg',
  width: number,
  height: number,
  hue: number,
  asked: Colour,
  scene: Scene = 'usual',
): ServerImage {
  const [r, g, b] = asked.map(channel => (channel > 127 ? channel - 7 : channel + 9)) as [
    number,
    number,
    number,
  ];
  const radius = Math.min(width, height) * 0.3;
  const at = (x: number, y: number): Colour => {
    const fade = scene === 'fading' ? 0.35 + (0.65 * y) / height : 1;
    const ground: Colour = [r * fade, g * fade, b * fade];
    const [dx, dy] = [x - width / 2, y - height / 2];
    const distance = Math.hypot(dx, dy);
    const ray = Math.abs(Math.sin(Math.atan2(dy, dx) * 9)) ** 6;
    const reach = radius * (1 + 0.3 * ray);
    const cover = scene === 'nothing' ? 0 : Math.min(1, Math.max(0, reach - distance + 0.5));
    const light = 1 - (0.5 * distance) / radius / 1.3;
    const own: Colour =
      scene === 'same'
        ? [r * 0.75 * light, g * 0.75 * light, b * 0.75 * light]
        : [(150 + (hue % 90)) * light, 110 * light, (80 + (hue % 30)) * light];
    return [0, 1, 2].map(c => (own[c] ?? 0) * cover + (ground[c] ?? 0) * (1 - cover)) as unknown as Colour;
  };
  return asServerImage(
    mimeType,
    mimeType === 'image/png' ? asPng(width, height, at) : asJpeg(width, height, at),
  );
}

function asPng(width: number, height: number, at: (x: number, y: number) => Colour): Buffer {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) rgb.set(at(x, y).map(Math.round), i);
  }
  return rgbPng(width, height, rgb);
}

/** JFIF's YCbCr (ITU-R BT.601), a block each 8 pixels. */
function asJpeg(width: number, height: number, at: (x: number, y: number) => Colour): Buffer {
  return blockJpeg(width, height, (column, row) => {
    const [r, g, b] = at(column * 8 + 4, row * 8 + 4);
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    return [Math.round(y - 128), Math.round((b - y) * 0.564), Math.round((r - y) * 0.713)];
  });
}
