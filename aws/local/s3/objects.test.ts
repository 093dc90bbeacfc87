import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { objectCreatedSchema } from '../../../shared/events/object-created.ts';
import { type Aws, buckets, startAws } from '../testing/aws.ts';

const Bucket = buckets.uploads;
let aws: Aws;
let s3: S3Client;

beforeAll(async () => {
  aws = await startAws();
  s3 = aws.client();
});
afterAll(() => aws.close());
beforeEach(() => aws.events.splice(0));

const md5 = (body: Uint8Array | string) => createHash('md5').update(body).digest('hex');
const put = (Key: string, Body: string | Uint8Array = 'shark', more: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more: Partial<GetObjectCommandInput> = {}) => {
  const { Body, ...answer } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) };
};
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe('an object', () => {
  test('comes back with its headers and metadata', async () => {
    const more = {
      ContentType: 'video/mp4',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.mp4"',
      ContentLanguage: 'de',
      Metadata: { title: 'Great white', org: 'shark' },
    };
    const { ETag } = await put('kept', 'jaws', more);
    expect(ETag).toBe(`"${md5('jaws')}"`);
    const back = await get('kept');
    expect(back).toMatchObject({ ...more, ETag, ContentLength: 4, AcceptRanges: 'bytes' });
    expect(back.bytes.toString()).toBe('jaws');
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept' }))).toMatchObject({ ...more, ETag });
  });

  test('of no bytes is an object', async () => {
    await put('empty', '');
    expect(await get('empty')).toMatchObject({ ContentLength: 0, ETag: `"${md5('')}"` });
  });

  test('is replaced whole, and the old file goes', async () => {
    await put('twice', 'one');
    const old = (await aws.store.filePath(Bucket, 'twice')) ?? '';
    await put('twice', 'two');
    expect((await get('twice')).bytes.toString()).toBe('two');
    expect(existsSync(old)).toBe(false);
  });

  test('goes when it is deleted, and deleting again is no error', async () => {
    await put('gone');
    for (const _ of ['first', 'again'])
      expect(await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))).toMatchObject(status(204));
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey', ...status(404) });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'gone' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('sent as a stream of unknown shape arrives byte by byte', async () => {
    const bytes = randomBytes(3_000_001);
    const Body = Readable.from([
      bytes.subarray(0, 7),
      bytes.subarray(7, 2_000_000),
      bytes.subarray(2_000_000),
    ]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: bytes.length }));
    expect((await get('stream')).bytes.equals(bytes)).toBe(true);
  });

  test('answers headers a signed URL asks for', async () => {
    await put('asked');
    const more = { ResponseContentDisposition: 'inline', ResponseContentType: 'text/x' };
    expect(await get('asked', more)).toMatchObject({ ContentDisposition: 'inline', ContentType: 'text/x' });
  });
});

test.each([
  'a b+c&d=e',
  'ключ/日本/🦈',
  '../../../etc/passwd',
  'a/../b',
  './x',
  'a//b',
  '//',
  "it's*()!~",
  '100%41',
  'q?x=1#y',
  'back\\slash',
  'folder/',
  'ends with space ',
  'k'.repeat(1024),
])('the key %j is just a name', async (Key) => {
  await put(Key, Key);
  expect((await get(Key)).bytes.toString()).toBe(Key);
  expect(aws.events.map((event) => objectCreatedSchema.parse(event).detail.object.key)).toEqual([Key]);
  const path = (await aws.store.filePath(Bucket, Key)) ?? '';
  expect(path.startsWith(join(aws.dataDir, 's3'))).toBe(true);
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
});

test('a key of more than 1,024 bytes is refused', async () => {
  await expect(put('é'.repeat(513))).rejects.toMatchObject({ name: 'KeyTooLongError' });
});

describe('a range', () => {
  beforeAll(() => put('range', '0123456789'));

  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s is %s', async (Range, text, ContentRange) => {
    const part = await get('range', { Range });
    expect(part).toMatchObject({ ContentRange, ContentLength: text.length, ...status(206) });
    expect(part.bytes.toString()).toBe(text);
  });

  test.each(['bytes=0-1,3-4', 'lines=1-2', 'bytes=5-2', 'bytes=-'])('%s counts as none', async (Range) => {
    expect(await get('range', { Range })).toMatchObject({ ContentLength: 10, ...status(200) });
  });

  test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('%s is not satisfiable', async (Range) => {
    await expect(get('range', { Range })).rejects.toMatchObject({ name: 'InvalidRange', ...status(416) });
  });
});

