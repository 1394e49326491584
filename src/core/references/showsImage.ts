/** An `img`, or a component that stands for one. A `source` takes what is said of its `img`, a `video` says its own. */
export function showsImage(element: string | undefined): boolean {
  return (
    element !== undefined &&
    /^(?:(?:\w+:)?img|Img|(?:[\w.]+\.)?(?:[A-Z]\w*)?Image|NuxtImg|NuxtPicture|nuxt-img|amp-img)$/.test(
      element,
    )
  );
}
