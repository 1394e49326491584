import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CheckedRequest } from './checkRequest';
import type { GoodReply } from './goodReply';
import type { ServerModel } from './serverModels';

export interface FaultContext {
  request: CheckedRequest;
  model: ServerModel;
  key: string;
  /** What would have been answered. A fault may change it. */
  reply: GoodReply;
  incoming: IncomingMessage;
  response: ServerResponse;
  /** An origin that is not this server's, where a redirect may lead. */
  elsewhere: string;
}

export interface Answer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: string | Buffer;
}

/** `taken`: the fault answers, or does not, by itself. */
export type Fault = (context: FaultContext) => Answer | 'taken';

export function json(body: unknown, status = 200, space?: number): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(body, null, space),
  };
}
