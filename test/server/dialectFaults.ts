import { change, imagePart, withParts } from './changedReply';
import type { Fault } from './faultTypes';
import { serverImage } from './serverImages';

const said = (text: string): Fault => withParts(() => [{ text }]);
const own = (file: string): Fault =>
  withParts(({ incoming }) => [
    { text: `Here: ![fox](http://${incoming.headers.host ?? ''}/files/${file})` },
  ]);
const third = serverImage('image/png', 640, 480, 200);
const fourth = serverImage('image/png', 320, 240, 90);

/** Gateways that answer in another dialect than Google's, and answers that are more than an image. */
export const dialectFaults: Readonly<Record<string, Fault>> = {
  'image-link': said('Here you are: ![image](https://files.example.com/a.png)'),
  'link-bare': said('https://files.example.com/files/image.png?X-Signature=abc%2Fdef&Expires=1'),
  'link-no-image': said('Here: ![fox](https://files.example.com/files/page.html)'),
  'link-gone': said('Here: ![fox](https://files.example.com/files/gone.png)'),
  'link-private': said('Here: ![fox](https://192.168.1.1/a.png)'),
  'link-plain': said('Here: ![fox](http://files.example.com/a.png)'),
  'link-large': said('Here: ![fox](https://files.example.com/files/large.png)'),
  'links-two': said(
    'One: ![a](https://files.example.com/files/image.png) and\nhttps://files.example.com/files/gone.png.',
  ),
  /** Speaks of an address, and names no image. */
  'link-of-words': said('I can’t draw that. See https://policy.example.com/rules for why.'),
  'link-own': own('image.png'),
  interleaved: withParts(context => [
    { text: 'First the fox.' },
    imagePart(context),
    { text: 'Then the den.' },
    { inlineData: { mimeType: third.mimeType, data: third.base64 }, thoughtSignature: 'c2Vjb25k' },
    { text: 'A thought between.', thought: true },
    { inlineData: { mimeType: fourth.mimeType, data: fourth.base64 }, thoughtSignature: 'dGhpcmQ=' },
    { text: 'That is all.' },
  ]),
  smaller: withParts(({ model }) => {
    const { mimeType, base64 } = serverImage(model.output, 512, 512, 20);
    return [{ inlineData: { mimeType, data: base64 }, thoughtSignature: 'c21hbGw=' }];
  }),
  'other-ratio': withParts(({ model }) => {
    const { mimeType, base64 } = serverImage(model.output, 1024, 1024, 30);
    return [{ inlineData: { mimeType, data: base64 }, thoughtSignature: 'cmF0aW8=' }];
  }),
  /** Sources that no page should be given. */
  'odd-grounding': change(reply => {
    const chunks = [
      ...[
        'javascript:alert(1)',
        'command:x',
        'http://plain.example/',
        'https://me:pw@a.example/',
        'nowhere',
        '',
      ],
      `https://a.example/${'x'.repeat(3000)}`,
    ].map(uri => ({ web: { uri, title: 'Bad' } }));
    Object.assign(reply.candidates?.[0] ?? {}, {
      groundingMetadata: {
        webSearchQueries: ['a\u202eb', 7, '', 'q'.repeat(5000)],
        groundingChunks: [
          ...chunks,
          null,
          { web: 7 },
          { web: { uri: 'https://one.example/', title: '<b>One</b>\n' } },
          { web: { uri: 'https://one.example/', title: 'Again' } },
          { web: { uri: 'https://two.example/' } },
          ...Array.from({ length: 60 }, (_, index) => ({
            web: { uri: `https://many.example/${String(index)}`, title: 'Many' },
          })),
        ],
      },
    });
  }),
};
