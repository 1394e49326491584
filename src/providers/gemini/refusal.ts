import type { ModelId } from '../../core/model/modelInfo';
import type { Failure } from '../../core/model/outcome';
import type { ProviderRequest } from '../../core/provider';
import { geminiInfo } from './info';
import { takesImageSize } from './info';

/** What is known to fail, said before anything is sent or paid; `undefined` when nothing is. */
export function refuse(request: ProviderRequest): Failure | undefined {
  const { model, settings, images, prompt } = request;
  const { capabilities } = model;
  const replacement = replacementOf(model.id) ?? model.replacement;
  if (model.status === 'retired') {
    return {
      kind: 'retired',
      message: `${model.label} is no longer offered.`,
      ...(replacement === undefined ? {} : { replacement }),
      sent: false,
    };
  }
  if (prompt.trim() === '') {
    return { kind: 'bad-request', reason: 'empty-prompt', message: 'The prompt is empty.', sent: false };
  }
  if (settings.background === 'transparent' && !capabilities.alpha) {
    return unsupported('background', `${model.label} can’t make transparent images.`);
  }
  if (!capabilities.exactSize && (settings.width !== undefined || settings.height !== undefined)) {
    return unsupported(
      'size',
      `${model.label} has fixed sizes.`,
      capabilities.sizes.map(size => size.name),
    );
  }
  if (settings.aspectRatio !== undefined && !capabilities.aspectRatios.includes(settings.aspectRatio)) {
    return unsupported(
      'aspectRatio',
      `${model.label} does not offer the ratio ${settings.aspectRatio}.`,
      capabilities.aspectRatios,
    );
  }
  const sizes = capabilities.sizes.map(size => size.name);
  if (
    settings.imageSize !== undefined &&
    !sizes.includes(settings.imageSize) &&
    (sizes.length > 0 || takesImageSize(model))
  ) {
    return unsupported('imageSize', `${model.label} does not offer the size ${settings.imageSize}.`, sizes);
  }
  if (settings.thinking !== undefined && !capabilities.thinkingLevels.includes(settings.thinking)) {
    return unsupported(
      'thinking',
      `${model.label} has no thinking level ${settings.thinking}.`,
      capabilities.thinkingLevels,
    );
  }
  if (images.length > capabilities.maxReferences) {
    return unsupported(
      'references',
      `${model.label} takes at most ${String(capabilities.maxReferences)} reference images.`,
    );
  }
  const foreign = images.find(image => !capabilities.inputTypes.includes(image.facts.mimeType));
  if (foreign !== undefined) {
    return unsupported(
      'inputType',
      `${model.label} does not take ${foreign.facts.mimeType}.`,
      capabilities.inputTypes,
    );
  }
  return undefined;
}

/** What to use instead of an id that is gone or going. */
export function replacementOf(id: ModelId): ModelId | undefined {
  return geminiInfo.retired?.[id] ?? geminiInfo.models.find(model => model.id === id)?.replacement;
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
