/** Deeper than any reply; a service must not make us run out of stack. */
const deepest = 200;

const nothing = Symbol('nothing');

/**
 * As much of a JSON text as is there and right. Objects and lists that do not end are taken with what they have; a
 * string, number or word that may go on is left out. `undefined`: not even a beginning.
 */
export function parsePartial(text: string): unknown {
  const value = new PartialReader(text).value(0);
  return value === nothing ? undefined : value;
}

class PartialReader {
  private at = 0;
  /** Nothing behind this can be relied on. */
  private broken = false;

  constructor(private readonly text: string) {}

  value(depth: number): unknown {
    if (depth > deepest) return this.stop();
    switch (this.next()) {
      case '{':
        return this.object(depth);
      case '[':
        return this.list(depth);
      case '"':
        return this.string();
      default:
        return this.word();
    }
  }

  private object(depth: number): unknown {
    const made: Record<string, unknown> = {};
    this.each('}', () => {
      const key = this.next() === '"' ? this.string() : this.stop();
      if (typeof key !== 'string' || !this.skip(':')) return void this.stop();
      const value = this.value(depth + 1);
      // A name like any other to `JSON.parse`, and nothing that a reply has.
      if (value !== nothing && key !== '__proto__') made[key] = value;
    });
    return made;
  }

  private list(depth: number): unknown {
    const made: unknown[] = [];
    this.each(']', () => {
      const value = this.value(depth + 1);
      if (value !== nothing) made.push(value);
    });
    return made;
  }

  /** Items with commas between them, until `end`. */
  private each(end: string, item: () => void): void {
    this.at++;
    if (this.skip(end)) return;
    do {
      item();
      if (this.broken) return;
    } while (this.skip(','));
    if (!this.skip(end)) this.stop();
  }

  private string(): unknown {
    for (let from = this.at + 1; ;) {
      const end = this.text.indexOf('"', from);
      if (end < 0) return this.stop();
      let slashes = end;
      while (this.text[slashes - 1] === '\\') slashes--;
      if ((end - slashes) % 2 === 0) return this.parsed(end + 1);
      from = end + 1;
    }
  }

  private word(): unknown {
    const pattern = /[-+.\w]+(?=[\s,\]}])/y;
    pattern.lastIndex = this.at;
    return pattern.test(this.text) ? this.parsed(pattern.lastIndex) : this.stop();
  }

  private parsed(end: number): unknown {
    try {
      const value = JSON.parse(this.text.slice(this.at, end)) as unknown;
      this.at = end;
      return value;
    } catch {
      return this.stop();
    }
  }

  private skip(character: string): boolean {
    if (this.next() !== character) return false;
    this.at++;
    return true;
  }

  private next(): string | undefined {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
    return this.text[this.at];
  }

  private stop(): typeof nothing {
    this.broken = true;
    return nothing;
  }
}
