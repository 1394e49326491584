import type { InputImage } from '../../core/provider';

const roleWords: Readonly<Record<InputImage['role'], string>> = {
  subject: 'the subject',
  object: 'an object to include',
  scene: 'the scene',
  style: 'the style to follow',
  template: 'the template for the layout',
  mask: 'a mask: change only where it is transparent',
};

/**
 * What each image is for, in words: services take images in an order and nothing else. `before` of them come first and
 * are the picture so far. One image that is the subject needs no words: that is what models take it for.
 */
export function describeRoles(images: readonly InputImage[], before = 0): string | undefined {
  if (images.length === 0) return undefined;
  if (images.length + before === 1 && images[0]?.role === 'subject') return undefined;
  const carried = before === 0 ? [] : ['Image 1 is the picture so far.'];
  const named = images.map(({ role }, index) => `Image ${String(index + 1 + before)} is ${roleWords[role]}.`);
  return [...carried, ...named].join(' ');
}

/** The prompt with that before it. */
export function withLegend(prompt: string, images: readonly InputImage[]): string {
  const legend = describeRoles(images);
  return legend === undefined ? prompt : `${legend}\n\n${prompt}`;
}
