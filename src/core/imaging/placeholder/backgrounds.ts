import type { Rgb } from '../bitmap';
import { clamp01, vectorLength, smoothstep } from '../maths';
import { mix } from './colour';
import type { Palette } from './palette';

/** What a background is drawn from. Coordinates: the shorter side is 1 long, (0, 0) is the top left corner. */
export interface Scene {
  /** Of the whole picture, at least 1 each. */
  width: number;
  height: number;
  /** One pixel, for soft edges. */
  pixel: number;
  palette: Palette;
  random(): number;
}

/** Colour of a point; writes to `out` because it is called for millions of points. */
export type Shader = (x: number, y: number, out: Rgb) => void;

export type Background = (scene: Scene) => Shader;

function set(out: Rgb, from: Rgb): void {
  out.r = from.r;
  out.g = from.g;
  out.b = from.b;
}

function lay(out: Rgb, over: Rgb, amount: number): void {
  out.r += (over.r - out.r) * amount;
  out.g += (over.g - out.g) * amount;
  out.b += (over.b - out.b) * amount;
}

function isLight({ tones: [ground] }: Palette): boolean {
  return ground.r + ground.g + ground.b > 380;
}

/** Soft lights flowing into each other. */
const mesh: Background = ({ width, height, palette, random }) => {
  const [ground, second, third, fourth, fifth] = palette.tones;
  // The darkest tone of a light palette turns everything it meets grey.
  const lights = isLight(palette) ? [third, second, fourth, second] : [second, third, fourth, fifth];
  const blobs = lights.flatMap((colour, i) => {
    // Spread round the edge, so that the middle stays calm for the label.
    const angle = (i / lights.length + random() * 0.18) * Math.PI * 2;
    const reach = 0.42 + random() * 0.2;
    return {
      x: width * (0.5 + Math.cos(angle) * reach),
      y: height * (0.5 + Math.sin(angle) * reach),
      falloff: 1 / ((0.34 + random() * 0.2) * Math.sqrt(width * height)) ** 2,
      weight: 1.7 - i * 0.2,
      colour,
    };
  });
  return (x, y, out) => {
    let total = 0.4;
    let r = ground.r * total;
    let g = ground.g * total;
    let b = ground.b * total;
    for (const blob of blobs) {
      const dx = x - blob.x;
      const dy = y - blob.y;
      const share = blob.weight * Math.exp(-(dx * dx + dy * dy) * blob.falloff);
      total += share;
      r += blob.colour.r * share;
      g += blob.colour.g * share;
      b += blob.colour.b * share;
    }
    out.r = r / total;
    out.g = g / total;
    out.b = b / total;
  };
};

/** A low sun over hills that fade into the distance. */
const hills: Background = ({ width, height, pixel, palette, random }) => {
  const tones = palette.tones;
  const t = isLight(palette) ? tones : ([...tones].reverse() as unknown as Palette['tones']);
  const skyTop = mix(t[1], t[2], 0.25);
  const skyLow = t[0];
  const sun = {
    x: width * (0.2 + random() * 0.6),
    y: height * (0.19 + random() * 0.06),
    r: 0.09 + random() * 0.04,
    colour: mix(t[0], { r: 255, g: 255, b: 255 }, 0.6),
  };
  const ridges = Array.from({ length: 5 }, (_, i) => {
    const depth = i / 4;
    return {
      base: height * (0.66 + depth * 0.26),
      waves: Array.from({ length: 3 }, (_, k) => ({
        amplitude: ((0.075 - depth * 0.02) * (0.6 + random() * 0.8)) / (k + 1) ** 1.1,
        frequency: (1.5 + random() * 1.6) * (k + 1),
        phase: random() * Math.PI * 2,
      })),
      colour: depth < 0.5 ? mix(t[1], t[3], 0.12 + depth * 1.5) : mix(t[3], t[4], (depth - 0.5) * 1.9),
    };
  });
  return (x, y, out) => {
    set(out, mix(skyTop, skyLow, smoothstep(0, height * 0.62, y)));
    const distance = vectorLength(x - sun.x, y - sun.y);
    lay(out, sun.colour, 0.35 * Math.exp(-((distance / (sun.r * 2.6)) ** 2)));
    lay(out, sun.colour, clamp01((sun.r - distance) / pixel + 0.5));
    for (const ridge of ridges) {
      let top = ridge.base;
      for (const wave of ridge.waves) top += Math.sin(x * wave.frequency + wave.phase) * wave.amplitude;
      const cover = clamp01((y - top) / pixel + 0.5);
      if (cover === 0) continue;
      // Mist in the valleys.
      const mist = 0.32 * smoothstep(0, 0.34, y - top);
      lay(out, mix(ridge.colour, skyLow, mist * 0.5), cover);
    }
  };
};

