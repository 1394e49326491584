import { readFileSync } from 'node:fs';
import type { FontFamily } from '../../../core/imaging/imagingPort';
import type { FontBook, FontFace, FontWish } from '../../../core/layers/text/fontFace';
import { mayHave } from '../../../core/layers/text/fontTables';
import type { Outline } from '../../../core/imaging/vector/outline';
import type { BundledFont } from '../fonts';
import type { HarfBuzz } from './harfbuzz';
import type { FoundFont } from './systemFonts';
import { unpackWoff } from './woff';

interface Entry {
  family: string;
  weight: number;
  italic: boolean;
  /** Undefined when the file is damaged. */
  faces(weight: number): readonly FontFace[];
  has(codePoint: number): boolean;
}

/** What reads well and has many letters comes first; what is for headlines, code or documents in print last. */
const plain =
  /^(noto sans|segoe ui|helvetica|arial|dejavu sans|liberation sans|roboto|ubuntu|pingfang|hiragino sans|hiragino kaku|yu gothic|meiryo|microsoft (yahei|jhenghei|sans)|malgun|apple (sd gothic|symbols)|nirmala|leelawadee|tahoma|geeza|kohinoor|devanagari mt|thonburi|arial unicode)/i;
const odd =
  /serif|mono|code|console|courier|times|georgia|ming|song|mincho|math|condensed|narrow|black|display|wingdings|webdings|dingbats/i;

/** East Asian letters of one code point differ by language. */
const regional: readonly (readonly [RegExp, RegExp])[] = [
  [/^ja\b/i, /\bJP\b|hiragino|yu gothic|meiryo|ms gothic/i],
  [/^ko\b/i, /\bKR\b|malgun|gothic neo|nanum/i],
  [/^zh-(tw|hk|hant)/i, /\b(TC|TW|HK)\b|jhenghei|heiti tc/i],
  [/^zh/i, /\bSC\b|\bCN\b|yahei|heiti sc|pingfang/i],
];

export class SystemFontBook implements FontBook {
  readonly #bundled: readonly Entry[];
  #system: readonly Entry[] | undefined;
  readonly #fallbacks = new Map<string, FontFace | undefined>();

  /** `system`: looked for when something is not bundled. */
  constructor(
    private readonly harfBuzz: HarfBuzz,
    bundled: readonly BundledFont[],
    private readonly find: () => readonly FoundFont[],
  ) {
    this.#bundled = bundled.map(font => this.bundledEntry(font));
  }

