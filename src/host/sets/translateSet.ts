import type { SetDescription } from '../../core/sets/description';
import type { Translate } from '../../core/translate';

/**
 * What one of our sets says of itself, in the user's language: `scripts/l10n.mjs` collects the titles from `media/sets`.
 * Languages have words for kinds of snippets too rarely to matter, so those stay.
 */
export function translateSet(set: SetDescription, t: Translate): SetDescription {
  const say = (message: string): string => t(message);
  return {
    ...set,
    title: say(set.title),
    about: say(set.about),
    ...(set.options && { options: set.options.map(each => ({ ...each, title: say(each.title) })) }),
    files: set.files.map(file => ({
      ...file,
      ...(file.about !== undefined && { about: say(file.about) }),
      ...('zones' in file &&
        file.zones && { zones: file.zones.map(zone => ({ ...zone, title: say(zone.title) })) }),
    })),
  };
}
