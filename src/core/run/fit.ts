import type { ModelInfo } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import type { RunSettings } from '../model/run';
import type { Translate } from '../translate';
import { transparencyOf } from '../transparency/transparencyOf';
import { unsent } from './failures';

/** Why this model cannot do what is asked, said before anything is sent; `undefined` when it can. */
export function whyNot(
  model: ModelInfo,
  ask: { references: number; masks: number; settings: RunSettings },
  t: Translate,
): Failure | undefined {
  const can = model.capabilities;
  if (model.status === 'retired') {
    return unsent('retired', t('{0} is no longer offered.', model.label), {
      ...(model.replacement !== undefined && { replacement: model.replacement }),
    });
  }
  if (ask.references === 0 && !can.generate) {
    return unsent(
      'unsupported',
      t('{0} changes images and needs at least one reference image.', model.label),
    );
  }
  if (ask.references > 0 && (!can.edit || can.maxReferences === 0)) {
    return unsent('unsupported', t('{0} takes no reference images.', model.label));
  }
  if (ask.references > can.maxReferences) {
    return unsent(
      'unsupported',
      can.maxReferences === 1
        ? t('{0} takes 1 reference image, and {1} were given.', model.label, ask.references)
        : t(
            '{0} takes at most {1} reference images, and {2} were given.',
            model.label,
            can.maxReferences,
            ask.references,
          ),
    );
  }
  if (ask.masks > 0 && can.mask !== true) return unsent('unsupported', t('{0} takes no mask.', model.label));
  if (ask.settings.background === 'transparent' && transparencyOf(model) === 'none') {
    return unsent('unsupported', t('{0} cannot make transparent backgrounds.', model.label));
  }
  return undefined;
}