describe('a condition', () => {
  const ETag = `"${md5('shark')}"`;
  const before = new Date(Date.now() - 60_000);
  const after = new Date(Date.now() + 60_000);
  beforeAll(() => put('condition'));

  test.each<[string, Partial<GetObjectCommandInput>, number]>([
    ['If-Match of this', { IfMatch: ETag }, 200],
    ['If-Match of another', { IfMatch: '"x"' }, 412],
    ['If-None-Match of another', { IfNoneMatch: '"x"' }, 200],
    ['If-None-Match of this', { IfNoneMatch: ETag }, 304],
    ['If-Modified-Since before', { IfModifiedSince: before }, 200],
    ['If-Modified-Since after', { IfModifiedSince: after }, 304],
    ['If-Unmodified-Since before', { IfUnmodifiedSince: before }, 412],
    ['If-Unmodified-Since after', { IfUnmodifiedSince: after }, 200],
    ['If-Match wins over If-Unmodified-Since', { IfMatch: ETag, IfUnmodifiedSince: before }, 200],
    ['If-None-Match wins over If-Modified-Since', { IfNoneMatch: '"x"', IfModifiedSince: after }, 200],
  ])('%s answers a read', async (_, more, expected) => {
    const answer = await get('condition', more).catch((error: unknown) => error);
    expect(answer).toMatchObject(status(expected));
  });

  test.each<[string, string, Partial<PutObjectCommandInput>, number]>([
    ['If-None-Match * where something is', 'condition', { IfNoneMatch: '*' }, 412],
    ['If-None-Match * where nothing is', 'fresh', { IfNoneMatch: '*' }, 200],
    ['If-Match of this', 'condition', { IfMatch: ETag }, 200],
    ['If-Match of another', 'condition', { IfMatch: '"x"' }, 412],
    ['If-Match where nothing is', 'nothing', { IfMatch: ETag }, 404],
    ['If-None-Match of a tag', 'condition', { IfNoneMatch: ETag }, 501],
  ])('%s answers a write', async (_, key, more, expected) => {
    const answer = await put(key, 'shark', more).catch((error: unknown) => error);
    expect(answer).toMatchObject(status(expected));
  });

  test('of two writers that only create, one wins', async () => {
    const race = await Promise.allSettled([1, 2, 3].map((n) => put('race', `${n}`, { IfNoneMatch: '*' })));
    expect(race.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a checksum', () => {
  test.each<[string, Partial<PutObjectCommandInput>, object]>([
    ['CRC32', { ChecksumAlgorithm: 'CRC32' }, { ChecksumCRC32: expect.any(String) }],
    ['SHA256', { ChecksumAlgorithm: 'SHA256' }, { ChecksumSHA256: expect.any(String) }],
    ['SHA1', { ChecksumAlgorithm: 'SHA1' }, { ChecksumSHA1: expect.any(String) }],
  ])('%s is checked, kept and given back', async (_, more, expected) => {
    expect(await put('sum', 'shark', more)).toMatchObject(expected);
    expect(await get('sum', { ChecksumMode: 'ENABLED' })).toMatchObject(expected);
  });

  test.each<[string, Partial<PutObjectCommandInput>, string]>([
    ['CRC32', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
    ['CRC64NVME', { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }, 'BadDigest'],
    ['SHA256', { ChecksumSHA256: createHash('sha256').update('x').digest('base64') }, 'BadDigest'],
    ['Content-MD5', { ContentMD5: createHash('md5').update('x').digest('base64') }, 'BadDigest'],
    ['Content-MD5 that is none', { ContentMD5: 'nonsense' }, 'InvalidDigest'],
  ])('a wrong %s is refused and nothing is kept', async (_, more, name) => {
    await expect(put('wrong-sum', 'shark', more)).rejects.toMatchObject({ name, ...status(400) });
    expect(await aws.store.head(Bucket, 'wrong-sum')).toBeNull();
  });

  test('CRC32C is not done: 501', async () => {
    await expect(put('sum', 'shark', { ChecksumCRC32C: 'AAAAAA==' })).rejects.toMatchObject(status(501));
  });
});

describe('a copy', () => {
  const CopySource = `${Bucket}/${encodeURIComponent('from ä+')}`;
  beforeAll(() => put('from ä+', 'shark', { ContentType: 'video/mp4', Metadata: { a: '1' } }));

  test('takes headers and metadata along and says so to the bus', async () => {
    const { CopyObjectResult } = await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
    expect(CopyObjectResult?.ETag).toBe(`"${md5('shark')}"`);
    expect(await get('to')).toMatchObject({ ContentType: 'video/mp4', Metadata: { a: '1' } });
    expect(aws.events[0]?.detail['reason']).toBe('CopyObject');
  });

  test('with REPLACE takes the request’s', async () => {
    const more = { MetadataDirective: 'REPLACE', ContentType: 'text/plain', Metadata: { b: '2' } } as const;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource, ...more }));
    expect(await get('to')).toMatchObject({ ContentType: 'text/plain', Metadata: { b: '2' } });
  });

  test.each([
    ['of nothing', { CopySource: `${Bucket}/nothing` }, 404],
    ['from no bucket', { CopySource: 'no-bucket/x' }, 404],
    ['onto itself without a change', { Key: 'from ä+' }, 400],
    ['whose condition fails', { CopySourceIfMatch: '"x"' }, 412],
    ['of a version', { CopySource: `${CopySource}?versionId=1` }, 501],
  ])('%s is refused', async (_, more, expected) => {
    const sent = s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource, ...more }));
    await expect(sent).rejects.toMatchObject(status(expected));
  });
});

