import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { checkRequest } from './checkRequest';
import { errorFaults } from './errorFaults';
import { json, type Answer, type Fault } from './faultTypes';
import { goodReply, promptOf } from './goodReply';
import * as errors from './googleErrors';
import { startPlainServer, type PlainContext, type PlainServer } from './plainServer';
import { replyFaults } from './replyFaults';
import { serverModels } from './serverModels';
import { wireFaults } from './wireFaults';

export const vertexKey = 'AIzaSyTestServerVertexKey00000000000000';
export const vertexRefreshToken = '1//refresh-token-of-the-test-server';
const email = 'drawer@project.iam.gserviceaccount.com';

const faults: Readonly<Record<string, Fault>> = { ...errorFaults, ...replyFaults, ...wireFaults };

export interface VertexServer extends PlainServer {
  /** What Google's console gives for a service account; its tokens are made by this server. */
  serviceAccount: Record<string, string>;
  /** What `gcloud auth application-default login` writes. */
  login: Record<string, string>;
  /** Tokens made so far. */
  tokens(): number;
  /** No token made so far is good any more. */
  revoke(): void;
  /** How the next asks for a token are answered. */
  answerTokens(answer: Answer | undefined): void;
}

/** Speaks Vertex AI over real HTTP: express mode and projects, and Google's token service; as strict as the Gemini server. */
export async function startVertexServer(): Promise<VertexServer> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const good = new Set<string>();
  let made = 0;
  let count = 0;
  let told: Answer | undefined;
  const failed = new Map<string, number>();
  const server = await startPlainServer(context => {
    if (context.url.pathname === '/token' && context.method === 'POST') return token(context);
    return route(context);
  });
  const token_uri = `${server.url}/token`;
  return {
    ...server,
    serviceAccount: {
      ...{ type: 'service_account', project_id: 'my-project', private_key_id: 'k1', client_email: email },
      private_key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      token_uri,
    },
    login: {
      ...{ type: 'authorized_user', client_id: 'id', client_secret: 'secret', token_uri },
      refresh_token: vertexRefreshToken,
    },
    tokens: () => made,
    revoke: () => good.clear(),
    answerTokens: answer => void (told = answer),
  };

  function token({ raw, headers }: PlainContext): Answer {
    if (told !== undefined) return told;
    if (!String(headers['content-type']).startsWith('application/x-www-form-urlencoded'))
      return json({ error: 'invalid_request' }, 400);
    const form = new URLSearchParams(raw.toString('utf8'));
    const grant = form.get('grant_type');
    const right =
      grant === 'refresh_token'
        ? form.get('refresh_token') === vertexRefreshToken && form.get('client_secret') === 'secret'
        : grant === 'urn:ietf:params:oauth:grant-type:jwt-bearer' && isSigned(form.get('assertion') ?? '');
    if (!right) return json({ error: 'invalid_grant', error_description: 'Bad Request' }, 400);
    const access_token = `ya29.token-${++made}`;
    good.add(access_token);
    return json({ access_token, expires_in: 3599, token_type: 'Bearer' });
  }

  function isSigned(assertion: string): boolean {
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    const whole = verify.verify(createPublicKey(pair.privateKey), Buffer.from(signature, 'base64url'));
    const lasts = Number(said['exp']) - Number(said['iat']);
    return whole && said['iss'] === email && said['aud'] === token_uri && lasts > 0 && lasts <= 3600;
  }

  function route({ url, headers, method, body, incoming, response }: PlainContext): Answer | 'taken' {
    const path =
      /^\/v1beta1\/(projects\/([\w.:-]+)\/locations\/([\w-]+)\/)?publishers\/google\/models\/([\w.-]+):(\w+)$/.exec(
        url.pathname,
      );
    if (path === null || method !== 'POST') return { status: 404, body: '<!DOCTYPE html><title>404</title>' };
    const [, inProject, project, , id = '', action] = path;
    const refused = inProject === undefined ? badKey(headers) : badToken(headers, project);
    if (refused !== undefined) return refused;
    const model = serverModels.find(each => each.id === id);
    if (model === undefined) {
      const message = `Publisher Model \`publishers/google/models/${id}\` was not found or your project does not have access to it.`;
      return json({ error: { code: 404, message, status: 'NOT_FOUND' } }, 404);
    }
    if (action === 'countTokens') return json({ totalTokens: 1 });
    if (action !== 'generateContent') return { status: 404, body: '<!DOCTYPE html><title>404</title>' };
    const own = withoutVertex(body);
    if (typeof own === 'string') return asAnswer(errors.invalid(own));
    const checked = checkRequest(own, model);
    if ('error' in checked) return asAnswer(checked.error);
    if (checked.request.contents.some(({ role }) => role === undefined))
      return asAnswer(errors.invalid('Please use a valid role: user, model.'));
    const prompt = promptOf(checked.request);
    const reply = goodReply(checked.request, model, count++, 0);
    const fault = faultOf(prompt);
    if (fault === undefined) return json(reply.json);
    const key = String(headers['x-goog-api-key'] ?? headers['authorization']);
    const elsewhere = 'https://elsewhere.example';
    return fault({ request: checked.request, model, key, reply, incoming, response, elsewhere });
  }

  function faultOf(prompt: string): Fault | undefined {
    const named = /\[fault:([\w-]+?)(-once)?\]/.exec(prompt);
    if (named === null) return undefined;
    const fault = faults[named[1] ?? ''];
    if (fault === undefined) throw new Error(`There is no fault "${named[1] ?? ''}".`);
    // What begins anew says more before its prompt.
    const times = failed.get(named[0]) ?? 0;
    failed.set(named[0], times + 1);
    return named[2] !== undefined && times > 0 ? undefined : fault;
  }

  function badKey(headers: PlainContext['headers']): Answer | undefined {
    const key = headers['x-goog-api-key'];
    if (headers['authorization'] !== undefined) return asAnswer(errors.missingKey);
    return key === vertexKey ? undefined : asAnswer(errors.badKey(typeof key === 'string' ? key : ''));
  }

  function badToken(headers: PlainContext['headers'], project: string | undefined): Answer | undefined {
    const token = /^Bearer (.+)$/.exec(String(headers['authorization']))?.[1] ?? '';
    if (headers['x-goog-api-key'] !== undefined || !good.has(token)) {
      const message = 'Request had invalid authentication credentials. Expected OAuth 2 access token.';
      return json({ error: { code: 401, message, status: 'UNAUTHENTICATED' } }, 401);
    }
    if (project === 'my-project') return undefined;
    const message = `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/${String(project)}'.`;
    return json({ error: { code: 403, message, status: 'PERMISSION_DENIED' } }, 403);
  }
}

/** The request as the Gemini API has it; a sentence for what only Vertex AI has and is not right. */
function withoutVertex(body: unknown): unknown {
  const copy = structuredClone(body) as
    { generationConfig?: { imageConfig?: Record<string, unknown> } } | undefined;
  const image = copy?.generationConfig?.imageConfig;
  if (image === undefined) return copy;
  const { imageOutputOptions, personGeneration } = image;
  delete image['imageOutputOptions'];
  delete image['personGeneration'];
  if (Object.keys(image).length === 0) delete copy?.generationConfig?.imageConfig;
  const type = (imageOutputOptions as { mimeType?: unknown } | undefined)?.mimeType;
  if (imageOutputOptions !== undefined && type !== 'image/png' && type !== 'image/jpeg')
    return 'Unsupported output MIME type.';
  if (personGeneration !== undefined && !/^ALLOW_(ALL|ADULT|NONE)$/.test(String(personGeneration)))
    return 'Invalid value at personGeneration';
  return copy;
}

function asAnswer({ status, body }: errors.GoogleError): Answer {
  return json(body, status);
}
