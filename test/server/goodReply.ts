import { createHash } from 'node:crypto';
import { signatureOf, type CheckedRequest } from './checkRequest';
import { groundingMetadata } from './grounding';
import { askedBackground, onBackground } from './onBackground';
import { serverImage, type ServerImage } from './serverImages';
import { pixelsOf, type ServerModel } from './serverModels';

export interface GoodReply {
  image: ServerImage;
  /** A `GenerateContentResponse`; faults change it. */
  json: ReplyJson;
}

export interface ReplyPart {
  text?: string;
  thought?: boolean;
  inlineData?: { mimeType: string; data: string };
  thoughtSignature?: string;
}

export interface ReplyJson {
  candidates?: {
    content?: { role?: string; parts?: ReplyPart[] };
    finishReason?: string;
    [name: string]: unknown;
  }[];
  usageMetadata?: object;
  [name: string]: unknown;
}

/** What the model would answer: an image of the asked pixels in the model's own format. */
export function goodReply(
  request: CheckedRequest,
  model: ServerModel,
  variation: number,
  payloadBytes: number,
): GoodReply {
  const { aspectRatio = '1:1', imageSize = '1K' } = request.generationConfig?.imageConfig ?? {};
  const [width, height] = pixelsOf(model, aspectRatio, imageSize);
  const prompt = promptOf(request);
  const seed = request.generationConfig?.seed ?? variation;
  const hue =
    createHash('sha256')
      .update(`${prompt} ${String(seed)}`)
      .digest()[0] ?? 0;
  const background = askedBackground(prompt);
  const image =
    background === undefined
      ? serverImage(model.output, width, height, hue, payloadBytes)
      : onBackground(model.output, width, height, hue, background);
  const inputs = request.contents
    .flatMap(content => content.parts ?? [])
    .filter(part => (part.inlineData ?? part.fileData) !== undefined);
  const promptTokens = 4 + Math.ceil(prompt.length / 4) + inputs.length * 1120;
  const imageTokens = model.tokens[imageSize] ?? 1120;
  const thoughts = model.signatures ? 58 : 0;
  const wantsText = request.generationConfig?.responseModalities?.includes('TEXT') ?? true;
  const parts: ReplyPart[] = [
    ...(wantsText ? [{ text: 'Here is your image.' }] : []),
    {
      inlineData: { mimeType: image.mimeType, data: image.base64 },
      ...(model.signatures ? { thoughtSignature: signatureOf(model.id, image.bytes) } : {}),
    },
  ];
  const found = groundingMetadata(request.tools ?? []);
  const textTokens = wantsText ? 6 : 0;
  return {
    image,
    json: {
      candidates: [
        {
          content: { role: 'model', parts },
          finishReason: 'STOP',
          index: 0,
          ...(found === undefined ? {} : { groundingMetadata: found }),
        },
      ],
      usageMetadata: {
        promptTokenCount: promptTokens,
        candidatesTokenCount: imageTokens + textTokens,
        totalTokenCount: promptTokens + imageTokens + textTokens + thoughts,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens - inputs.length * 1120 }],
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: imageTokens }],
        ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
        serviceTier: 'standard',
      },
      modelVersion: model.id,
      responseId: createHash('sha256')
        .update(`${prompt}${String(variation)}`)
        .digest('base64url')
        .slice(0, 22),
    },
  };
}

/** All text of the last content. */
export function promptOf(request: CheckedRequest): string {
  return (request.contents.at(-1)?.parts ?? []).map(part => part.text ?? '').join('\n');
}
