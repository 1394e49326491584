import type { PixelSize } from '../model/modelInfo';
import { encodeUrlPath } from '../references/referenceTo';
import type { SliceFill, Slices } from './slices';

export interface SliceFacts {
  size: PixelSize;
  slices: Slices;
  fill: SliceFill;
  /** How the file refers to the image: a path with `/`, not encoded. */
  image: string;
}

/** CSS that draws the image as the border and the background of an element, whatever its size. */
export function sliceCss({ slices: { top, right, bottom, left }, fill, image }: SliceFacts): string {
  const edges = [top, right, bottom, left];
  const widths = edges.map(edge => `${edge}px`).join(' ');
  // Tiles are made to fit, because half a tile at the end is a seam.
  const repeat = fill === 'tile' ? 'round' : 'stretch';
  const url = encodeUrlPath(image).replace(/["\\]/g, '\\$&');
  return [
    `.${className(image)} {`,
    '  border-style: solid;',
    `  border-width: ${widths};`,
    `  border-image: url("${url}") ${edges.join(' ')} fill / ${widths} ${repeat};`,
    '}',
    '',
  ].join('\n');
}

/**
 * A sheet of this one image in TexturePacker's form, whose `borders` PixiJS reads (`SpritesheetFrameData`), and the same
 * guides in the words of Unity (`TextureImporter.spriteBorder`: x left, y bottom, z right, w top) and Godot
 * (`NinePatchRect`; axis stretch 0 stretch, 2 tile fit).
 */
export function sliceJson({ size, slices, fill, image }: SliceFacts): string {
  const { width: w, height: h } = size;
  const { left, top, right, bottom } = slices;
  const axis = fill === 'tile' ? 2 : 0;
  const json = {
    frames: {
      [fileName(image)]: {
        frame: { x: 0, y: 0, w, h },
        rotated: false,
        trimmed: false,
        spriteSourceSize: { x: 0, y: 0, w, h },
        sourceSize: { w, h },
        borders: { left, top, right, bottom },
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

function fileName(image: string): string {
  return image.split('/').at(-1) ?? image;
}

function className(image: string): string {
  const stem = fileName(image).replace(/(?<=.)\.[^.]*$/, '');
  const plain = stem.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '');
  return /^[\p{L}_]/u.test(plain) ? plain : `image-${plain}`.replace(/-$/, '');
}
