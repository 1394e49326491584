/**
 * Where projects keep images, best first, relative to a workspace folder or a package in it, `/` separated.
 * The most specific comes first: a `public` that has `images` in it keeps them there.
 */
export const assetFolders = [
  'public/images',
  'public/img',
  'public/assets/images',
  'public/assets',
  'static/images',
  'static/img',
  'static/assets',
  'src/assets/images',
  'src/assets/img',
  'src/assets',
  'src/images',
  'app/assets/images',
  'assets/images',
  'assets/img',
  'assets',
  'images',
  'img',
  'docs/images',
  'docs/img',
  'docs/assets',
  'docs/static/img',
  'media',
  'public',
  'static',
] as const;
