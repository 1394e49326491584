import android from '../../../../media/sets/android-icon.json';
import densities from '../../../../media/sets/densities.json';
import favicon from '../../../../media/sets/favicon.json';
import socialCards from '../../../../media/sets/social-cards.json';
import themePair from '../../../../media/sets/theme-pair.json';
import type { SetDescription } from '../../../../src/core/sets/description';
import { planSet } from '../../../../src/core/sets/plan';
import type {
  SetChoicesView,
  SetFileView,
  SetKindView,
  SetPreview,
  SetView,
} from '../../../../src/protocol/setViews';

const sets = [favicon, densities, themePair, android, socialCards] as unknown as readonly SetDescription[];

function kindOf(set: SetDescription): SetKindView {
  return {
    id: set.id,
    title: set.title,
    about: set.about,
    source: set.source,
    own: false,
    options: (set.options ?? []).map(({ id, title }) => ({ id, title })),
    ...(set.formats && { formats: set.formats }),
    scaled: set.id === 'densities',
    fitted: set.shape === 'square' || set.id === 'social-cards',
    square: set.shape === 'square',
    ...(set.needsDark && { dark: 'needed' as const }),
  };
}

export function choicesOf(id: string): SetChoicesView {
  const set = sets.find(each => each.id === id);
  return {
    set: id,
    folder: 'public',
    name: set?.name?.default ?? 'lighthouse',
    background: null,
    padding: 0,
    fit: set?.fit ?? 'contain',
    position: 'auto',
    width: null,
    format: set?.formats?.[0] ?? 'keep',
    options: Object.fromEntries((set?.options ?? []).map(each => [each.id, each.default === true])),
  };
}

export function setViewOf({ name, image, facts }: Pick<SetView, 'name' | 'image' | 'facts'>): SetView {
  return {
    id: 'set-1',
    name,
    image,
    facts: { ...facts, width: 1024, height: 1024, hasAlpha: true },
    sets: sets.map(kindOf),
    broken: ['.vscode/inline-assets/sets/badge.json: “files[0].width” must be of type number'],
    choices: choicesOf('favicon'),
  };
}

/** As the host would, without making anything: the files of the real plan, the same picture for all. */
export function setPreviewOf(view: SetView, choices: SetChoicesView): SetPreview {
  const set = sets.find(each => each.id === choices.set);
  if (!set) return { problem: 'There is no such set.' };
  const dark = view.dark ?? (set.needsDark ? view.proposedDark : undefined);
  const planned = planSet(set, {
    ...choices,
    image: view.facts,
    ...(dark && { dark: dark.facts }),
    svg: false,
    project: 'My app',
    padding: choices.padding / 100,
    quality: 82,
  });
  if (!('plan' in planned)) {
    const { problem } = planned;
    return {
      problem:
        problem.kind === 'needs-dark'
          ? 'This set has two images. Choose the one for dark themes.'
          : `“${choices.name}” cannot be the name here.`,
    };
  }
  const { files, warnings } = planned.plan;
  const needsColor = warnings.some(({ kind }) => kind === 'needs-colour');
  return {
    files: files.map((file): SetFileView => {
      const { id, path, about } = file;
      const merged = file.kind === 'json';
      const text =
        file.kind === 'json'
          ? JSON.stringify(file.json, null, 2)
          : file.kind === 'text'
            ? file.text
            : undefined;
      return {
        id,
        path,
        ...(about !== undefined && { about }),
        fate:
          choices.folder === 'there'
            ? 'same'
            : merged
              ? 'merged'
              : path === 'favicon.ico'
                ? 'replaced'
                : 'new',
        bytes: 'width' in file && file.width ? file.width * 40 + 300 : 420,
        ...('width' in file &&
          file.width !== undefined && { width: file.width, height: file.height ?? file.width }),
        ...(text === undefined ? { url: view.image } : { text }),
        zones: 'zones' in file ? file.zones : [],
      };
    }),
    notes: [],
    ...(set === sets[3] && {
      cutOut:
        'The image has no transparency, so it is a box in mipmap-mdpi/ic_launcher_foreground.png, mipmap-hdpi/ic_launcher_foreground.png and 3 more, where the subject alone should be.',
    }),
    ...(needsColor && {
      needsColor:
        'apple-touch-icon.png, icon-maskable-512.png: opaque by the rules of the platform. Choose the color behind the image.',
    }),
  };
}
