import type { GalleryImage } from './image';
import type { Layout } from './layout';

const typingMs = 800;

/** Finds the next image whose name begins with what is typed in one go. */
export class TypeAhead {
  private typed = '';
  private at = -Infinity;

  /** `from`: the image that the keys are at. `now` in milliseconds. */
  find(
    letter: string,
    { order, places }: Layout,
    from: number | undefined,
    now: number,
  ): GalleryImage | undefined {
    this.typed = (now - this.at < typingMs ? this.typed : '') + letter.toLowerCase();
    this.at = now;
    const here = (from !== undefined && places.get(from)) || 0;
    // A single letter leads on; with more, the one that is found may still be right.
    const start = this.typed.length === 1 ? here + 1 : here;
    for (let step = 0; step < order.length; step++) {
      const image = order[(start + step) % order.length];
      if (image?.name.toLowerCase().startsWith(this.typed)) return image;
    }
    return undefined;
  }
}
