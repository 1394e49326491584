import { gzipSync } from 'node:zlib';
import { change, imagePart, parts, split, withParts } from './changedReply';
import { json, type Answer, type Fault, type FaultContext } from './faultTypes';
import type { ReplyPart } from './goodReply';
import { serverImage } from './serverImages';

/** A good status with a reply that is good, odd or empty. */
export const replyFaults: Readonly<Record<string, Fault>> = {
  'text-only': withParts(() => [{ text: 'I can describe it, but I did not draw it.' }]),
  'thoughts-only': withParts(() => [{ text: 'Thinking about the composition…', thought: true }]),
  'thought-image-only': withParts(context => [{ ...imagePart(context), thought: true }]),
  'no-image': ended('NO_IMAGE', 'The model did not generate an image.'),
  'image-safety': ended('IMAGE_SAFETY', 'Unable to show the generated image. Support code: 15236754.'),
  'image-prohibited': ended(
    'IMAGE_PROHIBITED_CONTENT',
    'The model output could not be generated. Support code: 42876398.',
  ),
  'image-recitation': ended('IMAGE_RECITATION'),
  'image-other': ended('IMAGE_OTHER'),
  safety: ended('SAFETY'),
  recitation: ended('RECITATION'),
  other: ended('OTHER', 'Model failed to generate content due to internal error.'),
  'max-tokens': ended('MAX_TOKENS'),
  'malformed-response': ended('MALFORMED_RESPONSE'),
  'unknown-finish': ended('SOMETHING_NEW'),
  'unknown-safety': ended('IMAGE_HUMAN_SAFETY_REVIEW'),
  'prompt-blocked': change(reply => {
    delete reply.candidates;
    reply['promptFeedback'] = { blockReason: 'PROHIBITED_CONTENT' };
    reply.usageMetadata = { promptTokenCount: 12, totalTokenCount: 12 };
  }),
  'prompt-blocked-message': change(reply => {
    delete reply.candidates;
    reply['promptFeedback'] = { blockReasonMessage: 'The prompt could not be submitted.' };
  }),
  'no-candidates': change(reply => {
    delete reply.candidates;
  }),
  'no-content': change(reply => {
    reply.candidates = [{ finishReason: 'STOP', index: 0 }];
  }),
  'two-images': withParts(context => {
    const other = serverImage('image/png', 640, 480, 200);
    return [
      { text: 'Two of them.' },
      imagePart(context),
      { text: 'And the other.' },
      { inlineData: { mimeType: other.mimeType, data: other.base64 }, thoughtSignature: 'c2Vjb25k' },
    ];
  }),
  'thought-images': withParts(context => [
    { text: 'A first sketch.', thought: true },
    { thought: true, ...interim(context) },
    { thought: true, ...interim(context) },
    { text: 'Here it is.' },
    imagePart(context),
  ]),
  /** `thought` comes after the data it belongs to. */
  'thought-after-data': withParts(context => [{ ...interim(context), thought: true }, imagePart(context)]),
  'unknown-fields': change((reply, context) => {
    Object.assign(reply, {
      turnToken: 'v1_abc',
      newThing: [{ deep: { data: 'x'.repeat(9000) } }],
      data: null,
    });
    const part = parts(reply).find(each => each.inlineData !== undefined);
    Object.assign(part ?? {}, {
      sparkle: { data: context.reply.image.base64.slice(0, 9000) },
      partMetadata: {},
    });
  }),
  'wrong-mime': change(reply => {
    for (const part of parts(reply))
      if (part.inlineData !== undefined) part.inlineData.mimeType = 'image/webp';
  }),
  'no-mime': change(reply => {
    for (const part of parts(reply)) delete (part.inlineData as { mimeType?: string } | undefined)?.mimeType;
  }),
  'no-usage': change(reply => {
    delete reply.usageMetadata;
  }),
  'usage-without-details': change(reply => {
    delete (reply.usageMetadata as { candidatesTokensDetails?: unknown }).candidatesTokensDetails;
  }),
  'no-signature': change(reply => {
    for (const part of parts(reply)) delete part.thoughtSignature;
  }),
  're-routed': change(reply => {
    reply['modelVersion'] = 'gemini-nano-banana-2.1';
  }),
  'no-finish': change(reply => {
    delete reply.candidates?.[0]?.finishReason;
  }),
  'corrupt-base64': change(reply => {
    for (const part of parts(reply)) {
      if (part.inlineData === undefined) continue;
      const { data } = part.inlineData;
      part.inlineData.data = `${data.slice(0, data.length >> 1)}!*!*${data.slice((data.length >> 1) + 4)}`;
    }
  }),
  'cut-base64': change(reply => {
    for (const part of parts(reply))
      if (part.inlineData !== undefined) part.inlineData.data = part.inlineData.data.slice(0, -3);
  }),
  'empty-base64': change(reply => {
    for (const part of parts(reply)) if (part.inlineData !== undefined) part.inlineData.data = '';
  }),
  'not-an-image': change(reply => {
    for (const part of parts(reply)) {
      if (part.inlineData !== undefined)
        part.inlineData.data = Buffer.from('not an image '.repeat(2000)).toString('base64');
    }
  }),
  'snake-case': context => {
    const text = JSON.stringify(context.reply.json)
      .replace(/"inlineData":/g, '"inline_data":')
      .replace(/"mimeType":/g, '"mime_type":')
      .replace(/"thoughtSignature":/g, '"thought_signature":')
      .replace(/"finishReason":/g, '"finish_reason":')
      .replace(/"usageMetadata":/g, '"usage_metadata":');
    return { ...json({}), body: text };
  },
  'escaped-slashes': context => ({
    ...json({}),
    body: JSON.stringify(context.reply.json)
      .replace(/\//g, '\\/')
      .replace(/=/g, '\\u003d')
      .replace(/\+/g, '\\u002B'),
  }),
  pretty: context => json(context.reply.json, 200, 2),
  'data-url': withParts(({ reply }) => [
    {
      text: `Here you are:\n\n![image](data:${reply.image.mimeType};base64,${reply.image.base64})\n\nEnjoy.`,
    },
  ]),
  'data-url-in-data': change(reply => {
    for (const part of parts(reply)) {
      if (part.inlineData === undefined) continue;
      part.inlineData.data = `data:${part.inlineData.mimeType};base64,${part.inlineData.data}`;
    }
  }),
  array: context => json(split(context.reply.json)),
  sse: context => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    // Without the blank line at the end, as some services send it.
    body: split(context.reply.json)
      .map(chunk => `data: ${JSON.stringify(chunk)}`)
      .join('\r\n\r\n'),
  }),
  gzip: context => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify(context.reply.json), { level: 1 }),
  }),
  /** Ends properly, in the middle of the image. */
  truncated: context => cut(context, 0.5),
  'truncated-end': context => cut(context, 0.999999),
  malformed: context => ({
    ...json({}),
    body: JSON.stringify(context.reply.json).replace('"candidates":', '"candidates"'),
  }),
  garbage: () => ({ ...json({}), body: 'upstream connect error or disconnect/reset before headers' }),
  empty: () => ({ ...json({}), body: '' }),
  'empty-object': () => json({}),
};

/** No image; input and thoughts are counted all the same. */
function ended(finishReason: string, finishMessage?: string): Fault {
  return change(reply => {
    reply.candidates = [
      { content: { role: 'model' }, finishReason, ...(finishMessage === undefined ? {} : { finishMessage }) },
    ];
    reply.usageMetadata = { promptTokenCount: 1119, thoughtsTokenCount: 240, totalTokenCount: 1359 };
  });
}

/** Another picture than the final one, so that keeping the wrong one shows. */
function interim({ model }: FaultContext): ReplyPart {
  const { mimeType, base64 } = serverImage(model.output, 800, 800, 77);
  return { inlineData: { mimeType, data: base64 } };
}

function cut({ reply }: FaultContext, share: number): Answer {
  const text = JSON.stringify(reply.json);
  return { ...json({}), body: text.slice(0, Math.floor((text.length - 1) * share)) };
}
