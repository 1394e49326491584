import type { PixelSize } from '../core/model/modelInfo';
import type { StageImage } from './components/stageImage';

/** Pixels of the longer side. */
const smallSide = 128;

export function imageOf(
  name: string,
  { facts, ...shown }: { facts: PixelSize; url?: string },
  url = shown.url ?? '',
): StageImage {
  return { name, url, width: facts.width, height: facts.height };
}

/** Next to nothing is to be seen of it in its own pixels. */
export function isSmall({ width, height }: PixelSize): boolean {
  return Math.max(width, height) <= smallSide;
}

export function sameShape(one: PixelSize, other: PixelSize): boolean {
  return Math.abs(one.width / one.height / (other.width / other.height) - 1) < 0.005;
}

/** `#rrggbb` of the page that the image lies on, where the theme says it so. */
export function pageColour(): string | undefined {
  const colour = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background').trim();
  return /^#[0-9a-f]{6}/i.exec(colour)?.[0];
}
