import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { credentials as known, region as knownRegion } from './aws.ts';

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export type Signing = {
  service: string;
  method: string;
  /** With its query, as it goes over the wire. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  region?: string;
  /** Null: not signed at all. */
  credentials?: Credentials | null;
  /** Signed this many ms from now. */
  at?: number;
  /** What is sent otherwise than it was signed. */
  tamper?: Partial<Pick<Signing, 'method' | 'path' | 'headers' | 'body'>>;
};

/** SHA-256, or its HMAC with a secret, as the signer takes it. */
class Sha256 {
  #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    if (secret === undefined) this.#hash = createHash('sha256');
    else if (typeof secret === 'string') this.#hash = createHmac('sha256', secret);
    else if (ArrayBuffer.isView(secret))
      this.#hash = createHmac('sha256', Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength));
    else this.#hash = createHmac('sha256', Buffer.from(secret));
  }
  update(data: Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {}
}

async function signatureOf(endpoint: string, signing: Signing, credentials: Credentials) {
  const { service, method, path, headers, body, region = knownRegion, at = 0 } = signing;
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  });
  const { protocol, host, hostname, pathname, searchParams } = new URL(path, endpoint);
  const request = {
    ...{ protocol, hostname, method, path: pathname, body, query: Object.fromEntries(searchParams) },
    headers: { host, ...headers },
  };
  return signer.sign(request, { signingDate: new Date(Date.now() + at) });
}

/** Sends one request, signed by the SDK's own signer. */
export async function signed(endpoint: string, signing: Signing): Promise<Response> {
  const { credentials = known, tamper = {} } = signing;
  const signedHeaders = credentials
    ? (await signatureOf(endpoint, signing, credentials)).headers
    : signing.headers;
  const { method, path, headers, body } = {
    ...signing,
    ...tamper,
    headers: { ...signedHeaders, ...tamper.headers },
  };
  const { host: _, ...sent } = headers;
  return fetch(endpoint + path, { method, headers: sent, ...(body === undefined ? {} : { body }) });
}

/** Calls one of the controls. */
export const signedControl = (
  endpoint: string,
  method: string,
  control: string,
  body?: unknown,
  signing: Pick<Signing, 'region' | 'credentials'> = {},
) =>
  signed(endpoint, {
    ...{ service: 'execute-api', method, path: `/_local/${control}`, ...signing },
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
