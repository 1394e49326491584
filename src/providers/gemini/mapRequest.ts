import type { Content, GenerateContentParameters, Part, SearchTypes, ThinkingLevel } from '@google/genai/web';
import { serviceModelId, type ModelInfo } from '../../core/model/modelInfo';
import type { InputImage, ProviderRequest, Turn } from '../../core/provider';
import { isRecord, pickList } from '../wire/json';
import { describeRoles } from '../wire/legend';
import type { BodyFile } from '../wire/requestBody';
import { canEchoParts, takesImageSize } from './traits';

export interface MappedRequest {
  parameters: GenerateContentParameters;
  /** Placeholders in `parameters` and the files whose bytes they stand for. */
  files: readonly BodyFile[];
}

/** An earlier answer can't be sent back, so its last image goes in as a fresh reference image. */
interface CarriedImage {
  path: string;
  mimeType: string;
}

/**
 * The request in Google's words, images as placeholders. `marker` starts every placeholder; random. What the model
 * can't take has been refused before (see `refusal.ts`). With `restart` the earlier turns are left out, and live on in
 * their last image.
 */
export function mapRequest(request: ProviderRequest, marker: string, restart = false): MappedRequest {
  const files: BodyFile[] = [];
  const place = (path: string): string => {
    const placeholder = `${marker}${String(files.length)}.`;
    files.push({ placeholder, path });
    return placeholder;
  };
  const { turns, carried } = restart ? restarted(request) : echoable(request);
  const contents: Content[] = turns.flatMap(turn => [
    { role: 'user', parts: userParts(turn.prompt, turn.images, undefined, place) },
    { role: 'model', parts: modelParts(turn, place) },
  ]);
  contents.push({ role: 'user', parts: userParts(request.prompt, request.images, carried, place) });
  return {
    parameters: { model: serviceModelId(request.model.id), contents, config: config(request) },
    files,
  };
}

function config({
  model,
  settings,
  variation,
}: ProviderRequest): NonNullable<GenerateContentParameters['config']> {
  const { aspectRatio, imageSize, thinking, seed, systemInstruction, search } = settings;
  const searchTypes = searchTypesOf(model);
  const imageConfig = {
    ...(aspectRatio === undefined ? {} : { aspectRatio }),
    ...(imageSize === undefined || !takesImageSize(model) ? {} : { imageSize }),
  };
  return {
    responseModalities: ['TEXT', 'IMAGE'],
    // The SDK's loop has no upper bound, and every turn of it is billed.
    automaticContinuation: false,
    ...(Object.keys(imageConfig).length === 0 ? {} : { imageConfig }),
    ...(thinking === undefined
      ? {}
      : { thinkingConfig: { thinkingLevel: thinking.toUpperCase() as ThinkingLevel } }),
    // Variations of one seed would be the same image, paid for again and again.
    ...(seed === undefined ? {} : { seed: (seed + variation) | 0 }),
    ...(search === true && searchTypes !== undefined ? { tools: [{ googleSearch: { searchTypes } }] } : {}),
    ...(systemInstruction === undefined || systemInstruction.trim() === ''
      ? {}
      : { systemInstruction: { parts: [{ text: systemInstruction }] } }),
  };
}

/** Only what the model has: it refuses the other. */
function searchTypesOf({ capabilities: { search } }: ModelInfo): SearchTypes | undefined {
  if (search === undefined || search.length === 0) return undefined;
  return {
    ...(search.includes('web') ? { webSearch: {} } : {}),
    ...(search.includes('images') ? { imageSearch: {} } : {}),
  };
}

function userParts(
  prompt: string,
  images: readonly InputImage[],
  carried: CarriedImage | undefined,
  place: (path: string) => string,
): Part[] {
  const extra = carried !== undefined && !images.some(image => image.path === carried.path) ? [carried] : [];
  const legend = describeRoles(images, extra.length);
  return [
    { text: legend === undefined ? prompt : `${legend}\n\n${prompt}` },
    ...extra.map(({ path, mimeType }) => ({ inlineData: { mimeType, data: place(path) } })),
    ...images.map(({ path, facts }) => ({ inlineData: { mimeType: facts.mimeType, data: place(path) } })),
  ];
}

/** From the first turn on that the service will take back; what went before lives on in its image only. */
function echoable(request: ProviderRequest): { turns: readonly Turn[]; carried?: CarriedImage } {
  const { history, model } = request;
  const broken = history.findLastIndex(
    ({ answer }) =>
      !model.capabilities.multiTurn || !canEchoParts(model, pickList(answer, 'parts').filter(isRecord)),
  );
  // A turn that is cut off from the ones before it would speak of images that are not there.
  return broken < 0 ? { turns: history } : restarted(request);
}

function restarted({ history }: ProviderRequest): { turns: readonly Turn[]; carried?: CarriedImage } {
  const last = history.at(-1);
  const carried = last === undefined ? undefined : lastImage(last);
  return carried === undefined ? { turns: [] } : { turns: [], carried };
}

/** Whether earlier turns are sent that could be left out: there is an image to begin from instead. */
export function canRestart(request: ProviderRequest): boolean {
  return echoable(request).turns.length > 0 && restarted(request).carried !== undefined;
}

function lastImage(turn: Turn): CarriedImage | undefined {
  const data = pickList(turn.answer, 'parts')
    .filter(isRecord)
    .map(part => part['inlineData'])
    .filter(isRecord)
    .at(-1);
  const file = data?.['data'];
  if (typeof file !== 'string') return undefined;
  const mimeType = data?.['mimeType'];
  return { path: turn.pathOf(file), mimeType: typeof mimeType === 'string' ? mimeType : 'image/png' };
}

function modelParts({ answer, pathOf }: Turn, place: (path: string) => string): Part[] {
  return pickList(answer, 'parts')
    .filter(isRecord)
    .map(part => {
      const data = part['inlineData'];
      if (!isRecord(data) || typeof data['data'] !== 'string') return part as Part;
      return { ...part, inlineData: { ...data, data: place(pathOf(data['data'])) } } as Part;
    });
}
