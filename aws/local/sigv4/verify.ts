import { hmac, type Scope, type Signable, sameText, signingKey, stringToSign } from './canonical.ts';
import type { Credential } from './credential.ts';
import { SignatureRefused } from './signature-refused.ts';

/** What signs the body's chunks, where the body is signed in chunks. */
export type Seed = { key: Buffer; scope: Scope; time: string; signature: string };

/** `payloadHash` is what the body has to be: SHA-256 in hex, `UNSIGNED-PAYLOAD` or a streaming marker. */
export type Verified = { payloadHash: string; seed: Seed };

/** A key that may sign. A temporary one comes with a token and ends at `expiresAtMs` (ms since 1970). */
export type Signer = {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  session?: { sessionToken: string; expiresAtMs: number } | undefined;
};

/** How far a request's time may be from ours (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html). */
const maxSkewMs = 15 * 60 * 1000;

function timeMs(time: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (!match) throw new SignatureRefused('malformed');
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function checkTime({ time, date, expiresInSeconds }: Credential, nowMs: number) {
  const signedMs = timeMs(time);
  if (!time.startsWith(date) || Number.isNaN(signedMs)) throw new SignatureRefused('malformed');
  if (expiresInSeconds === null) {
    if (Math.abs(nowMs - signedMs) > maxSkewMs) throw new SignatureRefused('skewed');
  } else {
    if (signedMs - nowMs > maxSkewMs) throw new SignatureRefused('early');
    if (nowMs >= signedMs + expiresInSeconds * 1000) throw new SignatureRefused('expired');
  }
}

/** S3 takes no `x-amz-` header that the signature does not cover: whoever got a presigned URL could add one. */
function checkHeaders({ headers }: Signable, { signedHeaders, service }: Credential) {
  if (!signedHeaders.includes('host')) throw new SignatureRefused('malformed');
  const loose = [...headers.keys()].some(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (service === 's3' && loose) throw new SignatureRefused('unsigned_header');
}

/**
 * Checks a request's signature, time and scope. `bodyHash` (SHA-256, hex) stands in where the request does not say its
 * own; the caller compares the body with `payloadHash`.
 * @throws SignatureRefused
 */
export function verifySignature(
  request: Signable,
  credential: Credential,
  signer: Signer,
  nowMs: number,
  bodyHash?: string,
): Verified {
  if (credential.accessKeyId !== signer.accessKeyId) throw new SignatureRefused('unknown_key');
  if (credential.sessionToken !== (signer.session?.sessionToken ?? null))
    throw new SignatureRefused('session_token');
  if (signer.session && signer.session.expiresAtMs <= nowMs) throw new SignatureRefused('session_expired');
  if (credential.region !== signer.region) throw new SignatureRefused('region');
  checkHeaders(request, credential);
  const payloadHash = credential.payloadHash ?? bodyHash;
  if (payloadHash === undefined) throw new SignatureRefused('malformed');
  const key = signingKey(signer.secretAccessKey, credential);
  const text = stringToSign(request, credential.signedHeaders, payloadHash, credential.time, credential);
  if (!sameText(hmac(key, text).toString('hex'), credential.signature))
    throw new SignatureRefused('mismatch');
  checkTime(credential, nowMs);
  const { date, region, service, time, signature } = credential;
  return { payloadHash, seed: { key, scope: { date, region, service }, time, signature } };
}
