import { signatureOf } from './checkRequest';
import { json, type Fault, type FaultContext } from './faultTypes';
import { promptOf } from './goodReply';
import { askedBackground, onBackground, type Scene } from './onBackground';
import { serverImage, type ServerImage } from './serverImages';
import { pixelsOf } from './serverModels';

/** What models do with the background that a prompt asks for. */
export const keyFaults: Readonly<Record<string, Fault>> = {
  /** It is not painted. */
  'key-ignored': painted(context => {
    const [width, height] = sizeOf(context);
    return serverImage(context.model.output, width, height, 120);
  }),
  /** There is nothing else. */
  'key-only': painted(context => scene(context, 'nothing')),
  /** It fades from top to bottom. */
  'key-gradient': painted(context => scene(context, 'fading')),
  /** The subject is of that colour. */
  'key-in-subject': painted(context => scene(context, 'same')),
};

function painted(paint: (context: FaultContext) => ServerImage): Fault {
  return context => {
    const image = paint(context);
    const reply = structuredClone(context.reply.json);
    const part = reply.candidates?.[0]?.content?.parts?.find(each => each.inlineData !== undefined);
    if (part === undefined) throw new Error('The good reply has no image.');
    part.inlineData = { mimeType: image.mimeType, data: image.base64 };
    if (part.thoughtSignature !== undefined)
      part.thoughtSignature = signatureOf(context.model.id, image.bytes);
    return json(reply);
  };
}

function scene(context: FaultContext, what: Scene): ServerImage {
  const [width, height] = sizeOf(context);
  const background = askedBackground(promptOf(context.request)) ?? [0, 255, 0];
  return onBackground(context.model.output, width, height, 0, background, what);
}

function sizeOf({ request, model }: FaultContext): readonly [number, number] {
  const { aspectRatio = '1:1', imageSize = '1K' } = request.generationConfig?.imageConfig ?? {};
  return pixelsOf(model, aspectRatio, imageSize);
}
