import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What was signed: `path` and `query` as they came over the wire, `headers` by lower-case name. */
export type Signable = { method: string; path: string; query: string; headers: ReadonlyMap<string, string> };

export type Scope = { date: string; region: string; service: string };

/** In hex. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Compares without telling by time how much is the same. */
export const sameText = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** RFC 3986: everything but unreserved characters, in upper-case hex. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** S3 signs the path encoded once, every other service encodes the sent path again. */
function canonicalPath(path: string, service: string): string {
  const once = (segment: string) => encode(service === 's3' ? decode(segment) : segment);
  return path.split('/').map(once).join('/') || '/';
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const [name = '', value = ''] = [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)];
      const sent = (part: string) => encode(decode(part.replaceAll('+', '%20')));
      return pair.includes('=') ? `${sent(name)}=${sent(value)}` : `${sent(pair)}=`;
    })
    .sort()
    .join('&');
}

/**
 * The string to sign of a request (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * `payloadHash` is what the signer put in its place: a SHA-256 in hex, `UNSIGNED-PAYLOAD` or a streaming marker.
 */
export function stringToSign(
  request: Signable,
  signedHeaders: string[],
  payloadHash: string,
  time: string,
  scope: Scope,
): string {
  const headers = signedHeaders.map(
    (name) => `${name}:${(request.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`,
  );
  const canonical = [
    request.method,
    canonicalPath(request.path, scope.service),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  return ['AWS4-HMAC-SHA256', time, scopeText(scope), sha256(canonical)].join('\n');
}

export const scopeText = ({ date, region, service }: Scope) => `${date}/${region}/${service}/aws4_request`;

/** The key that signs requests of one day, region and service. */
export function signingKey(secret: string, { date, region, service }: Scope): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
}
