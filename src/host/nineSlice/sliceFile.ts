import type { PixelSize } from '../../core/model/modelInfo';
import type { SliceSettings } from '../../core/model/slices';
import type { SliceFileKind } from '../../core/nineSlice/slicePlan';
import { sliceCss, sliceJson } from '../../core/nineSlice/sliceText';
import { dirname, normalize, relative, toSlashes } from '../../core/references/paths';
import type { SetFile } from '../save/fileSet';

export interface SliceTarget {
  /** Absolute. */
  path: string;
  kind: SliceFileKind;
}

export interface SliceContent extends SliceSettings {
  size: PixelSize;
  /** The image that the file refers to, absolute. */
  image: string;
  /** The `.9.png` that was made, absolute. */
  staged: string;
}

/** One file of guides. */
export function sliceFile({ path: target, kind }: SliceTarget, content: SliceContent): SetFile {
  if (kind === 'android') return { target, file: content.staged };
  const facts = { ...content, image: reference(target, content.image) };
  return { target, text: kind === 'css' ? sliceCss(facts) : sliceJson(facts) };
}

function reference(from: string, image: string): string {
  return relative(dirname(normalize(toSlashes(from))), normalize(toSlashes(image)));
}
