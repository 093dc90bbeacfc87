import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Clock } from '../ports.ts';
import type { S3 } from '../s3/s3.ts';
import type { Signable } from '../sigv4/canonical.ts';
import { credentialOf } from '../sigv4/credential.ts';
import { openPayload } from '../sigv4/payload.ts';
import { PayloadRefused } from '../sigv4/payload-refused.ts';
import { type Refusal, SignatureRefused } from '../sigv4/signature-refused.ts';
import { type Signer, type Verified, verifySignature } from '../sigv4/verify.ts';
import type { Sessions } from '../sts/sessions.ts';
import { jsonError, notImplemented, signatureRefusal } from './refusals.ts';
import { mayBeUnsigned, routeOf, type ServiceName } from './route.ts';
import { bodyOf, bytesOf, fetchRequest, signableOf } from './wire.ts';

/** A stand-in behind the endpoint; the signature was checked before it is called. */
export type Service = { fetch(request: Request): Response | Promise<Response> };

export type EndpointOptions = {
  s3: S3;
  services: Partial<Record<ServiceName, Service>>;
  /** Answers `/<poolId>/.well-known/…`, which nobody signs. */
  wellKnown?: Service;
  /** Answers `/_local/…`. */
  local?: Service;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Temporary keys, which come with a token. */
  sessions?: Pick<Sessions, 'find'>;
  /** The one region there is. */
  region?: string;
  clock: Clock;
  /** The machine's own time, which the controls take as well: a clock that was moved can be moved back. */
  machineNow?: () => number;
};

type Answering = EndpointOptions & { region: string; machineNow: () => number };

/** The key that a request names, if it is a session's; else the lasting one. */
function signerOf({ credentials, sessions, region }: Answering, accessKeyId: string): Signer {
  const session = sessions?.find(accessKeyId);
  return session ? { ...session, region, session } : { ...credentials, region };
}

/** Null for an unsigned request. Throws `SignatureRefused`. */
function verify(
  options: Answering,
  request: Signable,
  { service, bodyHash }: { service: string; bodyHash?: string },
): Verified | null {
  // A browser asks first with the presigned URL itself, whose signature is for another method.
  const credential = request.method === 'OPTIONS' ? null : credentialOf(request);
  if (!credential && mayBeUnsigned(service, request)) return null;
  if (!credential) throw new SignatureRefused('missing');
  const { clock, machineNow } = options;
  const signer = signerOf(options, credential.accessKeyId);
  const against = (nowMs: number) => verifySignature(request, credential, signer, nowMs, bodyHash);
  if (service !== 'local') return against(clock.now());
  try {
    return against(machineNow());
  } catch {
    return against(clock.now());
  }
}

async function toS3(options: Answering, request: Signable, incoming: IncomingMessage, requestId: string) {
  const trailers = new Map<string, string>();
  const bytes = bytesOf(incoming);
  const call = { ...request, body: bytes, trailers, requestId };
  try {
    const verified = verify(options, request, { service: 's3' });
    return options.s3.handle({ ...call, body: verified ? openPayload(verified, bytes, trailers) : bytes });
  } catch (error) {
    if (error instanceof SignatureRefused) return options.s3.handle({ ...call, refusal: error.reason });
    if (error instanceof PayloadRefused) return options.s3.handle({ ...call, refusal: error });
    throw error;
  }
}

/** A JSON service or the controls: the body is read whole, because the signature covers its hash. */
async function toService(
  options: Answering,
  service: ServiceName | 'local',
  request: Signable,
  incoming: IncomingMessage,
): Promise<Response | null> {
  const body = await bodyOf(incoming);
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const verified = verify(options, request, { service, bodyHash });
  if (verified && /^[0-9a-f]{64}$/.test(verified.payloadHash) && verified.payloadHash !== bodyHash)
    throw new SignatureRefused('mismatch');
  const target = service === 'local' ? options.local : options.services[service];
  return target ? target.fetch(fetchRequest(request, body)) : null;
}

function refusalOf(error: unknown, service: string, requestId: string): Response {
  const refuse = (reason: Refusal) => signatureRefusal(service, reason, requestId);
  if (error instanceof SignatureRefused) return refuse(error.reason);
  if (error instanceof PayloadRefused) return jsonError('RequestTooLarge', error.message, 413, requestId);
  console.error(service, error);
  return jsonError('InternalFailure', 'The request processing has failed.', 500, requestId);
}

async function answer(options: Answering, incoming: IncomingMessage): Promise<Response> {
  const requestId = randomUUID();
  const request = signableOf(incoming);
  const route = routeOf(request);
  if (route.to === 'well-known' && options.wellKnown) return options.wellKnown.fetch(fetchRequest(request));
  if (route.to === 's3' || route.to === 'well-known') return toS3(options, request, incoming, requestId);
  const { service } = route;
  try {
    const answered =
      route.to === 'nobody' ? null : await toService(options, route.service, request, incoming);
    return answered ?? notImplemented(service, requestId);
  } catch (error) {
    return refusalOf(error, service, requestId);
  }
}

/**
 * The AWS endpoint: one `http` listener for every stand-in. It checks signatures and hands on; who is not signed is
 * refused in the shape of the service that was asked. Answers carry the clock's `Date`, by which SDKs set their own.
 */
export function createEndpoint(given: EndpointOptions) {
  const options = { region: 'eu-west-1', machineNow: Date.now, ...given };
  return getRequestListener(
    async (_: Request, env: unknown) => {
      const { incoming, outgoing } = env as HttpBindings;
      outgoing.setHeader('date', new Date(options.clock.now()).toUTCString());
      const response = await answer(options, incoming);
      // What was refused before it was read is read away, so that the answer reaches a client still sending.
      if (!incoming.complete) incoming.resume();
      return response;
    },
    { overrideGlobalObjects: false },
  );
}
