import { dirname, join } from '../references/paths';

/**
 * True for images that a tool takes by their place and name, so that nothing has to name them.
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/metadata/app-icons
 * @see https://developer.android.com/guide/topics/resources/providing-resources
 * @see https://developer.mozilla.org/docs/Web/HTML/Reference/Attributes/rel#icon (Apple's are asked for by browsers)
 */
export function isTakenByPlace(path: string): boolean {
  return (
    /\/(?:favicon|apple-touch-icon(?:-\d+x\d+)?(?:-precomposed)?)\.(?:png|svg|gif)$/i.test(path) ||
    // Next: also below folders of routes, and numbered.
    /\/app\/(?:.*\/)?(?:icon|apple-icon|opengraph-image|twitter-image)\d*\.(?:png|jpe?g|gif|svg)$/.test(
      path,
    ) ||
    /\/res\/(?:drawable|mipmap)[\w-]*\/[^/]+$/.test(path) ||
    /\.(?:xcassets|appiconset|imageset|launchimage|icon)\//.test(path)
  );
}

/**
 * The folders out of which a document takes images by a pattern (`import.meta.glob('./img/*.png')`,
 * `require.context('./img', …)`): absolute, without the part that has wildcards. Aliases are left alone.
 * @see https://vite.dev/guide/features#glob-import
 * @see https://webpack.js.org/guides/dependency-management/#requirecontext
 */
export function takenFolders(text: string, documentPath: string, root: string): string[] {
  const folders = new Set<string>();
  for (const { 1: call = '' } of text.matchAll(
    /(?:import\.meta\.glob(?:Eager)?(?:<[^>()]*>)?|require\.context)\s*\(([^)]{0,2000})/g,
  )) {
    for (const { 1: written = '' } of call.matchAll(/["'`]([^"'`\n]{1,500})["'`]/g)) {
      if (!/^\.{0,2}\//.test(written)) continue;
      const wild = written.search(/[*?{[(]/);
      const fixed = wild < 0 ? written : written.slice(0, written.lastIndexOf('/', wild) + 1);
      folders.add(join(written.startsWith('/') ? root : dirname(documentPath), fixed));
    }
  }
  return [...folders];
}
