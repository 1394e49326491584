import { altOfName } from './altText';
import { slugOf } from './assetName';

/** Longest stem that is kept as it came, in code points. */
const maxLength = 60;

/** Names that say how a picture came to be, in the words of systems and browsers. */
const screenshot =
  /^(?:screen ?shots?|screen ?capture|bildschirm(?:foto|aufnahme)|capture d['’]?[eé]cran|captura(?: de (?:pantalla|tela|ecr[aã]))?|schermata|schermafbeelding|sk[aä]r?mavbild|sk[aæ]rmbillede|skjermbilde|n[aä]ytt[oö]kuva|zrzut ekranu|ekran g[oö]r[uü]nt[uü]s[uü]|снимок(?: экрана)?|скриншот|スクリーンショット|스크린샷|屏幕(?:截图|快照)|螢幕(?:截圖|擷取畫面|快照)|截[屏图圖])(?=$|[\s_\d(.-]*(?:$|\d|(?:from|at|um|de|du|le|от|из)\b))/iu;
const general =
  /^(?:(?:clipboard|pasted|copied|new|whatsapp|telegram|signal)[\s_-]*)?(?:image|img|imagen|imagem|immagine|afbeelding|bild|grafik|picture|pic|photo|foto|clipboard|paste|pasted|unnamed|untitled|unbenannt|download|file|unknown|capture|snip|temp|tmp|blob|output|figure|圖片|图片|画像|изображение)(?=$|[\s_\d(.-]*(?:$|\d|(?:from|at|um)\b))/iu;
const camera = /^(?:img|dsc[fn]?|dscn|pxl|mvimg|dji|gopr|gh0|sam|p|pic|imag)[\s_-]?\d{3,}/i;
const numbers = /^[\d\s._()@x-]+$/i;
const machine = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=.*\d)[0-9a-f]{12,})$/i;

/**
 * The stem for a file that comes from outside, from its own name; `undefined` where that says nothing of the picture
 * (`image.png`, `Screenshot 2026-11-23.png`). Names that are safe already stay letter for letter, `@2x` too.
 */
export function stemOfIncoming(fileName: string): string | undefined {
  const name = (fileName.split(/[\\/]/).at(-1) ?? '').normalize('NFC');
  const stem = name
    .replace(/\.[a-z\d]{2,5}$/i, '')
    .replace(/\s*\(\d+\)$/, '')
    .trim();
  if ([screenshot, general, camera, numbers, machine].some(saysNothing => saysNothing.test(stem)))
    return undefined;
  const safe = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_@-]*(?:\.[\p{L}\p{N}\p{M}_@-]+)*$/u.test(stem);
  // Also where it is a device of Windows, whatever its extension.
  if (safe && [...stem].length <= maxLength && !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(stem))
    return stem;
  return slugOf(stem) || undefined;
}

export interface Named {
  /** Without extension. */
  stem: string;
  /** Plain text. */
  alt: string;
}

/**
 * What a picture is called that has no name of its own: after what it stands under, else after its document.
 * @param documentPath absolute, `/` separated
 */
export function nameByPlace(heading: string | undefined, documentPath: string | undefined): Named {
  const byHeading = heading === undefined ? '' : slugOf(heading);
  if (heading !== undefined && byHeading !== '') return { stem: byHeading, alt: heading };
  const parts = (documentPath ?? '').split('/').filter(Boolean);
  const file = (parts.pop() ?? '').replace(/^[+_]+|\.[^/]*$/g, '');
  // `docs/login/index.md` is about the login.
  const said = /^(?:index|readme|page|layout|default|main|app|untitled-\d+)?$/i.test(file)
    ? (parts.at(-1) ?? file)
    : file;
  const words = said.replace(/(?<=\p{Ll}|\p{N})(?=\p{Lu})/gu, ' ');
  const stem = slugOf(words) || 'image';
  return { stem, alt: altOfName(words) };
}
