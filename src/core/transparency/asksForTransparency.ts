/** Words for "transparent" and "background", or their beginnings, by letters: an inflected form is found, too. */
const clear =
  'transparen\\p{L}*|trasparen\\p{L}*|transparan\\p{L}*|durchsichtig\\p{L}*|doorzichtig\\p{L}*|przezroczyst\\p{L}*|прозрачн\\p{L}*|прозор\\p{L}*|genomskinlig\\p{L}*|gjennomsiktig\\p{L}*|gennemsigtig\\p{L}*|läpinäkyv\\p{L}*|průhledn\\p{L}*|şeffaf|saydam|átlátszó|διαφαν\\p{L}*|شفاف\\p{L}*|पारदर्शी|trong suốt';
const ground =
  'background|backdrop|bg|hintergr[uü]nd\\p{L}*|fond|arri[eè]re-plan|fondo|sfondo|fundo|achtergrond|tle|tł[oae]\\p{L}*|фон\\p{L}{0,2}|тл[оі]|bakgrund\\p{L}*|bakgrunn\\p{L}*|baggrund\\p{L}*|tausta\\p{L}*|pozad[ií]\\p{L}*|arka ?plan\\p{L}*|zemin|háttér\\p{L}*|φόντο|خلفية|पृष्ठभूमि|nền';
const things =
  'png|webp|image|icon|logo|sticker|sprite|layer|clip ?art|cut ?out|asset|bild|grafik|bildhintergrund';
const none = 'no|without|ohne|kein\\p{L}*|sans|sin|senza|sem|zonder|bez|без|utan|uten|uden|ilman|brak';
const word = (source: string) => `(?<![\\p{L}\\d])(?:${source})(?![\\p{L}\\d])`;
const gap = (words: number) => `(?:\\s+[\\p{L}-]+){0,${words}}\\s+`;

const asking: readonly RegExp[] = [
  // "transparent background", "transparent PNG background"; not "transparent jar on a white background".
  `${word(clear)}\\s+(?:(?:png|webp|alpha)\\s+)?${word(ground)}`,
  // "the background should be transparent", "fond transparent", "خلفية شفافة".
  `${word(ground)}(?:\\s*[:=]\\s*|${gap(3)})${word(clear)}`,
  `${word(clear)}\\s+${word(things)}`,
  `${word(none)}\\s+(?:(?:a|any|den|einen|de|il|le|o)\\s+)?${word(ground)}`,
  // All that is said of it: "make it transparent", "a fox, transparent".
  `(?:make|keep|render|export|save)\\s+(?:it|this|that|them)\\s+${word(clear)}`,
  `[,;:.(]\\s*${word(clear)}\\s*(?:[,;.!)]|$)`,
  `^\\s*${word(clear)}\\s*[,;.!]`,
  `${word('remove|delete|erase|entferne?|supprime\\p{L}*|elimina\\p{L}*|remova')}\\s+(?:the|den|le|el|lo|o)?\\s*${word(ground)}`,
  `${word('background')}\\s+(?:removed|removal|less)`,
  word('alpha[ -]channel|cut[ -]out|freigestellt\\p{L}*|détouré\\p{L}*|scontornat\\p{L}*'),
  '透明(?:な|的|の)?(?:背景|底|图|圖|画像|png)|背景(?:を|が|は|为|為)?透[明過]|透過(?:背景|png|画像)|背景(?:透明|なし)|[无無]背景|去背|抠图',
  '투명\\s*(?:한\\s*)?배경|배경\\s*(?:을|이|은)?\\s*(?:투명|없)',
].map(source => new RegExp(source, 'iu'));

const denied = new RegExp(
  `(?:${word("not|non|nicht|kein\\p{L}*|pas|never|don't|не|nie|geen|ej|inte|ikke")})\\s+(?:(?:a|an|be|de|un|una|have)\\s+)*${word(clear)}`,
  'iu',
);

/** The prompt asks for a transparent background; not for glass, water or anything else that is transparent itself. */
export function asksForTransparency(prompt: string): boolean {
  return !denied.test(prompt) && asking.some(pattern => pattern.test(prompt));
}

const seeThrough = new RegExp(
  word(
    'glass\\p{L}*|bottle|jar|vase|window|bubble\\p{L}*|smoke|steam|fog|mist|ice|crystal\\p{L}*|diamond\\p{L}*|jelly\\p{L}*|water\\p{L}*|drop|droplet|lens|goggle\\p{L}*|veil|lace|ghost|hologram\\p{L}*|translucent|transparent|see-through|flame|fire|glow\\p{L}*|cloud|glas|verre|vidrio|vetro|vidro|szkło|szklan\\p{L}*|стекл\\p{L}*|durchsichtig\\p{L}*|fumée|humo|fumo|rauch|eis|agua|eau|acqua',
  ),
  'iu',
);

/** What the prompt speaks of may be see-through in truth, so that a see-through subject is no fault. */
export function speaksOfSeeThrough(prompt: string): boolean {
  const rest = asking.reduce((text, pattern) => text.replace(pattern, ' '), prompt);
  return seeThrough.test(rest) || /玻璃|ガラス|유리|水|煙|烟/u.test(rest);
}
