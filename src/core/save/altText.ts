/** Characters; screen readers cut near here. */
const maxLength = 125;

const lead = /^(please\s+)?((create|generate|make|draw|render|design|produce)\s+)(me\s+)?(?=\S)/i;

/** Plain text that describes the image, from its prompt. Empty for an empty prompt; not escaped for any language. */
export function altText(prompt: string): string {
  const line = prompt.replace(/[\u0000-\u001F\u007F\s]+/g, ' ').trim();
  const sentence = /^(.{12,}?)[.!?。！？](\s|$)/u.exec(line)?.[1] ?? line.replace(/[.。]$/, '');
  const text = sentence.replace(lead, '').trim();
  return capitalised(shortened(text));
}

/** Of a file that nobody wrote a prompt for: `hero-banner@2x.png` as `Hero banner`. */
export function altOfName(file: string): string {
  const stem = (file.split(/[\\/]/).at(-1) ?? '').replace(/\.[^.]*$/, '').replace(/@\d(\.\d+)?x$/, '');
  return capitalised(shortened(stem.replace(/[-_.\s]+/g, ' ').trim()));
}

function shortened(text: string): string {
  const characters = [...text];
  if (characters.length <= maxLength) return text;
  const cut = characters.slice(0, maxLength - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > maxLength / 2 ? cut.slice(0, space) : cut}…`;
}

function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