test('DeleteObjects takes many at once, missing ones too', async () => {
  await put('d/1');
  await put('d/<2>');
  const Objects = ['d/1', 'd/<2>', 'd/none'].map((Key) => ({ Key }));
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toEqual(Objects);
  const quiet = new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
  expect((await s3.send(quiet)).Deleted).toBeUndefined();
  expect(await aws.store.list(Bucket, 'd/')).toEqual([]);
});

test('buckets are those it was made with', async () => {
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map((bucket) => bucket.Name)).toEqual([buckets.uploads, buckets.media]);
  expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'eu-west-1' });
  const where = await s3.send(new GetBucketLocationCommand({ Bucket }));
  expect(where.LocationConstraint).toBe('eu-west-1');
  const other = s3.send(new HeadBucketCommand({ Bucket: 'other-bucket' }));
  await expect(other).rejects.toMatchObject(status(404));
});

test('an event has the shape of S3’s, with a rising sequencer', async () => {
  await put('event/ä b', 'shark');
  await put('event/ä b', 'shark2');
  const recorded: unknown = JSON.parse(
    await readFile(
      join(import.meta.dirname, '../../../shared/events/reference/s3-object-created.json'),
      'utf8',
    ),
  );
  const keysOf = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]))
      : typeof value;
  const [first, second] = aws.events.map((event) => objectCreatedSchema.parse(event));
  const shape = structuredClone(recorded) as { detail: { object: Record<string, unknown> } };
  delete shape.detail.object['version-id'];
  expect(keysOf(aws.events[0])).toEqual(keysOf(shape));
  expect(first?.detail).toMatchObject({
    bucket: { name: Bucket },
    object: { key: 'event/ä b', size: 5, etag: md5('shark') },
    reason: 'PutObject',
  });
  expect(String(second?.detail.object.sequencer) > String(first?.detail.object.sequencer)).toBe(true);
});

test('neighbours use the same objects past the wire', async () => {
  const path = join(aws.dataDir, 'finished.ts');
  await writeFile(path, 'segment');
  const info = await aws.store.putFile(buckets.media, 'a/1.m4s', path, {
    contentType: 'video/iso.segment',
    cacheControl: 'max-age=1',
  });
  expect(existsSync(path)).toBe(false);
  expect(info).toEqual(await aws.store.head(buckets.media, 'a/1.m4s'));
  expect(await get('a/1.m4s', { Bucket: buckets.media })).toMatchObject({
    ContentType: 'video/iso.segment',
    CacheControl: 'max-age=1',
    ETag: `"${md5('segment')}"`,
  });
  const stream = await aws.store.read(buckets.media, 'a/1.m4s', { start: 1, end: 3 });
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('egm');
  expect((await aws.store.list(buckets.media, 'a/')).map(({ key }) => key)).toEqual(['a/1.m4s']);
});

test('nobody is told of a bucket without EventBridge', async () => {
  await put('quiet', 'shark', { Bucket: buckets.media });
  await put('loud');
  expect(aws.events.map((event) => objectCreatedSchema.parse(event).detail.object.key)).toEqual(['loud']);
});

test('as many events are lost as was asked for, objects are not', async () => {
  aws.faults.current.s3.dropEvents = 2;
  for (const key of ['lost/1', 'lost/2', 'told']) await put(key);
  expect(aws.events.map((event) => objectCreatedSchema.parse(event).detail.object.key)).toEqual(['told']);
  expect((await get('lost/1')).bytes.toString()).toBe('shark');
  expect(aws.faults.current.s3.dropEvents).toBe(0);
});

test('down is 503', async () => {
  aws.faults.current.s3.down = true;
  await expect(get('kept')).rejects.toMatchObject(status(503));
  aws.faults.current.s3.down = false;
});
