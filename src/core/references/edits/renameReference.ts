import { aliasName, bestRule, type AliasRule } from '../aliases';
import type { TextEditAt } from '../insertion/insertionTypes';
import { dirname, isInside, normalize, relative, toSlashes } from '../paths';
import type { ProjectFacts } from '../project';
import type { ImageReference } from '../reference';
import { encodeUrlPath } from '../referenceTo';
import { resolveReference } from '../resolve';
import { isAlias, readTarget } from '../target';

type Renamed = Pick<ImageReference, 'start' | 'end' | 'rawTarget' | 'path' | 'kind' | 'markup'>;

/**
 * The edit after which a reference leads to another image, or to the same one in another place. The path keeps its form
 * (relative, rooted, by an alias) where the image can be named that way, else it becomes the nearest form that leads
 * there; query, fragment and the document's way to encode stay.
 * @param documentPath absolute, where the document will be
 * @param imagePath absolute
 * @returns undefined when no path in this place leads to the image
 */
export function renameReference(
  reference: Renamed,
  documentPath: string,
  project: ProjectFacts,
  imagePath: string,
): TextEditAt | undefined {
  const image = normalize(toSlashes(imagePath));
  const { start, end, rawTarget } = reference;
  const { path, suffix } = splitSuffix(rawTarget);
  for (const name of namesFor(reference, image, documentPath, project)) {
    const written = write(name, path, reference);
    if (!leadsTo(image, written.target, reference, documentPath, project)) continue;
    return { offset: start, length: end - start, text: written.text + suffix };
  }
  return undefined;
}

/** As it is written: `&#39;` and `\#` begin no fragment. */
function splitSuffix(raw: string): { path: string; suffix: string } {
  const from = isAlias(raw) ? 1 : 0;
  const at = raw.slice(from).search(/(?<!&)\\?[?#]/);
  return at < 0 ? { path: raw, suffix: '' } : { path: raw.slice(0, from + at), suffix: raw.slice(from + at) };
}

/** Names of the image as a file system has them, those of the same form first. */
function* namesFor(
  { path, kind }: Renamed,
  image: string,
  documentPath: string,
  { root, publicFolders, aliases = [], assetFolders = [], packages }: ProjectFacts,
): Generator<string> {
  const isRelative = /^\.{1,2}\//.test(path);
  if (!isRelative) {
    const prefix = /^~[^/]/.test(path) ? '~' : '';
    const rules = aliases.flatMap(table => table.rules);
    for (const name of prefix === '' ? [path] : [path, path.slice(1)]) {
      const used = aliases.flatMap(table => bestRule(table.rules, name)?.rule ?? []);
      // Another alias is nearer to what stood there than another form.
      const others = used.length > 0 ? rules.filter(({ pattern }) => /^[^*]+\*$/.test(pattern)) : [];
      for (const rule of [...used, ...others]) {
        for (const alias of namesBy(rule, image)) yield (name === path ? '' : prefix) + alias;
      }
    }
  }
  if (path.startsWith('/')) {
    for (const base of [...publicFolders, ...assetFolders, ...packages, root]) {
      if (isInside(base, image)) yield image.slice(base.replace(/\/$/, '').length);
    }
  }
  // What a component names is asked of the server, which knows nothing of its folder.
  if (path.startsWith('/') && kind === 'jsx') return;
  const named = relative(dirname(normalize(toSlashes(documentPath))), image);
  const dotted = named.startsWith('../') ? named : `./${named}`;
  const bare = !isRelative && !path.startsWith('/') && !isAlias(path) && kind !== 'import';
  if (bare && kind === 'jsx') {
    // What a page names without a dot is served from the public folder.
    for (const base of publicFolders) {
      const served = image.slice(base.length + 1);
      if (isInside(base, image) && !looksLikeName(served)) yield served;
    }
  }
  const plain = !path.startsWith('./') && kind !== 'import' && !looksLikeName(named);
  yield* plain ? [named, dotted] : [dotted];
  // A page that a server shows knows nothing of the folder of its source.
  if (!path.startsWith('/')) {
    for (const base of publicFolders) if (isInside(base, image)) yield image.slice(base.length);
  }
}

/** `@2x.png`, `.cover.png`: tools would look for an alias, or take it for something hidden. */
function looksLikeName(path: string): boolean {
  return /^(?:[@~$#]|\.(?!\.\/))/.test(path);
}

function namesBy(rule: AliasRule, image: string): string[] {
  return rule.targets.flatMap(target => aliasName({ ...rule, targets: [target] }, image) ?? []);
}

/** @returns the name as the language will decode it, and as it has to be written */
function write(
  name: string,
  path: string,
  { kind, rawTarget, markup, start, path: was }: Renamed,
): { target: string; text: string } {
  const inMarkup = markup?.syntax === 'html' && markup.start < start && start < markup.end;
  const encoded = /%[\da-f]{2}/i.test(path) && decodes(path);
  const isUrl = kind !== 'import' || encoded;
  let target = isUrl ? encodeUrlPath(name) : name;
  // In Sass it would begin a variable.
  if (kind === 'css') target = target.replace(/(?<!^)\$|^\$(?!\w*\/)/g, '%24');
  // What stood there shows that a space is nothing special here.
  if (!encoded && /(?<!\\) /.test(rawTarget)) target = target.replaceAll('%20', ' ');
  if (/%[89a-f][\da-f]/i.test(path)) target = target.replace(/[^\u0000-\u007F]+/g, encodeURIComponent);
  // In a `srcset` they are not decoded.
  const entities = rawTarget.includes('&amp;') && !was.includes('&amp;');
  if (isUrl && entities) return { target, text: target.replaceAll('&', '&amp;') };
  if (isUrl) {
    // Where the language has entities, `&copy` is one.
    target = target.replace(/&(?=#|[a-z])/gi, '%26');
    return { target, text: target };
  }
  const text = inMarkup
    ? target.replace(/&(?=#|[a-z])/gi, '&amp;').replaceAll("'", '&#39;')
    : target.replaceAll("'", "\\'");
  return { target, text };
}

function decodes(path: string): boolean {
  try {
    return decodeURIComponent(path) !== path;
  } catch {
    return false;
  }
}

function leadsTo(
  image: string,
  target: string,
  { kind }: Renamed,
  documentPath: string,
  project: ProjectFacts,
): boolean {
  const read = readTarget(target);
  if (read === undefined) return false;
  const { candidates, certain } = resolveReference(
    { path: read.path, rawTarget: target, kind },
    documentPath,
    project,
  );
  // An alias may have several targets, Hugo several folders, and the text of a module may be what its name looks like when decoded.
  const named =
    kind === 'import' ||
    isAlias(read.path) ||
    (project.assetFolders ?? []).some(folder => isInside(folder, image));
  return certain && (named ? candidates.includes(image) : candidates[0] === image);
}
