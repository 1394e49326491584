import type { AtlasForm, Pivot, Sheet, SheetFrame } from '../model/sprites';
import { groupsOf } from './frameNames';

export interface AtlasOptions {
  form: AtlasForm;
  /** File name of the picture, beside the atlas. */
  image: string;
  pivot: Pivot | 'none';
}

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const pivotPoints: Readonly<Record<Pivot, { x: number; y: number }>> = {
  center: { x: 0.5, y: 0.5 },
  feet: { x: 0.5, y: 1 },
};

/**
 * The JSON beside a sheet. `hash` and `array` are TexturePacker's (`frames` by name, or a list with `filename`), read by
 * Phaser, PixiJS and many importers; `pivot` is TexturePacker's word and `anchor` that of PixiJS and Phaser.
 * `aseprite` is what "Export Sprite Sheet" writes with the item name `{frame}`, the one that Phaser's `createFromAseprite`
 * looks for: the names of the frames are in the tags. Sources: aseprite.org/docs/cli (doc_exporter.cpp), Phaser's
 * `JSONHash`, `JSONArray` and `createFromAseprite`, PixiJS' `SpritesheetFrameData`.
 */
export function atlasText(sheet: Sheet, options: AtlasOptions): string {
  return options.form === 'aseprite' ? asepriteText(sheet, options) : texturePackerText(sheet, options);
}

function texturePackerText(sheet: Sheet, { form, image, pivot }: AtlasOptions): string {
  const names = sheet.frames.map(({ name }) => name);
  // PixiJS' word; it knows the frames of a list by their place only.
  const animations = groupsOf(names, stemOf(image)).filter(({ from, to }) => to > from);
  const frames = sheet.frames.map((frame): readonly [string, Json] => {
    const point = pivot === 'none' ? undefined : pivotPoints[pivot];
    return [frame.name, { ...frameJson(frame), ...(point && { pivot: point, anchor: point }) }];
  });
  return objectText([
    [
      'frames',
      form === 'hash'
        ? hashText(frames)
        : listText(frames.map(([filename, json]) => ({ filename, ...(json as object) }))),
    ],
    // By hand, because a name may be a number, and an object would bring those to the front.
    ...(form === 'hash' && animations.length > 0
      ? [
          [
            'animations',
            hashText(animations.map(({ name, from, to }) => [name, names.slice(from, to + 1)])),
          ] as const,
        ]
      : []),
    ['meta', JSON.stringify(metaJson(sheet, image), null, 2).replace(/\n/g, '\n  ')],
  ]);
}

function asepriteText(sheet: Sheet, { image, pivot }: AtlasOptions): string {
  const { frames } = sheet;
  const tags = groupsOf(
    frames.map(({ name }) => name),
    stemOf(image),
  );
  const slices =
    pivot === 'none'
      ? []
      : [{ name: 'pivot', color: '#0000ffff', keys: frames.map((frame, i) => pivotKey(frame, i, pivot)) }];
  const meta = {
    ...metaJson(sheet, image),
    frameTags: tags.map(({ name, from, to }) => ({
      name,
      from,
      to,
      direction: 'forward',
      color: '#000000ff',
    })),
    layers: [{ name: 'Layer 1', opacity: 255, blendMode: 'normal' }],
    slices,
  };
  return objectText([
    [
      'frames',
      listText(
        frames.map((frame, i) => ({ filename: String(i), ...frameJson(frame), duration: frame.duration })),
      ),
    ],
    ['meta', JSON.stringify(meta, null, 2).replace(/\n/g, '\n  ')],
  ]);
}

/** In pixels of the whole frame, as Aseprite's slices are. */
function pivotKey({ sourceWidth: w, sourceHeight: h }: SheetFrame, frame: number, pivot: Pivot): Json {
  const { x, y } = pivotPoints[pivot];
  const point = { x: Math.min(w - 1, Math.floor(w * x)), y: Math.min(h - 1, Math.floor(h * y)) };
  return { frame, bounds: { x: 0, y: 0, w, h }, pivot: point };
}

function frameJson(frame: SheetFrame): { [key: string]: Json } {
  const { x, y, width: w, height: h, offsetX, offsetY, sourceWidth, sourceHeight } = frame;
  return {
    frame: { x, y, w, h },
    rotated: false,
    trimmed: w !== sourceWidth || h !== sourceHeight,
    spriteSourceSize: { x: offsetX, y: offsetY, w, h },
    sourceSize: { w: sourceWidth, h: sourceHeight },
  };
}

function metaJson({ width: w, height: h }: Sheet, image: string): { [key: string]: Json } {
  return { app: 'Inline Assets', version: '1.0', image, format: 'RGBA8888', size: { w, h }, scale: '1' };
}

function stemOf(file: string): string {
  return file.replace(/(?<=.)\.[^.]*$/, '') || 'all';
}

function objectText(members: readonly (readonly [string, string])[]): string {
  return `{\n${members.map(([key, text]) => `  ${JSON.stringify(key)}: ${text}`).join(',\n')}\n}\n`;
}

/** One line a member. */
function hashText(members: readonly (readonly [string, Json])[]): string {
  return `{\n${members.map(([key, json]) => `    ${JSON.stringify(key)}: ${JSON.stringify(json)}`).join(',\n')}\n  }`;
}

function listText(items: readonly Json[]): string {
  return `[\n${items.map(json => `    ${JSON.stringify(json)}`).join(',\n')}\n  ]`;
}
