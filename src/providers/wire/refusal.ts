import type { Failure } from '../../core/model/outcome';
import type { ProviderRequest } from '../../core/provider';
import type { Translate } from '../../core/translate';

/** What is known to fail, said before anything is sent or paid; `undefined` when nothing is. */
export function refuse(t: Translate, request: ProviderRequest): Failure | undefined {
  const { model, settings, images, prompt } = request;
  const { capabilities } = model;
  if (model.status === 'retired') {
    return {
      kind: 'retired',
      message: t('{0} is no longer offered.', model.label),
      ...(model.replacement === undefined ? {} : { replacement: model.replacement }),
      sent: false,
    };
  }
  if (prompt.trim() === '') {
    return { kind: 'bad-request', reason: 'empty-prompt', message: t('The prompt is empty.'), sent: false };
  }
  if (settings.background === 'transparent' && !capabilities.alpha) {
    return unsupported('background', t('{0} can’t make transparent images.', model.label));
  }
  if (!capabilities.exactSize && (settings.width !== undefined || settings.height !== undefined)) {
    return unsupported(
      'size',
      t('{0} has fixed sizes.', model.label),
      capabilities.sizes.map(size => size.name),
    );
  }
  if (settings.aspectRatio !== undefined && !capabilities.aspectRatios.includes(settings.aspectRatio)) {
    return unsupported(
      'aspectRatio',
      t('{0} does not offer the ratio {1}.', model.label, settings.aspectRatio),
      capabilities.aspectRatios,
    );
  }
  const sizes = capabilities.sizes.map(size => size.name);
  if (settings.imageSize !== undefined && sizes.length > 0 && !sizes.includes(settings.imageSize)) {
    return unsupported(
      'imageSize',
      t('{0} does not offer the size {1}.', model.label, settings.imageSize),
      sizes,
    );
  }
  if (settings.thinking !== undefined && !capabilities.thinkingLevels.includes(settings.thinking)) {
    return unsupported(
      'thinking',
      t('{0} has no thinking level {1}.', model.label, settings.thinking),
      capabilities.thinkingLevels,
    );
  }
  // A mask comes on top of what it lies on.
  const references = images.filter(({ role }) => role !== 'mask' || capabilities.mask !== true);
  if (references.length > capabilities.maxReferences) {
    return unsupported(
      'references',
      t('{0} takes at most {1} reference images.', model.label, capabilities.maxReferences),
    );
  }
  const foreign = images.find(image => !capabilities.inputTypes.includes(image.facts.mimeType));
  if (foreign !== undefined) {
    return unsupported(
      'inputType',
      t('{0} does not take {1}.', model.label, foreign.facts.mimeType),
      capabilities.inputTypes,
    );
  }
  return undefined;
}

function unsupported(reason: string, message: string, supported?: readonly string[]): Failure {
  return {
    kind: 'unsupported',
    reason,
    message,
    ...(supported === undefined || supported.length === 0 ? {} : { supported }),
    sent: false,
  };
}
