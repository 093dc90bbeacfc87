import { timingSafeEqual } from 'node:crypto';
import { hmac, type Scope, type Signable, signingKey, stringToSign } from './canonical.ts';

/** Why a signature was refused; each service words it in its own shape. */
export type Refusal = 'missing' | 'malformed' | 'unknown_key' | 'mismatch' | 'skewed' | 'expired';

export class SignatureRefused extends Error {
  readonly reason: Refusal;
  constructor(reason: Refusal) {
    super(`the signature was refused: ${reason}`);
    this.reason = reason;
  }
}

/** A request's credential: from the Authorization header or a presigned URL. */
export type Credential = Scope & {
  accessKeyId: string;
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  time: string;
  /** Presigned URLs only: how long they live, in s. */
  expiresInSeconds: number | null;
};

/** What signs the body's chunks, where the body is signed in chunks. */
export type Seed = { key: Buffer; scope: Scope; time: string; signature: string };

export type Verified = { credential: Credential; payloadHash: string; seed: Seed };

const maxSkewMs = 15 * 60 * 1000;

function scopeOf(credential: string) {
  const parts = credential.split('/');
  if (parts.length < 5 || parts.at(-1) !== 'aws4_request') throw new SignatureRefused('malformed');
  const [date = '', region = '', service = ''] = parts.slice(-4);
  return { accessKeyId: parts.slice(0, -4).join('/'), date, region, service };
}

function fromHeader(authorization: string, headers: Signable['headers']): Credential {
  const field = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1];
  const [credential, signed, signature] = ['Credential', 'SignedHeaders', 'Signature'].map(field);
  const time = headers.get('x-amz-date');
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ') || !credential || !signed || !signature || !time) {
    throw new SignatureRefused('malformed');
  }
  return {
    ...scopeOf(credential),
    signedHeaders: signed.split(';'),
    signature,
    time,
    expiresInSeconds: null,
  };
}

function fromQuery(query: URLSearchParams): Credential {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const expiresInSeconds = Number(field('Expires'));
  const valid =
    field('Algorithm') === 'AWS4-HMAC-SHA256' && expiresInSeconds >= 1 && expiresInSeconds <= 604_800;
  if (!valid) throw new SignatureRefused('malformed');
  return {
    ...scopeOf(field('Credential')),
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    time: field('Date'),
    expiresInSeconds,
  };
}

/** Reads who claims to have signed a request; null when nobody does. Throws `SignatureRefused` when it cannot be read. */
export function credentialOf({ headers, query }: Signable): Credential | null {
  const authorization = headers.get('authorization');
  if (authorization) return fromHeader(authorization, headers);
  return query.includes('X-Amz-Signature=') ? fromQuery(new URLSearchParams(query)) : null;
}

function timeMs(time: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (!match) throw new SignatureRefused('malformed');
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function checkTime({ time, date, expiresInSeconds }: Credential, nowMs: number) {
  const signedMs = timeMs(time);
  if (!time.startsWith(date)) throw new SignatureRefused('malformed');
  if (signedMs - nowMs > maxSkewMs) throw new SignatureRefused('skewed');
  if (expiresInSeconds === null && nowMs - signedMs > maxSkewMs) throw new SignatureRefused('skewed');
  if (expiresInSeconds !== null && nowMs > signedMs + expiresInSeconds * 1000)
    throw new SignatureRefused('expired');
}

const same = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * Checks a request's signature against the secret of its key. `bodyHash` (SHA-256, hex) stands in where the request
 * carries no `x-amz-content-sha256`; otherwise the caller compares the body with `payloadHash`. Throws `SignatureRefused`.
 */
export function verifySignature(
  request: Signable,
  credential: Credential,
  secretOf: (accessKeyId: string) => string | undefined,
  nowMs: number,
  bodyHash = '',
): Verified {
  const secret = secretOf(credential.accessKeyId);
  if (secret === undefined) throw new SignatureRefused('unknown_key');
  checkTime(credential, nowMs);
  if (!credential.signedHeaders.includes('host')) throw new SignatureRefused('malformed');
  const presigned = credential.expiresInSeconds !== null;
  const payloadHash =
    request.headers.get('x-amz-content-sha256') ?? (presigned ? 'UNSIGNED-PAYLOAD' : bodyHash);
  const key = signingKey(secret, credential);
  const signed = stringToSign(request, credential.signedHeaders, payloadHash, credential.time, credential);
  if (!same(hmac(key, signed).toString('hex'), credential.signature)) throw new SignatureRefused('mismatch');
  const seed = { key, scope: credential, time: credential.time, signature: credential.signature };
  return { credential, payloadHash, seed };
}