/** Sheets of paper laid over each other in flowing lines. */
const layers: Background = ({ width, height, pixel, palette, random }) => {
  const tones = palette.tones;
  const angle = (random() - 0.5) * 1.1 + (random() < 0.5 ? 0.5 : -0.5);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const bends = Array.from({ length: 3 }, (_, i) => ({
    amplitude: (0.13 + random() * 0.08) / (i + 1),
    frequency: (1.6 + random() * 1.2) * (i + 1),
    phase: random() * 6.28,
  }));
  const span = Math.abs(width * sin) + Math.abs(height * cos);
  const sheets = 6;
  return (x, y, out) => {
    const along = (x - width / 2) * cos + (y - height / 2) * sin;
    let across = -(x - width / 2) * sin + (y - height / 2) * cos;
    let slope = 0;
    for (const bend of bends) {
      across += Math.sin(along * bend.frequency + bend.phase) * bend.amplitude;
      slope += Math.cos(along * bend.frequency + bend.phase) * bend.amplitude * bend.frequency;
    }
    const soft = pixel * Math.sqrt(1 + slope * slope);
    const place = across / span + 0.5;
    set(out, mix(tones[0], tones[1], 0.25 + place * 0.2));
    for (let i = 1; i < sheets; i++) {
      // How far this point is inside the sheet, in units of the picture.
      const inside = (place - i / sheets - (i % 2) * 0.025) * span;
      if (inside < -0.09) break;
      // A soft shadow falls on the sheet below.
      if (inside < 0) lay(out, tones[0].r > 128 ? tones[4] : shade, 0.22 * (1 + inside / 0.09) ** 2);
      const tone = (i / (sheets - 1)) * 3.2;
      const low = Math.min(3, Math.floor(tone));
      lay(out, mix(tones[low] as Rgb, tones[low + 1] as Rgb, tone - low), clamp01(inside / soft + 0.5));
    }
  };
};

const shade: Rgb = { r: 4, g: 6, b: 20 };

/** Wide rings round a point off the middle. */
const rings: Background = ({ width, height, pixel, palette, random }) => {
  const tones = palette.tones;
  const cx = width * (random() < 0.5 ? 0.06 + random() * 0.14 : 0.8 + random() * 0.14);
  const cy = height * (0.72 + random() * 0.3);
  const step = 0.2 + random() * 0.08;
  const moons = Array.from({ length: 3 }, (_, i) => {
    const angle = Math.atan2(height * 0.4 - cy, width / 2 - cx) + (random() - 0.5) * 1.5;
    const radius = step * (i * 2 + 2);
    return {
      x: cx + Math.cos(angle) * radius,
      y: cy + Math.sin(angle) * radius,
      r: 0.028 + random() * 0.03,
      colour: tones[i === 1 ? 4 : 3] as Rgb,
    };
    // The middle is the label's.
  }).filter(
    moon => Math.abs(moon.x - width / 2) > width * 0.36 || Math.abs(moon.y - height / 2) > height * 0.24,
  );
  const far = vectorLength(Math.max(cx, width - cx), Math.max(cy, height - cy));
  return (x, y, out) => {
    const distance = vectorLength(x - cx, y - cy);
    const ring = distance / step;
    const index = Math.floor(ring);
    const toneAt = (i: number) => {
      const t = clamp01((i * step) / far);
      const colour = t < 0.5 ? mix(tones[3], tones[1], t * 2) : mix(tones[1], tones[0], (t - 0.5) * 2);
      return i % 2 === 0 ? colour : mix(colour, tones[0], 0.16);
    };
    set(out, toneAt(index));
    // Soften the edge with the ring inside it.
    const edge = (ring - index) * step;
    if (index > 0 && edge < pixel) lay(out, toneAt(index - 1), 1 - edge / pixel);
    for (const moon of moons) {
      lay(out, moon.colour, clamp01((moon.r - vectorLength(x - moon.x, y - moon.y)) / pixel + 0.5));
    }
  };
};

/** A quilt of quarter circles, half circles and dots. */
const tiles: Background = ({ width, height, pixel, palette, random }) => {
  const tones = palette.tones;
  const size = 1 / (3 + Math.floor(random() * 2));
  const columns = Math.ceil(width / size);
  const rows = Math.ceil(height / size);
  const left = (width - columns * size) / 2;
  const top = (height - rows * size) / 2;
  const cells = Array.from({ length: columns * rows }, () => {
    const ground = Math.floor(random() * 3);
    const figure = (ground + 1 + Math.floor(random() * 3)) % 5;
    return {
      ground: tones[ground] as Rgb,
      figure: tones[figure] as Rgb,
      kind: Math.floor(random() * 5),
      turn: Math.floor(random() * 4),
    };
  });
  return (x, y, out) => {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((x - left) / size)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor((y - top) / size)));
    const cell = cells[row * columns + column] as (typeof cells)[number];
    let u = (x - left) / size - column;
    let v = (y - top) / size - row;
    for (let i = 0; i < cell.turn; i++) [u, v] = [v, 1 - u];
    set(out, cell.ground);
    const soft = pixel / size;
    const cover = (signed: number) => clamp01(signed / soft + 0.5);
    if (cell.kind === 0) lay(out, cell.figure, cover(1 - vectorLength(u, v)));
    else if (cell.kind === 1) lay(out, cell.figure, cover(0.5 - vectorLength(u - 0.5, v)));
    else if (cell.kind === 2) lay(out, cell.figure, cover(0.27 - vectorLength(u - 0.5, v - 0.5)));
    else if (cell.kind === 3) {
      lay(out, cell.figure, cover(1 - vectorLength(u, v)));
      lay(out, cell.ground, cover(0.5 - vectorLength(u, v)));
    } else lay(out, cell.figure, cover((u - v) / Math.SQRT2));
  };
};

/** In the order in which variations go through them. A `busy` one puts the label on a card. */
export const backgrounds: readonly { name: string; draw: Background; busy: boolean }[] = [
  { name: 'mesh', draw: mesh, busy: false },
  { name: 'layers', draw: layers, busy: false },
  { name: 'hills', draw: hills, busy: false },
  { name: 'tiles', draw: tiles, busy: true },
  { name: 'rings', draw: rings, busy: false },
];
