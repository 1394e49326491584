import { darkOf, idOf, type FileDescription, type SetDescription } from './description';
import type { PlannedFile, SetAsk, SetFacts } from './planned';

type PixelFile = Extract<FileDescription, { kind: 'image' | 'icon' }>;
type MadeFile = Extract<PlannedFile, { kind: 'image' | 'icon' }>;

/** Worth a word before anything is written. Paths are those of the files. */
export type SetWarning =
  /** They have more pixels than the image: `needed` on the longer side. */
  | { kind: 'upscaled'; paths: readonly string[]; needed: number }
  | { kind: 'not-square'; fit: SetAsk['fit'] }
  /** Transparency, or bars, in files that have to be opaque; nobody chose a colour. */
  | { kind: 'needs-colour'; paths: readonly string[] }
  /** They replace files of their name in the format of these. */
  | { kind: 'other-format'; paths: readonly string[] }
  /** The image is opaque, and these live from the shape of the subject. */
  | { kind: 'wants-alpha'; paths: readonly string[]; fit: SetAsk['fit'] }
  /** The two images have different ratios. */
  | { kind: 'dark-ratio' }
  /** No file of the set is made of the second image. */
  | { kind: 'dark-unused' };

export function warningsOf(set: SetDescription, ask: SetAsk, files: readonly PlannedFile[]): SetWarning[] {
  const warnings: SetWarning[] = [];
  const { image, dark } = ask;
  if (set.shape === 'square' && !isSquare(image)) {
    warnings.push({ kind: 'not-square', fit: ask.fit });
  }
  if (dark && !darkOf(set)) warnings.push({ kind: 'dark-unused' });
  else if (dark && Math.abs((dark.width / dark.height) * (image.height / image.width) - 1) > 0.01) {
    warnings.push({ kind: 'dark-ratio' });
  }
  const made = files.filter(each => each.kind === 'image' || each.kind === 'icon');
  const larger = made.filter(each => isUpscaled(each, (each.of === 'dark' ? dark : image) ?? image));
  if (larger.length > 0) {
    const needed = Math.max(...larger.map(({ width, height }) => Math.max(width, height)));
    warnings.push({ kind: 'upscaled', paths: larger.map(({ path }) => path), needed });
  }
  const there = new Set(ask.there?.values());
  const other = made.filter(({ path }) => there.has(path));
  if (other.length > 0) warnings.push({ kind: 'other-format', paths: other.map(({ path }) => path) });
  const byId = new Map(set.files.map((file, index) => [idOf(file, index), file]));
  const of = (each: PlannedFile) => byId.get(each.id) as PixelFile;
  if (ask.background === null) {
    const open = made.filter(each =>
      showsGround(each, of(each), (each.of === 'dark' ? dark : image) ?? image),
    );
    if (open.length > 0) warnings.push({ kind: 'needs-colour', paths: open.map(({ path }) => path) });
  }
  const flat = made.filter(
    each => of(each).wantsAlpha && !((each.of === 'dark' ? dark : image) ?? image).hasAlpha,
  );
  if (flat.length > 0) {
    warnings.push({ kind: 'wants-alpha', paths: flat.map(({ path }) => path), fit: ask.fit });
  }
  return warnings;
}

/** The colour behind the image would be seen, and is the user's to choose. */
function showsGround({ options, width, height }: MadeFile, file: PixelFile, image: SetFacts): boolean {
  const opaque = file.background === 'fill' || ('format' in options && options.format === 'jpeg');
  if (!opaque) return false;
  const bars = options.fit === 'pad' && Math.abs((image.width / image.height) * (height / width) - 1) > 0.01;
  return image.hasAlpha || bars || options.inset !== undefined;
}

/** More pixels are asked for than the part of the image has that is shown there. */
function isUpscaled({ options, width, height }: MadeFile, image: SetFacts): boolean {
  const room = 1 - 2 * (options.inset ?? 0);
  const [across, down] = [(width * room) / image.width, (height * room) / image.height];
  return (options.fit === 'cover' ? Math.max(across, down) : Math.min(across, down)) > 1.001;
}

function isSquare({ width, height }: SetFacts): boolean {
  return Math.abs(width / height - 1) <= 0.01;
}
