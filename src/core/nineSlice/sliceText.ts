import type { PixelSize } from '../model/modelInfo';
import { encodeUrlPath } from '../references/referenceTo';
import { cssRepeat, type SliceFill, type Slices } from '../model/slices';

export interface SliceFacts {
  size: PixelSize;
  slices: Slices;
  fill: SliceFill;
  /** How the file refers to the image: a path with `/`, not encoded. */
  image: string;
}

/** CSS that draws the image as the border and the background of an element, whatever its size. */
export function sliceCss(facts: SliceFacts): string {
  const lines = sliceDeclarations(facts).map(line => `  ${line}`);
  return [`.${className(facts.image)} {`, ...lines, '}', ''].join('\n');
}

/** What stands in its rule. */
export function sliceDeclarations({
  slices: { top, right, bottom, left },
  fill,
  image,
}: SliceFacts): readonly string[] {
  const edges = [top, right, bottom, left];
  const widths = edges.map(edge => `${edge}px`).join(' ');
  const url = encodeUrlPath(image).replace(/["\\]/g, '\\$&');
  return [
    'border-style: solid;',
    `border-width: ${widths};`,
    `border-image: url("${url}") ${edges.join(' ')} fill / ${widths} ${cssRepeat[fill]};`,
  ];
}

/** Godot's `NinePatchRect.AxisStretchMode`. */
export const godotStretch = {
  stretch: { value: 0, name: 'AXIS_STRETCH_MODE_STRETCH' },
  repeat: { value: 1, name: 'AXIS_STRETCH_MODE_TILE' },
  tile: { value: 2, name: 'AXIS_STRETCH_MODE_TILE_FIT' },
} as const satisfies Record<SliceFill, { value: number; name: string }>;

/**
 * A sheet of this one image in TexturePacker's form, whose `borders` PixiJS reads (`SpritesheetFrameData`) and whose
 * `scale9Borders`, the rectangle in the middle, Phaser does (`Frame.setScale9`); and the same guides in the words of Unity
 * (`TextureImporter.spriteBorder`: x left, y bottom, z right, w top) and Godot (`NinePatchRect`).
 */
export function sliceJson({ size, slices, fill, image }: SliceFacts): string {
  const { width: w, height: h } = size;
  const { left, top, right, bottom } = slices;
  const axis = godotStretch[fill].value;
  const json = {
    frames: {
      [fileName(image)]: {
        frame: { x: 0, y: 0, w, h },
        rotated: false,
        trimmed: false,
        spriteSourceSize: { x: 0, y: 0, w, h },
        sourceSize: { w, h },
        borders: { left, top, right, bottom },
        scale9Borders: { x: left, y: top, w: w - left - right, h: h - top - bottom },
      },
    },
    meta: {
      app: 'Inline Assets',
      version: '1.0',
      image,
      format: 'RGBA8888',
      size: { w, h },
      scale: '1',
      nineSlice: {
        unity: { spriteBorder: { x: left, y: bottom, z: right, w: top } },
        godot: {
          patch_margin_left: left,
          patch_margin_top: top,
          patch_margin_right: right,
          patch_margin_bottom: bottom,
          axis_stretch_horizontal: axis,
          axis_stretch_vertical: axis,
        },
      },
    },
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

export function fileName(image: string): string {
  return image.split('/').at(-1) ?? image;
}

export function stemOf(image: string): string {
  return fileName(image).replace(/(?<=.)\.[^.]*$/, '');
}

function className(image: string): string {
  const stem = stemOf(image);
  const plain = stem.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '');
  return /^[\p{L}_]/u.test(plain) ? plain : `image-${plain}`.replace(/-$/, '');
}
