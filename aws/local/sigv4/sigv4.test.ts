import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Signable } from './canonical.ts';
import { decodeChunks } from './chunked.ts';
import { credentialOf } from './credential.ts';
import { verifySignature } from './verify.ts';

/** Requests and signatures as AWS prints them (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and its neighbours). */
const signer = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const at = Date.parse('2013-05-24T00:00:00Z');
const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function request(method: string, url: string, headers: Record<string, string>): Signable {
  const [path = '', query = ''] = url.split('?');
  return { method, path, query, headers: new Map(Object.entries(headers)) };
}

function verify(signable: Signable) {
  const read = credentialOf(signable);
  if (!read) throw new Error('nobody signed');
  return verifySignature(signable, read, signer, at);
}

const header = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders},Signature=${signature}`;
const date = { 'x-amz-date': '20130524T000000Z' };
const host = { host: 'examplebucket.s3.amazonaws.com' };
const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(credential)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`;

test.each([
  [
    'GET with a range',
    request('GET', '/test.txt', {
      ...{ ...host, ...date, range: 'bytes=0-9', 'x-amz-content-sha256': emptyHash },
      authorization: header(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    }),
  ],
  [
    'GET of a subresource',
    request('GET', '/?lifecycle', {
      ...{ ...host, ...date, 'x-amz-content-sha256': emptyHash },
      authorization: header(
        'host;x-amz-content-sha256;x-amz-date',
        'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
      ),
    }),
  ],
  ['a presigned GET', request('GET', `/test.txt?${query}`, host)],
])('AWS’s own example verifies: %s', (_, signable) => {
  expect(verify(signable).seed.scope).toEqual({ date: '20130524', region: 'us-east-1', service: 's3' });
  const changed = { ...signable, path: '/test2.txt' };
  expect(() => verify(changed)).toThrow('mismatch');
});

async function* pieces(body: Buffer, size: number) {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

async function decode(body: Buffer, seed: Parameters<typeof decodeChunks>[1], size = 64 * 1024) {
  const trailers = new Map<string, string>();
  const chunks: Buffer[] = [];
  for await (const chunk of decodeChunks(pieces(body, size), seed, trailers)) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), trailers: Object.fromEntries(trailers) };
}

describe('a body signed in chunks', () => {
  const headers = {
    ...{ ...date, host: 's3.amazonaws.com', 'content-encoding': 'aws-chunked' },
    ...{ 'x-amz-storage-class': 'REDUCED_REDUNDANCY', 'x-amz-decoded-content-length': '66560' },
  };
  const plain = request('PUT', '/examplebucket/chunkObject.txt', {
    ...{ ...headers, 'content-length': '66824' },
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    authorization: header(
      'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
      '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    ),
  });
  const signatures = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ];
  const chunk = (bytes: number, signature = '') =>
    `${bytes.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(bytes)}\r\n`;
  const body = [65_536, 1024, 0].map((bytes, n) => chunk(bytes, signatures[n])).join('');

  test('verifies, AWS’s own example', async () => {
    expect(body).toHaveLength(66_824);
    const { bytes } = await decode(Buffer.from(body), verify(plain).seed);
    expect(bytes.equals(Buffer.alloc(66_560, 'a'))).toBe(true);
  });

  test.each([
    ['a changed byte', body.replace('aaa', 'aab'), 'signed otherwise'],
    ['another signature', body.replace('b6c6', 'b6c7'), 'signed otherwise'],
    ['no signature', body.replace(/;chunk-signature=ad80\w+/, ''), 'signed otherwise'],
    ['a missing chunk', body.replace(chunk(1024, signatures[1]), ''), 'signed otherwise'],
    ['no last chunk', body.replace(chunk(0, signatures[2]), ''), 'ended before'],
  ])('is refused with %s', async (_, changed, why) => {
    await expect(decode(Buffer.from(changed), verify(plain).seed)).rejects.toThrow(why);
  });

  const trailing = request('PUT', '/examplebucket/chunkObject.txt', {
    ...{ ...headers, 'x-amz-trailer': 'x-amz-checksum-crc32c' },
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    authorization: header(
      'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
      '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
    ),
  });
  const withTrailer = [
    chunk(65_536, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'),
    chunk(1024, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'),
    '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
    'x-amz-checksum-crc32c:sOO8/Q==\r\n',
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
  ].join('');

  test('with a signed trailer verifies, AWS’s own example', async () => {
    const { bytes, trailers } = await decode(Buffer.from(withTrailer), verify(trailing).seed);
    expect(bytes).toHaveLength(66_560);
    expect(trailers).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' });
  });

  test('with a changed trailer is refused', async () => {
    const changed = Buffer.from(withTrailer.replace('sOO8', 'sOO9'));
    await expect(decode(changed, verify(trailing).seed)).rejects.toThrow('signed otherwise');
  });
});

describe('a body in unsigned chunks', () => {
  test('comes out as it went in, however it is cut', async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 40 }), async (parts, size) => {
        const heads = parts.map((part) => [
          Buffer.from(`${part.length.toString(16)}\r\n`),
          part,
          Buffer.from('\r\n'),
        ]);
        const body = Buffer.concat([
          ...heads.flat(),
          Buffer.from('0\r\nX-Amz-Checksum-Crc32: AAAAAA==\r\n\r\n'),
        ]);
        const { bytes, trailers } = await decode(body, null, size);
        expect(bytes.equals(Buffer.concat(parts))).toBe(true);
        expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['nothing', ''],
    ['no size', 'zz\r\n'],
    ['a negative size', '-1\r\n'],
    ['a chunk that is too long', '1\r\nab\r\n0\r\n\r\n'],
    ['a chunk that is too short', '5\r\nab\r\n0\r\n\r\n'],
    ['a trailer without a name', '0\r\n:x\r\n\r\n'],
    ['no end', '0\r\n'],
    ['an endless line', 'a'.repeat(10_000)],
  ])('is refused with %s', async (_, body) => {
    await expect(decode(Buffer.from(body), null)).rejects.toThrow();
  });
});
