export type Unsubscribe = () => void;

/** Listeners of one event. One that throws does not keep the others from hearing it. */
export class Emitter<Args extends readonly unknown[]> {
  private readonly listeners = new Set<(...args: Args) => void>();

  constructor(private readonly onError: (error: unknown) => void = () => undefined) {}

  readonly on = (listener: (...args: Args) => void): Unsubscribe => {
    const own = (...args: Args): void => listener(...args);
    this.listeners.add(own);
    return () => void this.listeners.delete(own);
  };

  fire(...args: Args): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(...args);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  clear(): void {
    this.listeners.clear();
  }
}
