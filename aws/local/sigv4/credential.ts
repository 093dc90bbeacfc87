import type { Scope, Signable } from './canonical.ts';
import { SignatureRefused } from './signature-refused.ts';

/** Who claims to have signed a request, and how: from the Authorization header or a presigned URL. */
export type Credential = Scope & {
  accessKeyId: string;
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  time: string;
  /** Presigned URLs only: how long they live, in s. */
  expiresInSeconds: number | null;
  /** What the signer put in place of the body's hash; null when it is not said. */
  payloadHash: string | null;
  sessionToken: string | null;
};

/** A presigned URL lives a week at most (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html). */
const maxLifeSeconds = 604_800;

function scopeOf(credential: string) {
  const parts = credential.split('/');
  if (parts.length < 5 || parts.at(-1) !== 'aws4_request') throw new SignatureRefused('malformed');
  const [date = '', region = '', service = ''] = parts.slice(-4);
  return { accessKeyId: parts.slice(0, -4).join('/'), date, region, service };
}

function fromHeader(authorization: string, headers: Signable['headers']): Credential {
  const field = (name: string) => new RegExp(`[ ,]${name}=([^,\\s]+)`).exec(authorization)?.[1];
  const [credential, signed, signature] = ['Credential', 'SignedHeaders', 'Signature'].map(field);
  const time = headers.get('x-amz-date');
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ') || !credential || !signed || !signature || !time)
    throw new SignatureRefused('malformed');
  return {
    ...scopeOf(credential),
    ...{ signedHeaders: signed.split(';'), signature, time, expiresInSeconds: null },
    payloadHash: headers.get('x-amz-content-sha256') ?? null,
    sessionToken: headers.get('x-amz-security-token') ?? null,
  };
}

function fromQuery(query: URLSearchParams): Credential {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const life = field('Expires');
  const expiresInSeconds = /^\d{1,6}$/.test(life) ? Number(life) : 0;
  const valid = expiresInSeconds >= 1 && expiresInSeconds <= maxLifeSeconds;
  if (!valid || field('Algorithm') !== 'AWS4-HMAC-SHA256') throw new SignatureRefused('malformed');
  return {
    ...scopeOf(field('Credential')),
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    time: field('Date'),
    expiresInSeconds,
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    sessionToken: query.get('X-Amz-Security-Token'),
  };
}

/**
 * Reads who claims to have signed a request; null when nobody does.
 * @throws SignatureRefused `malformed`, `version_2`
 */
export function credentialOf({ headers, query }: Signable): Credential | null {
  const authorization = headers.get('authorization');
  const params = new URLSearchParams(query);
  if (authorization?.startsWith('AWS ') || params.has('AWSAccessKeyId'))
    throw new SignatureRefused('version_2');
  if (authorization === undefined) return params.has('X-Amz-Algorithm') ? fromQuery(params) : null;
  if (params.has('X-Amz-Algorithm')) throw new SignatureRefused('malformed');
  return fromHeader(authorization, headers);
}
