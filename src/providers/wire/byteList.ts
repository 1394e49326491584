const blockBytes = 16 * 1024;

/** Collects copies of many small pieces without an object for each. */
export class ByteList {
  length = 0;
  private readonly full: Buffer[] = [];
  private block = Buffer.allocUnsafe(blockBytes);
  private used = 0;

  append(piece: Uint8Array): void {
    this.length += piece.length;
    for (let at = 0; at < piece.length;) {
      if (this.used === this.block.length) {
        this.full.push(this.block);
        this.block = Buffer.allocUnsafe(Math.max(blockBytes, piece.length - at));
        this.used = 0;
      }
      const part = piece.subarray(at, at + this.block.length - this.used);
      this.block.set(part, this.used);
      this.used += part.length;
      at += part.length;
    }
  }

  toString(): string {
    return Buffer.concat([...this.full, this.block.subarray(0, this.used)]).toString('utf8');
  }
}
