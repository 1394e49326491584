/** The field that is being typed in. Its text is the user's: what comes back for it waits until they have left it. */
export class Typing {
  private field: EventTarget | null = null;
  private name = '';

  input(name: string, event: Event): string {
    this.name = name;
    this.field = event.target;
    return (event.target as HTMLInputElement).value;
  }

  left(): void {
    this.field = null;
  }

  /** What the field shows for `value`: while it is typed in, what stands there. */
  shown(name: string, value: number | null): string {
    const field = this.field as HTMLInputElement | null;
    if (field?.isConnected && this.name === name) return field.value;
    return value === null ? '' : String(value);
  }
}
