import { json, type Fault, type FaultContext } from './faultTypes';
import type { ReplyJson, ReplyPart } from './goodReply';

export function change(alter: (reply: ReplyJson, context: FaultContext) => void): Fault {
  return context => {
    const reply = structuredClone(context.reply.json);
    alter(reply, context);
    return json(reply);
  };
}

export function withParts(make: (context: FaultContext) => ReplyPart[]): Fault {
  return context => {
    const made = make(context);
    return change(reply => {
      reply.candidates = [{ content: { role: 'model', parts: made }, finishReason: 'STOP', index: 0 }];
    })(context);
  };
}

export function parts(reply: ReplyJson): ReplyPart[] {
  return reply.candidates?.flatMap(candidate => candidate.content?.parts ?? []) ?? [];
}

export function imagePart({ reply }: FaultContext): ReplyPart {
  const found = parts(reply.json).find(part => part.inlineData !== undefined);
  if (found === undefined) throw new Error('The good reply has no image.');
  return found;
}

/** As a service that answers bit by bit sends it. */
export function split(reply: ReplyJson): ReplyJson[] {
  const { candidates, ...rest } = reply;
  const all = candidates?.[0]?.content?.parts ?? [];
  return [
    ...all.map(part => ({ candidates: [{ content: { role: 'model', parts: [part] }, index: 0 }] })),
    { ...rest, candidates: [{ ...candidates?.[0], content: { role: 'model' }, index: 0 }] },
  ];
}
