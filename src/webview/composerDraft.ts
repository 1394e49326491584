import type { ComposerValues } from '../core/model/composerValues';
import type { ComposerDerived, ComposerView } from '../protocol/views';

export type ComposerChange = Partial<ComposerValues>;

interface Timer {
  set(run: () => void, ms: number): number;
  clear(handle: number): void;
}

/** Typing is sent when it pauses; anything else at once. */
const pauseMs = 250;

/**
 * What the user has changed and the host has not confirmed. The host may replace the whole composer at any time (a
 * thumbnail is ready, "Edit…" was pressed); what is under way here is laid over that, so that no letter is lost.
 */
export class ComposerDraft {
  private waiting: ComposerChange = {};
  private readonly sent = new Map<number, ComposerChange>();
  private lastSent = 0;
  private timer: number | undefined;

  constructor(
    private readonly send: (change: ComposerChange) => Promise<ComposerDerived>,
    private readonly onDerived: (derived: ComposerDerived) => void,
    private readonly clock: Timer = {
      set: (run, ms) => window.setTimeout(run, ms),
      clear: h => window.clearTimeout(h),
    },
  ) {}

  change(change: ComposerChange): void {
    this.waiting = { ...this.waiting, ...change };
    const onlyText = Object.keys(change).every(key => key === 'prompt' || key === 'systemInstruction');
    this.stopTimer();
    if (onlyText) this.timer = this.clock.set(() => this.flush(), pauseMs);
    else this.flush();
  }

  /** Sends what waits. Messages keep their order, so that whatever is asked next sees it. */
  flush(): void {
    this.stopTimer();
    if (Object.keys(this.waiting).length === 0) return;
    const change = this.waiting;
    const number = ++this.lastSent;
    this.waiting = {};
    this.sent.set(number, change);
    this.send(change).then(
      derived => {
        this.sent.delete(number);
        if (number === this.lastSent) this.onDerived(derived);
      },
      () => this.sent.delete(number),
    );
  }

  overlay(composer: ComposerView): ComposerView {
    return Object.assign({}, composer, ...this.sent.values(), this.waiting);
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.clock.clear(this.timer);
    this.timer = undefined;
  }
}
