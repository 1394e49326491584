import type { Fault, FaultContext } from './faultTypes';

/** Half of the reply is out; what happens to the rest is the fault's. */
function sendHalf({ response, reply }: FaultContext): void {
  const body = Buffer.from(JSON.stringify(reply.json));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, body.length >> 1));
}

/** The connection itself misbehaves. */
export const wireFaults: Readonly<Record<string, Fault>> = {
  stall: () => 'taken',
  'stall-body': context => {
    sendHalf(context);
    return 'taken';
  },
  reset: ({ incoming }) => {
    incoming.socket.resetAndDestroy();
    return 'taken';
  },
  'reset-body': context => {
    sendHalf(context);
    context.response.once('drain', () => context.incoming.socket.resetAndDestroy());
    return 'taken';
  },
  /** Closed in order, but early. */
  'close-body': context => {
    sendHalf(context);
    context.response.once('drain', () => context.incoming.socket.end());
    return 'taken';
  },
  redirect: ({ elsewhere, incoming }) => ({
    status: 307,
    headers: { location: `${elsewhere}${incoming.url ?? '/'}` },
    body: '',
  }),
  'redirect-loop': ({ incoming }) => ({ status: 307, headers: { location: incoming.url ?? '/' }, body: '' }),
  /** In pieces of 1 KB, one for each turn of the loop. */
  slow: ({ response, reply }) => {
    const body = Buffer.from(JSON.stringify(reply.json));
    response.writeHead(200, { 'content-type': 'application/json' });
    let at = 0;
    const next = (): void => {
      if (response.destroyed) return;
      if (at >= body.length) {
        response.end();
        return;
      }
      response.write(body.subarray(at, at + 1024));
      at += 1024;
      setImmediate(next);
    };
    next();
    return 'taken';
  },
};
