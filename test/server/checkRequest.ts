import { createHash, createHmac } from 'node:crypto';
import { googleError, invalid, type GoogleError } from './googleErrors';
import { checkTools } from './grounding';
import { conform, generateContentRequest } from './schema';
import type { ServerModel } from './serverModels';

export interface CheckedPart {
  text?: string;
  inlineData?: { mimeType: string; data: string };
  fileData?: { mimeType: string; fileUri: string };
  thought?: boolean;
  thoughtSignature?: string;
}

export interface CheckedRequest {
  contents: readonly { role?: string; parts?: readonly CheckedPart[] }[];
  generationConfig?: {
    candidateCount?: number;
    seed?: number;
    responseModalities?: readonly string[];
    imageConfig?: { aspectRatio?: string; imageSize?: string };
    thinkingConfig?: { thinkingLevel?: string; includeThoughts?: boolean };
  };
  systemInstruction?: unknown;
  tools?: readonly unknown[];
}

const inputTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'];

/** What an address of an uploaded file stands for. */
export type FindFile = (uri: string) => { mimeType: string; bytes: Buffer } | { error: GoogleError };

const noFiles: FindFile = () => ({ error: invalid('Invalid or unsupported file uri.') });

/** As strict as the service: closed schema first, then what each model takes. */
export function checkRequest(
  body: unknown,
  model: ServerModel,
  findFile: FindFile = noFiles,
): { request: CheckedRequest } | { error: GoogleError } {
  const shaped = conform(body, generateContentRequest);
  if ('error' in shaped) return shaped;
  const request = shaped.value as CheckedRequest;
  const error =
    checkContents(request, model, findFile) ??
    checkConfig(request, model) ??
    checkTools(request.tools ?? [], model);
  return error === undefined ? { request } : { error };
}

function checkConfig({ generationConfig = {} }: CheckedRequest, model: ServerModel): GoogleError | undefined {
  const { candidateCount, imageConfig, thinkingConfig, responseModalities } = generationConfig;
  if ((candidateCount ?? 1) > 1) return invalid('Multiple candidates is not enabled for this model');
  if (responseModalities?.includes('AUDIO') === true) {
    return invalid('The requested combination of response modalities (AUDIO) is not supported by the model.');
  }
  if (thinkingConfig?.thinkingLevel !== undefined && !model.thinking.includes(thinkingConfig.thinkingLevel)) {
    return invalid('Thinking level is not supported for this model.');
  }
  const { aspectRatio, imageSize } = imageConfig ?? {};
  if (aspectRatio !== undefined && !model.ratios.includes(aspectRatio)) {
    const names = model.ratios.map(ratio => `'${ratio}'`);
    return invalid(
      `* GenerateContentRequest.generation_config.image_config.aspect_ratio: aspect_ratio must be one of ${names.slice(0, -1).join(', ')}, or ${names.at(-1) ?? ''}.\n`,
    );
  }
  if (imageSize !== undefined && !model.sizes.includes(imageSize)) {
    return model.sizes.length === 0
      ? invalid('Image size is not supported for this model.')
      : invalid(
          `* GenerateContentRequest.generation_config.image_config.image_size: image_size must be one of ${model.sizes.map(size => `'${size}'`).join(', ')}.\n`,
        );
  }
  return undefined;
}

function checkContents(
  { contents }: CheckedRequest,
  model: ServerModel,
  findFile: FindFile,
): GoogleError | undefined {
  if ((contents as unknown) === undefined || contents.length === 0) {
    return invalid('* GenerateContentRequest.contents: contents is not specified\n');
  }
  const last = contents.at(-1);
  if (last?.role === 'model') return invalid('Please ensure that the last content is from the user.');
  for (const [position, content] of contents.entries()) {
    const { role = 'user', parts = [] } = content;
    if (role !== 'user' && role !== 'model') return invalid('Please use a valid role: user, model.');
    if (parts.length === 0) {
      return invalid(
        `* GenerateContentRequest.contents[${String(position)}].parts: contents.parts must not be empty.\n`,
      );
    }
    const images = parts.filter(part => (part.inlineData ?? part.fileData) !== undefined);
    if (role === 'user' && images.length > model.maxImages) {
      return invalid(`Too many images. The maximum number of images is ${String(model.maxImages)}.`);
    }
    for (const [index, part] of parts.entries()) {
      const error = checkPart(part, role, position, index, model, findFile);
      if (error !== undefined) return error;
    }
  }
  return undefined;
}

function checkPart(
  part: CheckedPart,
  role: string,
  position: number,
  index: number,
  model: ServerModel,
  findFile: FindFile,
): GoogleError | undefined {
  if (Object.keys(part).filter(name => /^(text|inlineData|fileData)$/.test(name)).length !== 1) {
    return invalid(
      `* GenerateContentRequest.contents[${String(position)}].parts[${String(index)}].data: required oneof field 'data' must have one initialized field\n`,
    );
  }
  const image = imageIn(part, findFile);
  if (image === undefined) return undefined;
  if ('error' in image) return image.error;
  const { mimeType, bytes } = image;
  const bad = checkImage(bytes, mimeType);
  if (bad !== undefined) return bad;
  if (role !== 'model' || !model.signatures) return undefined;
  if (part.thoughtSignature === undefined || part.thoughtSignature === '') {
    return googleError(
      400,
      'INVALID_ARGUMENT',
      `Image part is missing a thought_signature in content position ${String(position)}, part position ${String(index)}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`,
    );
  }
  return part.thoughtSignature === signatureOf(model.id, bytes)
    ? undefined
    : invalid('Corrupted thought signature.');
}

function imageIn(part: CheckedPart, findFile: FindFile): ReturnType<FindFile> | undefined {
  const { inlineData, fileData } = part;
  if (inlineData !== undefined)
    return { mimeType: inlineData.mimeType, bytes: Buffer.from(inlineData.data, 'base64') };
  if (fileData === undefined) return undefined;
  const file = findFile(fileData.fileUri);
  return 'error' in file ? file : { mimeType: fileData.mimeType, bytes: file.bytes };
}

/** Whether the service can read it as what it is said to be. */
export function checkImage(bytes: Buffer, mimeType: string): GoogleError | undefined {
  if (!inputTypes.includes(mimeType)) return invalid(`Unsupported MIME type: ${mimeType}`);
  return matches(bytes, mimeType)
    ? undefined
    : invalid(
        'Unable to process input image. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
      );
}

/** Bound to the model and to the image, so that an echo of other bytes shows. */
export function signatureOf(model: string, image: Buffer): string {
  const digest = createHash('sha256').update(image).digest();
  const seal = createHmac('sha512', 'signature').update(model).update(digest).digest();
  // The real ones are long.
  return Buffer.concat(Array.from({ length: 8 }, () => seal)).toString('base64');
}

function matches(bytes: Buffer, mimeType: string): boolean {
  switch (mimeType) {
    case 'image/png':
      return bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'));
    case 'image/jpeg':
      return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
    case 'image/webp':
      return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
    default:
      return bytes.toString('latin1', 4, 8) === 'ftyp';
  }
}
