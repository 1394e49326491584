import { t } from '@vscode/l10n';
import { maxPastedBytes } from '../protocol/limits';
import { dragTypes } from '../protocol/dragTypes';
import type { PanelStore } from './store';

/** Types of a drag from the Explorer (VS Code), the desktop, or the panel's own candidates. */
const taken = ['Files', 'text/uri-list', 'resourceurls', dragTypes.candidate];

export function canTake(event: DragEvent): boolean {
  const types = event.dataTransfer?.types ?? [];
  return !types.includes(dragTypes.reference) && taken.some(type => types.includes(type));
}

export function takeDrop(store: PanelStore, data: DataTransfer): void {
  const candidate = data.getData(dragTypes.candidate);
  if (candidate !== '') {
    void store.ask('useCandidate', { candidate: JSON.parse(candidate) as never });
    return;
  }
  const uris = droppedUris(data);
  if (uris.length > 0) void store.ask('addImages', { uris });
  else void addFiles(store, [...data.files]);
}

/** An image on the clipboard; text is left to the field that has the focus. */
export function takePaste(store: PanelStore, event: ClipboardEvent): void {
  const images = [...(event.clipboardData?.files ?? [])].filter(file => file.type.startsWith('image/'));
  if (images.length === 0) return;
  event.preventDefault();
  void addFiles(store, images);
}

/** `resourceurls` is VS Code's own list (JSON); `text/uri-list` has comments and CRLF (RFC 2483). */
export function droppedUris(data: Pick<DataTransfer, 'getData'>): string[] {
  const list = data.getData('text/uri-list');
  const uris = list.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
  if (uris.length > 0) return uris;
  try {
    const parsed: unknown = JSON.parse(data.getData('resourceurls') || '[]');
    return Array.isArray(parsed) ? parsed.filter(each => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

async function addFiles(store: PanelStore, files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (file.size > maxPastedBytes) {
      store.say(t('{0} is too large: at most {1} MB.', file.name, maxPastedBytes / 1024 ** 2), true);
      continue;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await store.ask('addImageBytes', { name: file.name || t('Pasted image'), bytes });
    } catch {
      store.say(t('{0} could not be read.', file.name), true);
    }
  }
}
