/** What a file can hold beside its picture, in the order to say it. */
export const metadataItems = [
  'position',
  'camera',
  'date',
  'author',
  'preview',
  'exif',
  'xmp',
  'iptc',
  'credentials',
  'comment',
  'appended',
  'other',
] as const;

/**
 * `position`: where it was taken. `preview`: a small picture of it. `exif`: fields that have no word of their own here.
 * `comment`: a text. `appended`: bytes behind the end of the picture. `other`: blocks that are not known here.
 */
export type MetadataItem = (typeof metadataItems)[number];

/** Each once, with how often it was found. */
export type MetadataFound = readonly { item: MetadataItem; count: number }[];

export function countItems(found: readonly MetadataItem[]): MetadataFound {
  return metadataItems.flatMap(item => {
    const count = found.filter(each => each === item).length;
    return count === 0 ? [] : [{ item, count: item === 'comment' ? count : 1 }];
  });
}

/** A piece of a file. All that is `kept` of each, put together, is the picture alone. */
export interface Part {
  whole: Uint8Array;
  kept: Uint8Array;
  /** What is not kept. */
  left: readonly MetadataItem[];
}

const nothing = new Uint8Array(0);

export function keep(whole: Uint8Array): Part {
  return { whole, kept: whole, left: [] };
}

/** `instead`: the little of it that the picture needs. */
export function drop(whole: Uint8Array, left: readonly MetadataItem[], instead: Uint8Array = nothing): Part {
  return { whole, kept: instead, left };
}

/** Bytes behind the end of the picture; some programs fill up with zeros, which say nothing. */
export function behindEnd(bytes: Uint8Array): readonly Part[] {
  if (bytes.length === 0) return [];
  return [drop(bytes, bytes.some(byte => byte !== 0) ? ['appended'] : [])];
}
