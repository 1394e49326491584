import { wordsOf } from './askedSize';
import { readLength } from './makeReference';
import type { ReferenceKind } from './reference';

/** What tells a manifest from other JSON. */
export interface JsonFacts {
  /** Of the outermost object. */
  keys: Set<string>;
  /** `engines.vscode`: the manifest of an extension. */
  forVscode: boolean;
}

/** Keys whose values describe the image beside them. */
export const describingKeys =
  /^(?:alt|label|caption|title|name|displayName|short_name|sizes|width|height|purpose)$/;

/** Written by tools: lock files and source maps name files of packages and of builds. */
export function isLeftAlone({ keys }: JsonFacts): boolean {
  return keys.has('lockfileVersion') || (keys.has('mappings') && keys.has('version'));
}

/** Places where a tool reads an image's path from, relative to the file. */
const shapes: readonly { says: (facts: JsonFacts) => boolean; paths: RegExp }[] = [
  {
    // https://www.w3.org/TR/appmanifest/
    says: ({ keys }) =>
      !keys.has('manifest_version') &&
      ['start_url', 'display', 'short_name', 'theme_color', 'background_color'].some(key => keys.has(key)),
    paths: /^(?:icons|screenshots|(?:shortcuts|file_handlers)\[\]\.icons)\[\]\.src$/,
  },
  {
    // https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json
    says: isWebExtension,
    paths: /^(?:icons\.\d+|(?:browser_|page_|sidebar_)?action\.default_icon(?:\.\d+)?)$/,
  },
  {
    // https://code.visualstudio.com/api/references/extension-manifest
    says: ({ forVscode }) => forVscode,
    paths: /^(?:icon|contributes\..*\.icon(?:\.light|\.dark)?)$/,
  },
];

/** Words of keys whose values are images. */
const imageWords =
  /^(?:icons?|images?|img|logos?|favicon|photos?|pictures?|avatar|thumbnail|thumb|cover|poster|banner|splash|screenshots?|background)$/;

/** What the place of a value says of it. */
export interface JsonPlace {
  /** Manifests say where their images are. */
  known: boolean;
  /** `logo`, `adaptiveIcon.foregroundImage`, `icons[].src`, `logo.dark` */
  named: boolean;
  kind: ReferenceKind;
}

export function placeInJson(facts: JsonFacts, path: string): JsonPlace {
  const known = shapes.some(({ says, paths }) => paths.test(path) && says(facts));
  const keys = path.split(/[.[\]]+/).filter(key => key !== '');
  const named = keys.slice(-2).some(key => wordsOf(key).some(word => imageWords.test(word)));
  // Tools that make extensions take what a manifest names from a public folder as well; so do pages with data.
  return { known, named, kind: known && !isWebExtension(facts) ? 'html' : 'jsx' };
}

/**
 * False: a path like any other string. It names an image when the file is there, and is nothing to complain of when it is
 * not, as those of fixtures, translations and answers of servers.
 */
export function isFirm({ known, named }: JsonPlace, value: string): boolean {
  // `./` and `../` can only be relative to the file, as Expo, Gatsby and Astro read it.
  return known || (named && /^\.{1,2}\//.test(value) && !/\s/.test(value));
}

function isWebExtension({ keys }: JsonFacts): boolean {
  return keys.has('manifest_version');
}

/** From `sizes` (the largest of several), `width` and `height`, or the key of `icons: { "48": … }`. */
export function sizeInJson(
  path: string,
  said: ReadonlyMap<string, string>,
): { width?: number | undefined; height?: number | undefined } {
  const sizes = [...(said.get('sizes') ?? '').slice(0, 200).matchAll(/(\d+)x(\d+)/gi)]
    .map(([, width, height]) => ({ width: readLength(width), height: readLength(height) }))
    .sort((a, b) => (a.width ?? 0) - (b.width ?? 0));
  const largest = sizes.at(-1);
  if (largest !== undefined) return largest;
  const side = readLength(/(?:^icons|\.default_icon)\.(\d+)$/.exec(path)?.[1]);
  if (side !== undefined) return { width: side, height: side };
  return { width: readLength(said.get('width')), height: readLength(said.get('height')) };
}
