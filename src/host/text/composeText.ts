import { assertNever } from '../../core/assertNever';
import type { Blocked, ComposeNote } from '../../core/compose/derive';
import { formatPixels } from '../../core/model/format';
import type { Adaptation } from '../../core/model/run';
import type { Translate } from '../../core/translate';

export function noteSentence(t: Translate, note: ComposeNote): string {
  switch (note.kind) {
    case 'pixels':
      return t('{0} pixels.', formatPixels(note.pixels));
    case 'adapted':
      return adaptationSentence(t, note.model.label, note.adaptation);
    case 'keyed': {
      const names = note.models.map(model => model.label).join(', ');
      return note.models.length === 1
        ? t(
            '{0} has no transparency: it is asked for a flat color behind the subject, which is removed on this machine.',
            names,
          )
        : t(
            '{0} have no transparency: they are asked for a flat color behind the subject, which is removed on this machine.',
            names,
          );
    }
    case 'list-price':
      return t(
        'The price of {0} is the official list price; your gateway may differ.',
        note.models.map(model => model.label).join(', '),
      );
    case 'deprecated':
      return note.replacement
        ? t('{0} will be switched off. {1} takes its place.', note.model.label, note.replacement.label)
        : t('{0} will be switched off.', note.model.label);
    default:
      return assertNever(note);
  }
}

/** What a model is asked for instead of what the user chose. */
export function adaptationSentence(
  t: Translate,
  model: string,
  { setting, asked, used }: Adaptation,
): string {
  switch (setting) {
    case 'aspectRatio':
      return used === undefined
        ? t('{0} chooses the aspect ratio itself.', model)
        : t('{0} is asked for {1} instead of {2}.', model, used, asked);
    case 'imageSize':
    case 'width':
    case 'height':
      return used === undefined
        ? t('{0} chooses the size itself.', model)
        : t('{0} is asked for {1} instead of {2}.', model, used, asked);
    case 'thinking':
      return used === undefined
        ? t('{0} has no thinking level.', model)
        : t('{0} thinks at level “{1}” instead of “{2}”.', model, used, asked);
    case 'seed':
      return t('{0} takes no seed.', model);
    case 'systemInstruction':
      return t('{0} takes no system instruction.', model);
    case 'background':
      return t('{0} can’t make a transparent background.', model);
    case 'quality':
      return used === undefined
        ? t('{0} chooses the quality itself.', model)
        : t('{0} is asked for {1} instead of {2}.', model, used, asked);
    case 'search':
      return t('{0} looks nothing up.', model);
    case 'references':
      return used === undefined
        ? t('{0} does not get the reference images.', model)
        : t('{0} gets {1} of the {2} reference images.', model, used, asked);
    case 'count':
      return t('{0} always gives the same image, so it makes one and not {1}.', model, asked);
    default:
      return assertNever(setting);
  }
}

export function blockedSentence(t: Translate, blocked: Blocked): string {
  switch (blocked.kind) {
    case 'untrusted':
      return t('This workspace is not trusted, so nothing is generated or sent.');
    case 'no-model':
      return t('Choose a model.');
    case 'takes-no-mask':
      return t(
        '{0} takes no mask. Remove it, or choose a model that paints inside a mask.',
        blocked.model.label,
      );
    case 'mask-alone':
      return t('A mask needs the image that it lies on.');
    case 'too-many-masks':
      return t('Only one mask can be used at a time.');
    case 'unknown-model':
      return t('The model “{0}” is not known. Remove it or choose another.', blocked.id);
    case 'retired-model':
      return blocked.replacement
        ? t('{0} is no longer offered. Choose {1} instead.', blocked.model.label, blocked.replacement.label)
        : t('{0} is no longer offered. Choose another model.', blocked.model.label);
    case 'needs-reference':
      return t('{0} changes images: add a reference image.', blocked.model.label);
    case 'takes-no-reference':
      return t(
        '{0} takes no reference images. Remove them, or choose a model that edits.',
        blocked.model.label,
      );
    case 'too-many-references':
      return blocked.max === 1
        ? t('{0} takes one reference image, and there are {1}.', blocked.model.label, blocked.count)
        : t(
            '{0} takes {1} reference images, and there are {2}.',
            blocked.model.label,
            blocked.max,
            blocked.count,
          );
    case 'unusable-reference':
      return t('“{0}” can’t be used. Remove it, or put it right.', blocked.name);
    case 'half-size':
      return t('Fill in both width and height, or neither.');
    case 'too-many-requests':
      return t(
        'This would be {0} requests, and your settings allow {1} in one run. Choose fewer models or a smaller count.',
        blocked.count,
        blocked.max,
      );
    default:
      return assertNever(blocked);
  }
}
