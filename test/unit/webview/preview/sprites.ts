import { cutSheet } from '../../../../src/core/sprites/spriteArgs';
import { plainCut, type SheetFrame, type SpriteSettings } from '../../../../src/core/model/sprites';
import type { SpritePreview, SpriteView } from '../../../../src/protocol/views';
import { pictureUrl } from './pictureUrl';

const cell = 64;
const columns = 4;
const rows = 2;

export function spriteViewOf(): SpriteView {
  return {
    id: 'sprites-1',
    name: 'fox-walk.png',
    path: 'assets/fox-walk',
    settings: { cut: plainCut, sheet: cutSheet, output: 'files' },
  };
}

/** As the host would, without cutting anything: a ball that jumps. */
export function spritePreviewOf(settings: SpriteSettings, path: string): SpritePreview {
  if (settings.cut?.columns === 999) return { problem: 'No whole frame of that size fits into the image.' };
  const across = settings.cut?.columns ?? columns;
  const count = across * rows;
  const frames = Array.from({ length: count }, (_, i): SheetFrame => ({
    name: `fox-walk-${i}`,
    x: (i % across) * cell,
    y: Math.floor(i / across) * cell,
    width: cell,
    height: cell,
    offsetX: 0,
    offsetY: 0,
    sourceWidth: cell,
    sourceHeight: cell,
    duration: settings.sheet.duration,
  }));
  const picture = picturesOf(across);
  const names = frames.map(({ name }) => ({
    path: `${path.replace(/\.png$/, '')}/${name}.png`,
    taken: name.endsWith('3'),
  }));
  const sheet = [
    { path, taken: false },
    { path: path.replace(/\.png$/, '.json'), taken: false },
  ];
  return {
    url: picture,
    sheet: { width: across * cell, height: rows * cell, frames },
    bytes: 12_345,
    frameSizes: {
      least: {
        width: cell,
        height: settings.cut?.align === 'none' && settings.cut.by === 'islands' ? 50 : cell,
      },
      most: { width: cell, height: cell },
    },
    ...(settings.cut && {
      source: { url: picture, width: across * cell, height: rows * cell, cells: frames },
      found: { columns: across, rows, frameWidth: cell, frameHeight: cell },
    }),
    files: [...(settings.output === 'files' ? [] : sheet), ...(settings.output === 'sheet' ? [] : names)],
    notes: settings.cut?.by === 'islands' ? ['3 specks are left out.'] : [],
  };
}

function picturesOf(across: number): string {
  return pictureUrl({ width: across * cell, height: rows * cell }, context => {
    for (let i = 0; i < across * rows; i++) {
      const [x, y] = [((i % across) + 0.5) * cell, (Math.floor(i / across) + 0.5) * cell];
      const jump = Math.abs(Math.sin((i / (across * rows)) * Math.PI * 2)) * 12;
      context.fillStyle = '#e07a3c';
      context.beginPath();
      context.ellipse(x, y + 8 - jump, 15, 17 - jump / 4, 0, 0, 7);
      context.fill();
      context.fillStyle = '#222';
      context.fillRect(x + 4, y - jump, 4, 6);
    }
  });
}
