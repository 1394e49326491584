import { t } from '@vscode/l10n';
import type { CandidateView } from '../protocol/views';
import type { PanelStore } from './store';

/**
 * The clipboard takes PNG only. `write` is called while the click is still being handled, with a promise for the bytes:
 * afterwards browsers refuse it.
 */
export async function copyPng(store: PanelStore, { ref, facts }: CandidateView): Promise<void> {
  const png = store
    .pngBytes({ candidate: ref })
    .then(bytes => new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    store.say(
      facts.provenance.contentCredentials
        ? t('Copied as PNG, without its Content Credentials.')
        : t('Copied as PNG.'),
    );
  } catch (error) {
    const reason = await png.then(
      () => error,
      (failed: unknown) => failed,
    );
    store.say(t('Not copied: {0}', reason instanceof Error ? reason.message : String(reason)), true);
  }
}
