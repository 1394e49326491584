/** At most `limit` at once, in the order of asking. */
export class Limiter {
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

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