  families(): FontFamily[] {
    const families = new Map<string, { name: string; weights: Set<number>; bundled: boolean }>();
    for (const entry of [...this.#bundled, ...this.system]) {
      const key = entry.family.toLowerCase();
      // macOS hides what begins with a dot.
      if (key.startsWith('.')) continue;
      const bundled = this.#bundled.includes(entry);
      const family = families.get(key) ?? { name: entry.family, weights: new Set(), bundled };
      family.weights.add(entry.weight);
      families.set(key, family);
    }
    return [...families.values()]
      .map(({ weights, ...family }) => ({ ...family, weights: [...weights].sort((a, b) => a - b) }))
      .sort((a, b) => Number(b.bundled) - Number(a.bundled) || a.name.localeCompare(b.name));
  }

  faces({ family, weight, italic }: FontWish): readonly FontFace[] {
    const key = family.trim().toLowerCase();
    const named = (entries: readonly Entry[]) => entries.filter(entry => entry.family.toLowerCase() === key);
    const bundled = named(this.#bundled);
    const own = bundled.length > 0 ? bundled : named(this.system);
    for (const entry of [...own].sort((a, b) => unlike(a, weight, italic) - unlike(b, weight, italic))) {
      const faces = entry.faces(weight);
      if (faces.length > 0) return faces;
    }
    return [];
  }

  fallback(codePoints: readonly number[], wish: FontWish): FontFace | undefined {
    const key = `${codePoints.join()}|${wish.weight}|${wish.italic}|${wish.language ?? ''}`;
    if (!this.#fallbacks.has(key)) this.#fallbacks.set(key, this.look(codePoints, wish));
    return this.#fallbacks.get(key);
  }

  private look(codePoints: readonly number[], wish: FontWish): FontFace | undefined {
    const wanted = regional.find(([language]) => language.test(wish.language ?? ''))?.[1];
    const rank = (entry: Entry) =>
      (wanted?.test(entry.family) ? -4000 : 0) +
      (plain.test(entry.family) ? 0 : 2000) +
      (odd.test(entry.family) ? 1500 : 0) +
      unlike(entry, wish.weight, wish.italic);
    const able = (entries: readonly Entry[]) =>
      entries.filter(entry => codePoints.every(code => entry.has(code))).sort((a, b) => rank(a) - rank(b));
    for (const entries of [this.#bundled, this.system]) {
      for (const entry of able(entries)) {
        const face = entry.faces(wish.weight).find(each => codePoints.every(code => each.has(code)));
        if (face) return face;
      }
    }
    return undefined;
  }

  private get system(): readonly Entry[] {
    return (this.#system ??= this.find().map(font => this.systemEntry(font)));
  }

  private bundledEntry({ family, weight, files }: BundledFont): Entry {
    const look = { family, weight, italic: false };
    const faces = files.map(bytes => lazy(() => this.open(unpackWoff(bytes), look)));
    const all = lazy(() => faces.map(get => get()));
    return {
      ...look,
      faces: () => all(),
      has: code => all().some(face => face.has(code)),
    };
  }

  private systemEntry(font: FoundFont): Entry {
    const byWeight = new Map<number, readonly FontFace[]>();
    const { family, weight, italic, weights } = font;
    return {
      ...{ family, weight, italic },
      has: code => mayHave(font.characters(), code),
      faces: asked => {
        const at = weights ? Math.max(weights.from, Math.min(weights.to, asked)) : weight;
        let faces = byWeight.get(at);
        if (!faces) {
          try {
            const bytes = new Uint8Array(readFileSync(font.file));
            faces = [this.open(bytes, { family, weight: at, italic }, font.index, weights ? at : undefined)];
          } catch {
            // Damaged, or gone since: another font takes its place.
            faces = [];
          }
          byWeight.set(at, faces);
        }
        return faces;
      },
    };
  }

  private open(
    bytes: Uint8Array,
    look: { family: string; weight: number; italic: boolean },
    index?: number,
    weight?: number,
  ): FontFace {
    const font = this.harfBuzz.open(bytes, index, weight);
    const em = font.unitsPerEm;
    const outlines = new Map<number, Outline>();
    const drawn = new Map<number, boolean>();
    const outline = (glyph: number): Outline => {
      let steps = outlines.get(glyph);
      if (!steps) outlines.set(glyph, (steps = font.outline(glyph)));
      return steps;
    };
    return {
      ...look,
      ascent: font.ascent / em || 0.8,
      descent: font.descent / em || 0.2,
      has(codePoint) {
        let has = drawn.get(codePoint);
        if (has === undefined) {
          has = font.has(codePoint) && !isPicture(codePoint, outline, font);
          drawn.set(codePoint, has);
        }
        return has;
      },
      shape: (text, options) =>
        font.shape(text, options).map(({ id, cluster, advance, dx, dy }) => ({
          ...{ id, cluster },
          advance: advance / em,
          x: dx / em,
          y: -dy / em,
        })),
      outline,
    };
  }
}

/** A letter that is there, but as pixels or layers of colour: its outline is empty. */
function isPicture(
  codePoint: number,
  outline: (glyph: number) => Outline,
  font: { shape(text: string, options: { rtl: boolean }): readonly { id: number }[] },
): boolean {
  const letter = String.fromCodePoint(codePoint);
  if (!/\p{Extended_Pictographic}/u.test(letter)) return false;
  return font.shape(letter, { rtl: false }).every(({ id }) => outline(id).length === 0);
}

/** How far a face is from what is wanted. */
function unlike(entry: Entry, weight: number, italic: boolean): number {
  return Math.abs(entry.weight - weight) + (entry.italic === italic ? 0 : 1000);
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
