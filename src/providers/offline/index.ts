import { isImagingError } from '../../core/imaging/imagingPort';
import type { Failure, Outcome } from '../../core/model/outcome';
import type { GenerateContext, ImageProvider, ProviderDeps, ProviderRequest } from '../../core/provider';
import { offlineInfo } from './info';
import { placeholder } from './placeholder';
import { retouch } from './retouch';

/** No network, no key, no cost; the same request gives the same image. */
export function createProvider(deps: ProviderDeps): ImageProvider {
  return {
    listModels: () => Promise.resolve(offlineInfo.models),
    generate: (request, context) => generate(request, context, deps),
  };
}

async function generate(
  request: ProviderRequest,
  context: GenerateContext,
  deps: ProviderDeps,
): Promise<Outcome> {
  if (context.signal.aborted) return cancelled;
  context.onProgress({ state: 'waiting' });
  try {
    switch (request.model.id) {
      case 'offline/placeholder':
        return await placeholder(request, context, deps);
      case 'offline/retouch':
        return await retouch(request, context, deps);
      default:
        return {
          kind: 'unsupported',
          message: deps.t('There is no model “{0}” on this machine.', request.model.id),
          sent: false,
        };
    }
  } catch (error) {
    return failureOf(error, context.signal);
  }
}

const cancelled: Failure = { kind: 'cancelled', sent: false };

function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return cancelled;
  if (!isImagingError(error)) throw error;
  if (error.reason === 'cancelled') return cancelled;
  const kind = error.reason === 'unsupported' || error.reason === 'too-large' ? 'unsupported' : 'bad-request';
  return { kind, reason: error.reason, message: error.message, sent: false };
}
