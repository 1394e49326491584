import { crossed, type SliceSettings } from '../../../../src/core/model/slices';
import { sliceFileKind } from '../../../../src/core/nineSlice/slicePlan';
import { sliceSnippets } from '../../../../src/core/nineSlice/sliceSnippets';
import type { SlicePreview, SliceView } from '../../../../src/protocol/sliceViews';
import { pictureUrl } from './pictureUrl';

const large = { width: 360, height: 240 };
const little = { width: 24, height: 16 };
const image = '../ui/panel.png';

/** A panel with round corners and studs along its rim; `small`: as pixel art. */
export function sliceViewOf(small = false): SliceView {
  const size = small ? little : large;
  const rim = small ? 5 : 48;
  const proposed = { left: rim, top: rim, right: rim, bottom: rim };
  return {
    id: 'slice-1',
    name: 'panel.png',
    image: pictureUrl(size, (context, { width, height }) => {
      const line = small ? 1 : 6;
      context.fillStyle = '#5a3a22';
      context.beginPath();
      context.roundRect(0, 0, width, height, small ? 3 : 36);
      context.fill();
      context.fillStyle = '#d9b98a';
      context.beginPath();
      context.roundRect(line * 2, line * 2, width - 4 * line, height - 4 * line, small ? 1 : 22);
      context.fill();
      context.fillStyle = '#e9c75a';
      for (let x = rim; !small && x < width - rim; x += 24) {
        for (const y of [3, height - 9]) context.fillRect(x + 9, y, 6, 6);
      }
    }),
    size,
    path: 'ui/panel.json',
    settings: { slices: proposed, fill: 'stretch' },
    proposed,
    notes: [],
  };
}

/** As the host would. */
export function slicePreviewOf(settings: SliceSettings, path: string): SlicePreview {
  const size = large;
  if (crossed(settings.slices, size)) {
    return { problem: 'The guides meet or cross: of 360 × 240 pixels nothing is left between them.' };
  }
  if (!sliceFileKind(path)) {
    return { problem: 'Nine-slice guides are written as .9.png, .json or .css, not as that.' };
  }
  return {
    files: [{ path, taken: path.startsWith('there/') }],
    snippets: sliceSnippets({ ...settings, size, image }).map(({ id, title, text }) => ({ id, title, text })),
    snippet: 'css',
    document: 'src/styles/panel.css',
    notes: [],
  };
}
