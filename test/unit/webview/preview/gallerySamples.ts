import type { GalleryFinding } from '../../../../src/protocol/galleryViews';
import type { SampleImage } from './fakeGallery';

const kb = 1024;

/** A drawing as the host shows it: a file of its own. */
export function transparentSvg(): string {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><circle cx="48" cy="48" r="40" fill="#3794ff"/><path d="M30 50l12 12 24-28" fill="none" stroke="#fff" stroke-width="8"/></svg>`;
  return URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }));
}

export function sampleImages(svg: string): SampleImage[] {
  return [
    { folder: '', name: 'favicon.png', width: 64, height: 64, bytes: 2 * kb, alpha: true, uses: 2 },
    { folder: '', name: 'logo.svg', width: 96, height: 96, bytes: 412, url: svg, uses: 3 },
    {
      folder: 'docs/img',
      name: 'dashboard.png',
      width: 1600,
      height: 1000,
      bytes: 212 * kb,
      flags: ['no-alt'],
    },
    { folder: 'docs/img', name: 'login-flow.png', width: 1280, height: 720, bytes: 96 * kb, uses: 2 },
    {
      folder: 'docs/img',
      name: 'broken.jpg',
      width: 0,
      height: 0,
      bytes: 812,
      format: null,
      uses: 1,
      flags: ['broken'],
      failed: 'The JPEG file is damaged: it ends before the picture does.',
    },
    {
      folder: 'docs/img',
      name: 'architecture-overview-of-the-whole-system-2026.webp',
      width: 2400,
      height: 1350,
      bytes: 310 * kb,
    },
    {
      folder: 'public/images',
      name: 'harbour.jpg',
      width: 2400,
      height: 1600,
      bytes: 2_900_000,
      flags: ['too-big'],
      uses: 2,
    },
    {
      folder: 'public/images',
      name: 'hero.webp',
      width: 1920,
      height: 1080,
      bytes: 184 * kb,
      flags: ['generated'],
      uses: 4,
    },
    {
      folder: 'public/images',
      name: 'hero-2.webp',
      width: 1920,
      height: 1080,
      bytes: 171 * kb,
      flags: ['unused', 'generated'],
      uses: 0,
    },
    {
      folder: 'public/images',
      name: 'badge.png',
      width: 256,
      height: 256,
      bytes: 18 * kb,
      alpha: true,
      flags: ['duplicate'],
    },
    {
      folder: 'public/images',
      name: 'badge copy.png',
      width: 256,
      height: 256,
      bytes: 18 * kb,
      alpha: true,
      flags: ['duplicate', 'unused'],
      uses: 0,
    },
    {
      folder: 'public/images',
      name: 'photo.png',
      width: 1024,
      height: 1536,
      bytes: 640 * kb,
      format: 'jpeg',
      flags: ['wrong-extension'],
    },
    { folder: 'public/images', name: 'strip.jpg', width: 3200, height: 320, bytes: 240 * kb },
    { folder: 'src/assets/icons', name: 'arrow.png', width: 32, height: 32, bytes: 700, alpha: true },
    {
      folder: 'src/assets/icons',
      name: 'check.png',
      width: 32,
      height: 32,
      bytes: 640,
      alpha: true,
      flags: ['unused'],
      uses: 0,
    },
  ];
}

/** Names and folders as a large project has them; pictures are few. */
export function manyImages(count: number): SampleImage[] {
  return Array.from({ length: count }, (_, at) => ({
    folder: `packages/site-${Math.floor(at / 400)}/assets/${['hero', 'icons', 'people', 'products'][at % 4]}`,
    name: `picture-${at}.${['png', 'jpg', 'webp'][at % 3]}`,
    width: 400 + (at % 7) * 100,
    height: 300,
    bytes: 1000 + ((at * 7919) % 900_000),
    ...(at % 9 === 0 && { flags: ['unused'] as const, uses: 0 }),
  }));
}

export const findings: readonly GalleryFinding[] = [
  {
    index: 0,
    kind: 'missing',
    title: 'Missing image',
    severity: 'warning',
    message: 'docs/img/sign-up.png is not there.',
    file: 'docs/guide/getting-started.md',
    line: 42,
  },
  {
    index: 1,
    kind: 'unused',
    title: 'Unused',
    severity: 'information',
    message: 'No document that can be read here names this file.',
    file: 'public/images/hero-2.webp',
    image: 8,
  },
  {
    index: 2,
    kind: 'too-big',
    title: 'Too big',
    severity: 'information',
    message: '2.8 MB; it is shown at 640 × 427 at most.',
    file: 'public/images/harbour.jpg',
    image: 6,
  },
  {
    index: 3,
    kind: 'no-alt',
    title: 'No alt text',
    severity: 'warning',
    message: 'dashboard.png has no words for people who do not see it.',
    file: 'src/components/Hero.tsx',
    line: 7,
    image: 2,
  },
];
