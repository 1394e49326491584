import { t } from '@vscode/l10n';

/** The keys of the view of images that are compared, in the order to show them. */
export function compareKeys(): readonly (readonly [keys: string, does: string])[] {
  return [
    ['S', t('Side by side')],
    ['L', t('Slider')],
    ['F', t('Fade')],
    ['D', t('Difference')],
    ['X', t('Swap the two')],
    ['PageUp, PageDown', t('Previous or next image in this place')],
    ['+, −', t('Zoom in and out')],
    ['1', t('One pixel of the image is one of the screen')],
    ['0', t('Fit')],
    ['← → ↑ ↓', t('Move the images')],
    ['O', t('Same size or own pixels')],
    ['B', t('Next background')],
    ['Ctrl+Enter', t('Save the image that has the focus')],
    ['?', t('These keys')],
    ['Esc', t('Close')],
  ];
}

export interface CompareActions {
  mode(mode: 'side' | 'slider' | 'fade' | 'difference'): void;
  swap(): void;
  step(by: number): void;
  pan(x: number, y: number): void;
  size(): void;
  backdrop(): void;
  keys(): void;
}

/** What a key of the list does; those for zoom are in `stageKey`. */
export function compareKey(key: string, act: CompareActions): boolean {
  const keys: Record<string, () => void> = {
    s: () => act.mode('side'),
    l: () => act.mode('slider'),
    f: () => act.mode('fade'),
    d: () => act.mode('difference'),
    x: () => act.swap(),
    PageDown: () => act.step(1),
    PageUp: () => act.step(-1),
    ArrowLeft: () => act.pan(-1, 0),
    ArrowRight: () => act.pan(1, 0),
    ArrowUp: () => act.pan(0, -1),
    ArrowDown: () => act.pan(0, 1),
    o: () => act.size(),
    b: () => act.backdrop(),
    '?': () => act.keys(),
  };
  const run = keys[key] ?? keys[key.toLowerCase()];
  run?.();
  return run !== undefined;
}
