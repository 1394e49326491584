/** Something that is made once, on its first use. What could not be made is tried again by the next one. */
export class Lazy<T> {
  private made: Promise<T> | undefined;

  constructor(private readonly make: () => Promise<T>) {}

  get(): Promise<T> {
    return (this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    }));
  }

  /** Without making it. `undefined` also when it could not be made. */
  async ifMade(): Promise<T | undefined> {
    return this.made?.catch(() => undefined);
  }
}
