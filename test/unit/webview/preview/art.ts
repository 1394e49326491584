import type { ImageFacts, ImageFormat } from '../../../../src/core/model/run';

/** Pictures drawn in the page: a landscape, its colours from the seed. No file, no network, the same every time. */
export interface Art {
  url: string;
  thumbnail: string;
  facts: ImageFacts;
}

function random(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function draw(context: OffscreenCanvasRenderingContext2D, width: number, height: number, seed: number): void {
  const next = random(seed);
  const hue = Math.floor(next() * 360);
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${hue} 45% 32%)`);
  sky.addColorStop(0.6, `hsl(${(hue + 40) % 360} 60% 66%)`);
  sky.addColorStop(1, `hsl(${(hue + 70) % 360} 70% 82%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${(hue + 60) % 360} 90% 88% / 0.85)`;
  context.beginPath();
  context.arc(width * (0.2 + next() * 0.6), height * (0.25 + next() * 0.2), height * 0.08, 0, Math.PI * 2);
  context.fill();
  for (let layer = 0; layer < 5; layer++) {
    const base = height * (0.45 + layer * 0.12);
    const [a, b, c] = [next() * 6, next() * 6, 2 + next() * 3];
    context.fillStyle = `hsl(${(hue + 200 - layer * 12) % 360} ${28 + layer * 4}% ${58 - layer * 11}%)`;
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += 4) {
      const u = x / width;
      context.lineTo(x, base - height * (0.06 * Math.sin(u * c * 3 + a) + 0.03 * Math.sin(u * 17 + b)));
    }
    context.lineTo(width, height);
    context.fill();
  }
}

function drawCutOut(
  context: OffscreenCanvasRenderingContext2D,
  width: number,
  height: number,
  seed: number,
): void {
  context.beginPath();
  context.ellipse(width / 2, height / 2, width * 0.36, height * 0.4, 0, 0, Math.PI * 2);
  context.clip();
  draw(context, width, height, seed);
}

async function encode(
  width: number,
  height: number,
  seed: number,
  alpha: boolean,
  type: string,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  (alpha ? drawCutOut : draw)(context, width, height, seed);
  return canvas.convertToBlob({ type });
}

export async function makeArt(options: {
  width: number;
  height: number;
  seed: number;
  alpha?: boolean;
  format?: ImageFormat;
  bytes?: number;
}): Promise<Art> {
  const { width, height, seed, alpha = false, format = alpha ? 'png' : 'jpeg' } = options;
  const mimeType = `image/${format}`;
  // Drawn small: what the panel says about pixels comes from the facts.
  const scale = Math.min(1, 480 / Math.max(width, height));
  const blob = await encode(Math.round(width * scale), Math.round(height * scale), seed, alpha, mimeType);
  const url = URL.createObjectURL(blob);
  return {
    url,
    thumbnail: url,
    facts: {
      format,
      mimeType,
      width,
      height,
      bytes: options.bytes ?? Math.round(width * height * 0.39),
      hasAlpha: alpha,
      animated: false,
      orientation: 1,
      provenance: { contentCredentials: !alpha, aiGenerated: true, synthIdClaimed: true },
    },
  };
}

/** A real file, where the page serves some. */
export async function loadArt(url: string, bytes: number): Promise<Art> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const made = await makeArt({ width, height, seed: 1, bytes });
  return { url, thumbnail: url, facts: { ...made.facts, format: 'jpeg', mimeType: 'image/jpeg' } };
}
