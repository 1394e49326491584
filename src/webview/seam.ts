import type { Envelope, Transport } from '../protocol/rpc';

/** All that a page needs from outside; VS Code here, memory in tests. */
export interface Seam {
  transport: Transport;
  /** What `saveUi` kept, as long as the tab is there. */
  loadUi(): unknown;
  saveUi(state: object): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export function vscodeSeam(): Seam {
  const api = acquireVsCodeApi();
  return {
    transport: {
      post: (envelope: Envelope) => api.postMessage(envelope),
      listen(receive) {
        const listener = (event: MessageEvent<unknown>) => receive(event.data);
        window.addEventListener('message', listener);
        return () => window.removeEventListener('message', listener);
      },
    },
    loadUi: () => api.getState(),
    saveUi: ui => api.setState(ui),
  };
}
