import { t } from '@vscode/l10n';
import { type Description, redacts, sourceBeside } from '../core/model/layers';
import type { LayersView } from '../protocol/views';

/** Keeping the layers would write what the redactions hide: then nobody gets it without asking for it. */
export function isKeptUnasked({ source }: Pick<LayersView, 'source'>, description: Description): boolean {
  return source === undefined || !redacts(description);
}

/** What "Keep layers editable" writes beside the result and is not obvious, or why it is off. */
export function keptNote(
  { source }: Pick<LayersView, 'source'>,
  description: Description,
  path: string,
  keep: boolean,
): { text: string; bad: boolean } | undefined {
  if (source === undefined) return undefined;
  const file = sourceBeside(path, source);
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (!redacts(description)) {
    return keep
      ? { text: t('Written beside it: {0}, the image without the layers.', name), bad: false }
      : undefined;
  }
  return keep
    ? { text: t('Written beside it: {0}, which shows what is redacted. Do not publish it.', name), bad: true }
    : {
        text: t(
          '“Keep layers editable” is off: it would write {0} beside it, which shows what is redacted.',
          name,
        ),
        bad: false,
      };
}
