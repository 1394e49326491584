import type { HeldKeys } from '../imaging/keying/chooseKey';
import type { KeyName } from '../model/cutout';

/** Beginnings of words, in the languages of most prompts. A key of that colour would eat what they name. */
const named: readonly { words: readonly string[]; marks: HeldKeys }[] = [
  {
    words: words(`green lime olive emerald grün gruen vert verde groen zielon зелен зелён grön grøn yeşil`),
    marks: { green: 10 },
  },
  { words: ['绿', '緑', '綠', '초록', '녹색', 'أخضر', 'हरा'], marks: { green: 10 } },
  {
    words:
      words(`leaf leaves plant tree grass forest jungle frog cactus clover lettuce cucumber avocado broccoli crocodile
      alligator lizard turtle parrot moss fern palm pine ivy basil mint dragon alien goblin zombie dinosaur grasshopper pflanze
      blatt baum gras wald frosch plante arbre feuille grenouille planta árbol hoja rana pianta albero foglia árvore folha`),
    marks: { green: 6 },
  },
  {
    words:
      words(`magenta fuchsia pink rosa rose purple violet lila lavender orchid flamingo mauve plum violett violeta viola
      roze paars różow фиолет розов rosado morado mor pembe`),
    marks: { magenta: 10 },
  },
  { words: ['粉', '紫', 'ピンク', '분홍', '보라'], marks: { magenta: 10 } },
  {
    words: words(
      `blue navy indigo cobalt azure sapphire denim jeans blau bleu azul blu blauw niebiesk син голуб blå mavi`,
    ),
    marks: { blue: 10, cyan: 2 },
  },
  { words: ['蓝', '藍', '青', '파란', '파랑', 'أزرق', 'नीला'], marks: { blue: 10, cyan: 2 } },
  { words: words(`sky ocean sea water whale himmel meer ciel mar cielo`), marks: { blue: 4, cyan: 4 } },
  {
    words: words(`cyan turquoise teal aqua türkis turquesa turchese бирюз turkus`),
    marks: { cyan: 10, green: 3, blue: 3 },
  },
  {
    words:
      words(`red crimson scarlet ruby maroon rot rote roter rotes roten rouge rojo rosso vermelho rood czerwon красн röd
      rød kırmızı`),
    marks: { red: 10 },
  },
  { words: ['红', '紅', '赤', '빨간', '빨강', 'أحمر', 'लाल'], marks: { red: 10 } },
  {
    words:
      words(`person people man woman boy girl child face portrait skin hand fox tomato strawberry cherry apple heart fire
      flame blood brick orange wood lobster ladybug`),
    marks: { red: 5, yellow: 2 },
  },
  {
    words: words(`yellow gold golden gelb jaune amarill giallo amarelo geel żółt желт жёлт gul sarı`),
    marks: { yellow: 10 },
  },
  { words: ['黄', '노란', '노랑', '金', 'أصفر', 'पीला'], marks: { yellow: 10 } },
  { words: words(`sun lemon banana honey bee duck cheese corn sunflower lion sonne`), marks: { yellow: 6 } },
];

/** Too short to be the beginning of other words: `rot` is in `rotate`, `mor` in `morning`. */
const whole = new Set(
  words('rot mor mar sea sky man red bee hand pine ivy palm fern gul blu sun rana rosa rose viola'),
);

/** How much a prompt speaks of each key's colour. The highest mark counts, not their number. */
export function promptKeys(prompt: string): HeldKeys {
  const text = prompt.toLowerCase();
  const tokens = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  const marks: Partial<Record<KeyName, number>> = {};
  for (const entry of named) {
    const found = entry.words.some(word =>
      isWide(word)
        ? text.includes(word)
        : tokens.some(token =>
            whole.has(word) ? token === word || token === `${word}s` : token.startsWith(word),
          ),
    );
    if (!found) continue;
    for (const [name, mark] of Object.entries(entry.marks) as [KeyName, number][]) {
      marks[name] = Math.max(marks[name] ?? 0, mark);
    }
  }
  return marks;
}

/** Scripts that are written without spaces, or with what belongs to a word before it. */
function isWide(word: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Arabic}\p{Script=Devanagari}]/u.test(
    word,
  );
}

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
