/** At most `limit` at once, in the order of asking. */
export class Limiter {
  private active = 0;
  private readonly waiting: (() => void)[] = [];
  /** Nobody new enters before it resolves. */
  private rest: Promise<unknown> | undefined;

  /** `sleep` resolves after `ms`, at once when the signal aborts; only `pause` needs it. */
  constructor(
    private readonly limit: number,
    private readonly sleep: (ms: number) => Promise<void> = () => Promise.resolve(),
  ) {}

  /** Lets nobody new in for `ms`: who asks meanwhile would be refused like the one that was. */
  pause(ms: number): void {
    const rest = Promise.all([this.rest, this.sleep(ms)]).then(() => {
      if (this.rest === rest) this.rest = undefined;
    });
    this.rest = rest;
  }

  /** Resolves to the release function, or to `undefined` when the signal aborted before there was room. */
  async acquire(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined;
    if (this.active >= this.limit) {
      const got = await new Promise<boolean>(resolve => {
        const enter = (): void => {
          signal.removeEventListener('abort', leave);
          resolve(true);
        };
        const leave = (): void => {
          this.waiting.splice(this.waiting.indexOf(enter), 1);
          resolve(false);
        };
        signal.addEventListener('abort', leave, { once: true });
        this.waiting.push(enter);
      });
      // Who releases hands its place over, so `active` already counts this one.
      if (!got) return undefined;
    } else this.active++;
    const release = this.releaser();
    if (await this.rested(signal)) return release;
    release();
    return undefined;
  }

  /** False: the signal aborted first. */
  private async rested(signal: AbortSignal): Promise<boolean> {
    while (this.rest && !signal.aborted) {
      const aborted = new AbortController();
      const stop = new Promise<void>(resolve =>
        signal.addEventListener('abort', () => resolve(), { once: true, signal: aborted.signal }),
      );
      await Promise.race([this.rest, stop]);
      aborted.abort();
    }
    return !signal.aborted;
  }

  private releaser(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.active--;
    };
  }
}
