import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Clock } from '../ports.ts';
import type { S3 } from '../s3/s3.ts';
import type { Signable } from '../sigv4/canonical.ts';
import { PayloadRefused, payloadCheck } from '../sigv4/payload.ts';
import { credentialOf, SignatureRefused, type Verified, verifySignature } from '../sigv4/verify.ts';
import { jsonError, refuse } from './refusals.ts';
import { mayBeUnsigned, type ServiceName, serviceOf } from './route.ts';

/** A stand-in behind the endpoint; the signature was checked before it is called. */
export type Service = { fetch(request: Request): Response | Promise<Response> };

export type EndpointOptions = {
  s3: S3;
  services: Partial<Record<Exclude<ServiceName, 's3' | 'local'>, Service>>;
  /** Answers `/<poolId>/.well-known/…`, which nobody signs. */
  wellKnown?: Service;
  /** Answers `/_local/…`. */
  local?: Service;
  credentials: { accessKeyId: string; secretAccessKey: string };
  clock: Clock;
};

type Env = { incoming: IncomingMessage };

const maxBodyBytes = 20 * 1024 ** 2;

function signableOf(incoming: IncomingMessage): Signable {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const headers = new Map(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers,
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > maxBodyBytes) throw new PayloadRefused('EntityTooLarge', 'The request is too large.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** The AWS endpoint: one listener that checks signatures and hands every request to its stand-in. */
export function createEndpoint({ s3, services, wellKnown, local, credentials, clock }: EndpointOptions) {
  const secretOf = (id: string) => (id === credentials.accessKeyId ? credentials.secretAccessKey : undefined);

  function verify(service: ServiceName, request: Signable, bodyHash?: string): Verified | null {
    // A browser asks first with the presigned URL, which is signed for another method.
    if (service === 's3' && request.method === 'OPTIONS') return null;
    const credential = credentialOf(request);
    if (credential) return verifySignature(request, credential, secretOf, clock.now(), bodyHash);
    if (mayBeUnsigned(service, request)) return null;
    throw new SignatureRefused('missing');
  }

  async function toS3(request: Signable, incoming: IncomingMessage, requestId: string): Promise<Response> {
    const verified = verify('s3', request);
    const trailers = new Map<string, string>();
    const check = verified && payloadCheck(verified, trailers);
    const [, bucket = '', ...rest] = request.path.split('/');
    return s3.handle({
      method: request.method,
      bucket,
      key: decodeURIComponent(rest.join('/')),
      query: new URLSearchParams(request.query),
      headers: new Headers([...request.headers].filter(([name]) => !name.startsWith(':'))),
      body: incoming,
      checks: check ? [check] : [],
      trailers,
      requestId,
    });
  }

  async function toService(
    service: Exclude<ServiceName, 's3'>,
    request: Signable,
    incoming: IncomingMessage,
    requestId: string,
  ) {
    const body = await bodyOf(incoming);
    const hash = createHash('sha256').update(body).digest('hex');
    const verified = verify(service, request, hash);
    if (verified && /^[0-9a-f]{64}$/.test(verified.payloadHash) && verified.payloadHash !== hash) {
      throw new SignatureRefused('mismatch');
    }
    const target = service === 'local' ? local : services[service];
    if (!target)
      return jsonError('NotImplementedException', `${service} is not implemented here.`, 501, requestId);
    const init = { method: request.method, headers: new Headers([...request.headers]) };
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    const url = `http://${request.headers.get('host')}${incoming.url}`;
    return target.fetch(new Request(url, hasBody ? { ...init, body: new Uint8Array(body) } : init));
  }

  async function answer(incoming: IncomingMessage, requestId: string): Promise<Response> {
    const request = signableOf(incoming);
    if (wellKnown && /^\/[\w-]+\/\.well-known\//.test(request.path)) {
      return wellKnown.fetch(new Request(`http://${request.headers.get('host')}${incoming.url}`));
    }
    let service: ServiceName = 's3';
    try {
      service = serviceOf(request);
      return service === 's3'
        ? await toS3(request, incoming, requestId)
        : await toService(service, request, incoming, requestId);
    } catch (error) {
      const bare = request.method === 'HEAD';
      if (error instanceof SignatureRefused) return refuse(service, error.reason, requestId, bare);
      if (error instanceof PayloadRefused) return jsonError(error.code, error.message, 400, requestId);
      throw error;
    }
  }

  return getRequestListener(
    async (_: Request, env: unknown) => {
      const { incoming } = env as Env;
      const response = await answer(incoming, randomUUID());
      // What was refused before it was read is read away, so that the answer reaches a client still sending.
      if (!incoming.complete) incoming.resume();
      return response;
    },
    { overrideGlobalObjects: false },
  );
}
