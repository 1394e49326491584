import { layOut, maxCombinedEdge } from '../../core/imaging/retouch/combine';
import { parseRetouch } from '../../core/imaging/retouch/parse';
import { commonExamples, type RetouchStep } from '../../core/imaging/retouch/steps';
import { asksForFile, suggestCommand } from '../../core/imaging/retouch/suggest';
import type { ImageFormat } from '../../core/model/run';
import type { Failure, Outcome, ReceivedBlob } from '../../core/model/outcome';
import type { GenerateContext, ProviderDeps, ProviderRequest } from '../../core/provider';
import type { Translate } from '../../core/translate';

/** The most that is quoted of a prompt. */
const longestQuote = 60;

/** One image when the prompt puts them together, else one for each reference image. */
export async function retouch(
  request: ProviderRequest,
  context: GenerateContext,
  { imaging, t }: Pick<ProviderDeps, 'imaging' | 't'>,
): Promise<Outcome> {
  const { images } = request;
  if (images.length === 0)
    return unsupported(t('Local edits change images: add at least one reference image.'));
  const plan = parseRetouch(request.prompt);
  if (plan.unknown.length > 0) {
    return unsupported(notUnderstood(t, plan.unknown));
  }
  const steps = withSettings(plan.steps, request);
  if (steps.length === 0)
    return unsupported(t('Say what to change, for example “grayscale” or “crop to 16:9”.'));
  const joined = steps.some(step => step.op === 'combine');
  if (joined && images.length < 2) {
    return unsupported(t('Putting images together takes at least two reference images.'));
  }
  const groups = joined ? [images] : images.map(image => [image]);
  const made: ReceivedBlob[] = [];
  for (const group of groups) {
    const blob = await context.createBlobPath(likelyExtension(group[0]?.facts.format));
    const paths = group.map(image => image.path);
    await imaging.retouch(paths, steps, blob.path, context.signal);
    made.push(await blob.adopt());
  }
  const [first] = steps;
  const capped =
    first?.op === 'combine' &&
    layOut(
      images.map(image => image.facts),
      first.layout,
      first.gap,
    ).capped;
  return {
    kind: 'images',
    images: made,
    ...(capped
      ? {
          text: t(
            'The images were made smaller: together they have at most {0} pixels a side.',
            maxCombinedEdge,
          ),
        }
      : {}),
  };
}

/** What was chosen beside the prompt: an exact size comes last, a transparent background first. */
function withSettings(steps: readonly RetouchStep[], { settings }: ProviderRequest): readonly RetouchStep[] {
  const { width, height, background } = settings;
  const clear = background === 'transparent' && !steps.some(step => step.op === 'removeBackground');
  const sized = width !== undefined || height !== undefined;
  return [
    ...(clear ? [{ op: 'removeBackground' } as const] : []),
    ...steps,
    ...(sized ? [{ op: 'resize', ...(width ? { width } : {}), ...(height ? { height } : {}) } as const] : []),
  ];
}

/** The bytes decide in the end; the store renames what turns out different. */
function likelyExtension(format: ImageFormat | undefined): string {
  return format === 'jpeg' ? 'jpg' : format === 'webp' ? 'webp' : 'png';
}

function unsupported(message: string): Failure {
  return { kind: 'unsupported', message, sent: false };
}

function notUnderstood(t: Translate, unknown: readonly string[]): string {
  const quoted = unknown.slice(0, 3).map(part => `“${shorten(part)}”`);
  const named = t('Local edits do not know {0}, so nothing was changed.', quoted.join(', '));
  if (asksForFile(unknown)) {
    const advice = t('The format of the file is chosen when you save: Save… writes PNG, JPEG, WebP or AVIF.');
    return `${advice} ${named}`;
  }
  const command = unknown.map(suggestCommand).find(found => found !== undefined);
  const examples = commonExamples.filter(example => example !== command).map(example => `“${example}”`);
  return [
    ...(command === undefined ? [] : [t('Did you mean “{0}”?', command)]),
    named,
    t('Examples of what they know: {0}.', examples.join(', ')),
  ].join(' ');
}

function shorten(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}
