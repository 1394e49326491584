import type { PixelSize } from '../../../../src/core/model/modelInfo';

/** A drawing as an address that the page's policy takes: not a data URL. */
export function pictureUrl(
  size: PixelSize,
  draw: (context: CanvasRenderingContext2D, size: PixelSize) => void,
): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const context = canvas.getContext('2d');
  if (context) draw(context, size);
  const [, base64 = ''] = canvas.toDataURL().split(',');
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
}
