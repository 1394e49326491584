/** Calls `flush` for what was marked, at most once per key and interval: the first mark at once, the last one never lost. */
export class Coalescer<K> {
  private readonly marked = new Set<K>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;

  constructor(
    private readonly intervalMs: number,
    private readonly flush: (keys: readonly K[]) => void,
  ) {}

  mark(key: K): void {
    if (this.disposed) return;
    this.marked.add(key);
    if (this.timer === undefined) this.run();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.marked.clear();
  }

  private run(): void {
    this.timer = undefined;
    if (this.marked.size === 0) return;
    const keys = [...this.marked];
    this.marked.clear();
    this.timer = setTimeout(() => this.run(), this.intervalMs);
    this.flush(keys);
  }
}
