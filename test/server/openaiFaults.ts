import { json, type Answer } from './faultTypes';
import { damagedAnswers, type ImagesContext, type ImagesFault } from './imagesServer';
import { serverImage } from './serverImages';

export function openaiError(
  status: number,
  message: string,
  code: string | null,
  param: string | null = null,
): Answer {
  return json({ error: { message, type: 'invalid_request_error', param, code } }, status);
}

const limited = (
  message: string,
  code: string,
  type: string,
  headers: Record<string, string> = {},
): Answer => ({
  ...json({ error: { message, type, param: null, code } }, 429),
  headers: { 'content-type': 'application/json', ...headers },
});

/** The same images in another place. */
function said(make: (context: ImagesContext) => object): ImagesFault {
  return context => json(make(context));
}

/** What OpenAI answers in its own words, and what gateways and local servers make of it. */
export const openaiFaults: Readonly<Record<string, ImagesFault>> = {
  ...damagedAnswers,
  'insufficient-quota': () =>
    limited(
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      'insufficient_quota',
    ),
  'hard-limit': () =>
    json(
      {
        error: {
          message: 'Billing hard limit has been reached',
          type: 'billing_limit_user_error',
          param: null,
          code: 'billing_hard_limit_reached',
        },
      },
      400,
    ),
  'rate-limited': () =>
    limited(
      'Rate limit reached for gpt-image-2 in organization org-x on images per min.',
      'rate_limit_exceeded',
      'images',
      { 'retry-after': '7' },
    ),
  'rate-limited-reset': () =>
    limited('Rate limit reached.', 'rate_limit_exceeded', 'images', {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '12s',
      'x-ratelimit-remaining-tokens': '5000',
      'x-ratelimit-reset-tokens': '6m0s',
    }),
  moderation: () =>
    json(
      {
        error: {
          message:
            'Your request was rejected by the safety system. If you believe this is an error, contact us.',
          type: 'image_generation_user_error',
          param: null,
          code: 'moderation_blocked',
        },
      },
      400,
    ),
  'policy-violation': () =>
    openaiError(
      400,
      'Your request was rejected as a result of our safety system.',
      'content_policy_violation',
    ),
  'model-not-found': () =>
    openaiError(
      404,
      'The model `gpt-image-9` does not exist or you do not have access to it.',
      'model_not_found',
    ),
  'no-model-access': () =>
    openaiError(403, 'Project `proj_x` does not have access to model `gpt-image-2`', 'model_not_found'),
  'unknown-parameter': () =>
    openaiError(400, "Unknown parameter: 'quality'.", 'unknown_parameter', 'quality'),
  unverified: () =>
    openaiError(
      403,
      'Your organization must be verified to use the model `gpt-image-2`. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.',
      null,
    ),
  'key-echo': ({ key }) => openaiError(401, `Incorrect API key provided: ${key}.`, 'invalid_api_key'),
  internal: () =>
    json(
      {
        error: {
          message: 'The server had an error while processing your request.',
          type: 'server_error',
          param: null,
          code: null,
        },
      },
      500,
    ),
  overloaded: () =>
    json(
      {
        error: {
          message: 'The engine is currently overloaded.',
          type: 'server_error',
          param: null,
          code: null,
        },
      },
      503,
    ),
  'error-in-200': () =>
    json({ error: { message: 'The server had an error.', type: 'server_error', code: null } }),
  'too-large': () => openaiError(413, 'Maximum content size limit exceeded.', null),
  'data-url': said(({ image, reply }) => ({
    ...reply.json,
    data: [{ b64_json: `data:image/png;base64,${image.base64}` }],
  })),
  'url-data-url': said(({ image }) => ({
    created: 1,
    data: [{ url: `data:image/png;base64,${image.base64}` }],
  })),
  url: said(({ url, reply }) => ({ ...reply.json, data: [{ url: `${url}/files/a.png` }] })),
  'url-gone': said(({ url, reply }) => ({ ...reply.json, data: [{ url: `${url}/files/gone.png` }] })),
  'url-svg': said(({ url, reply }) => ({ ...reply.json, data: [{ url: `${url}/files/a.svg` }] })),
  'url-private': said(({ reply }) => ({
    ...reply.json,
    data: [{ url: 'https://169.254.169.254/latest/meta-data' }],
  })),
  'url-plain-http': said(({ reply }) => ({
    ...reply.json,
    data: [{ url: 'http://files.example.com/a.png' }],
  })),
  'url-and-image': said(({ image, reply }) => ({
    ...reply.json,
    data: [{ url: 'https://10.0.0.1/a.png' }, { b64_json: image.base64 }],
  })),
  'wrong-base64': said(({ image, reply }) => ({
    ...reply.json,
    data: [{ b64_json: `${image.base64.slice(0, -8)}*-_+/..` }],
  })),
  'empty-base64': said(({ reply }) => ({ ...reply.json, data: [{ b64_json: '' }] })),
  smaller: said(({ reply }) => ({
    ...reply.json,
    data: [{ b64_json: serverImage('image/png', 256, 256, 5).base64 }],
  })),
  'dialect-chat': said(({ image }) => ({
    id: 'chatcmpl-1',
    model: 'vendor/gpt-image-2',
    choices: [
      {
        message: {
          role: 'assistant',
          content: 'Here it is.',
          images: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${image.base64}` } }],
        },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 300 },
  })),
  'dialect-chat-text': said(({ image }) => ({
    choices: [
      { message: { role: 'assistant', content: `Done:\n![image](data:image/png;base64,${image.base64})` } },
    ],
  })),
  'dialect-images': said(({ image }) => ({ images: [image.base64], parameters: {}, info: '' })),
  'dialect-gemini': said(({ image }) => ({
    candidates: [
      {
        content: {
          parts: [{ text: 'Here.' }, { inlineData: { mimeType: 'image/png', data: image.base64 } }],
        },
        finishReason: 'STOP',
      },
    ],
  })),
  words: said(() => ({
    choices: [{ message: { role: 'assistant', content: 'I can not draw that.' }, finish_reason: 'stop' }],
  })),
  filtered: said(() => ({
    choices: [{ message: { role: 'assistant', content: null }, finish_reason: 'content_filter' }],
  })),
  two: said(({ image, reply }) => ({
    ...reply.json,
    data: [{ b64_json: image.base64 }, { b64_json: serverImage('image/png', 64, 64, 3).base64 }],
  })),
};
