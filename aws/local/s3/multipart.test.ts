import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  paginateListParts,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
  type UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Aws, buckets, startAws } from '../testing/aws.ts';
import { crc64 } from './crc64.ts';

const Bucket = buckets.uploads;
const mebibyte = 1024 * 1024;
let aws: Aws;
let s3: S3Client;

beforeAll(async () => {
  aws = await startAws();
  s3 = aws.client();
});
afterAll(() => aws.close());

async function create(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId;
}

async function send(Key: string, UploadId: string, PartNumber: number, Body: Uint8Array | string) {
  const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { PartNumber, ETag };
}

const complete = (
  Key: string,
  UploadId: string,
  Parts: CompletedPart[],
  more: Partial<CompleteMultipartUploadCommandInput> = {},
) =>
  s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

const filesInBlobs = async () => {
  const entries = await readdir(join(aws.dataDir, 's3', 'blobs'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

test('parts in any order become one object with its headers, S3’s ETag and one event', async () => {
  const before = await filesInBlobs();
  const parts = [randomBytes(5 * mebibyte), randomBytes(5 * mebibyte + 1), randomBytes(3)];
  const UploadId = await create('whole', { ContentType: 'video/mp4', Metadata: { org: 'shark' } });
  const sent: CompletedPart[] = [];
  for (const n of [3, 1, 2]) sent.push(await send('whole', UploadId, n, parts[n - 1] ?? ''));
  await send('whole', UploadId, 9, 'never named');
  aws.events.splice(0);
  sent.sort((a, b) => Number(a.PartNumber) - Number(b.PartNumber));
  const { ETag, Location } = await complete('whole', UploadId, sent);
  const digests = parts.map((part) => createHash('md5').update(part).digest());
  expect(ETag).toBe(`"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-3"`);
  expect(Location).toBe(`${aws.endpoint}/${Bucket}/whole`);
  const { Body, ...back } = await s3.send(new GetObjectCommand({ Bucket, Key: 'whole' }));
  expect(back).toMatchObject({ ETag, ContentType: 'video/mp4', Metadata: { org: 'shark' } });
  expect(Buffer.concat(parts).equals(Buffer.from((await Body?.transformToByteArray()) ?? []))).toBe(true);
  expect(aws.events.map((event) => event.detail['reason'])).toEqual(['CompleteMultipartUpload']);
  expect(await filesInBlobs()).toBe(before + 1);
  await expect(complete('whole', UploadId, sent)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('nothing is there before it is complete', async () => {
  const UploadId = await create('half');
  await send('half', UploadId, 1, 'part');
  expect(await aws.store.head(Bucket, 'half')).toBeNull();
});

test('a part sent again replaces the first', async () => {
  const UploadId = await create('again');
  const first = await send('again', UploadId, 1, 'first');
  const second = await send('again', UploadId, 1, 'second');
  await expect(complete('again', UploadId, [first])).rejects.toMatchObject({ name: 'InvalidPart' });
  await complete('again', UploadId, [second]);
  expect((await aws.store.head(Bucket, 'again'))?.sizeBytes).toBe(6);
});

test('checksums of the parts become one of the object', async () => {
  const UploadId = await create('sums', { ChecksumAlgorithm: 'SHA256' });
  const Body = 'only part';
  const input = { Bucket, Key: 'sums', UploadId, PartNumber: 1, Body, ChecksumAlgorithm: 'SHA256' } as const;
  const { ETag, ChecksumSHA256 } = await s3.send(new UploadPartCommand(input));
  const digest = createHash('sha256').update(Body).digest();
  expect(ChecksumSHA256).toBe(digest.toString('base64'));
  const wrong = complete('sums', UploadId, [{ PartNumber: 1, ETag, ChecksumSHA256: 'AAAA' }]);
  await expect(wrong).rejects.toMatchObject({ name: 'InvalidPart' });
  const done = await complete('sums', UploadId, [{ PartNumber: 1, ETag, ChecksumSHA256 }]);
  const composite = `${createHash('sha256').update(digest).digest('base64')}-1`;
  expect(done).toMatchObject({ ChecksumSHA256: composite, ChecksumType: 'COMPOSITE' });
  const back = await s3.send(new GetObjectCommand({ Bucket, Key: 'sums', ChecksumMode: 'ENABLED' }));
  expect(back).toMatchObject({ ChecksumSHA256: composite, ChecksumType: 'COMPOSITE' });
});

const x = (PartNumber: number, ETag = '"x"') => ({ PartNumber, ETag });

test.each<[string, (sent: CompletedPart[]) => CompletedPart[], string]>([
  ['out of order', ([a = x(1), b = x(2)]) => [b, a], 'InvalidPartOrder'],
  ['named twice', ([a = x(1)]) => [a, a], 'InvalidPartOrder'],
  ['with a part that never came', ([a = x(1)]) => [a, x(3)], 'InvalidPart'],
  ['with another ETag', ([a = x(1)]) => [a, x(2)], 'InvalidPart'],
  ['with a small part before the last', ([a = x(1), b = x(2)]) => [a, b], 'EntityTooSmall'],
  ['of no parts', () => [], 'MalformedXML'],
])('completing %s is refused, and the upload stays', async (_, chosen, name) => {
  const UploadId = await create('refused');
  const sent = [await send('refused', UploadId, 1, 'a'), await send('refused', UploadId, 2, 'b')];
  await expect(complete('refused', UploadId, chosen(sent))).rejects.toMatchObject({ name });
  const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key: 'refused', UploadId }));
  expect(Parts).toHaveLength(2);
});

test('CRC-64 sums up the whole object, as version 2 of the aws command sends it', async () => {
  const parts = [randomBytes(5 * mebibyte), randomBytes(7)];
  const sum = (...chunks: Buffer[]) => {
    const crc = crc64();
    for (const chunk of chunks) crc.update(chunk);
    return crc.digest().toString('base64');
  };
  const UploadId = await create('crc64', { ChecksumAlgorithm: 'CRC64NVME' });
  const sent: CompletedPart[] = [];
  for (const [at, Body] of parts.entries()) {
    const part = { Bucket, Key: 'crc64', UploadId, PartNumber: at + 1, Body, ChecksumCRC64NVME: sum(Body) };
    const { ETag, ChecksumCRC64NVME } = await s3.send(new UploadPartCommand(part));
    sent.push({ PartNumber: at + 1, ETag, ChecksumCRC64NVME });
  }
  const whole = { ChecksumCRC64NVME: sum(...parts), ChecksumType: 'FULL_OBJECT' } as const;
  const wrong = complete('crc64', UploadId, sent, { ChecksumCRC64NVME: sum(Buffer.from('x')) });
  await expect(wrong).rejects.toMatchObject({ name: 'BadDigest' });
  const short = complete('crc64', UploadId, sent, { MpuObjectSize: 1 });
  await expect(short).rejects.toMatchObject({ name: 'InvalidRequest' });
  expect(await complete('crc64', UploadId, sent, whole)).toMatchObject(whole);
});

test('completing only where nothing is yet', async () => {
  const UploadId = await create('again');
  const part = await send('again', UploadId, 1, 'x');
  const refused = complete('again', UploadId, [part], { IfNoneMatch: '*' });
  await expect(refused).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

test('ListParts goes in pages', async () => {
  const UploadId = await create('pages');
  for (const n of [1, 2, 5, 7, 10_000]) await send('pages', UploadId, n, `part ${n}`);
  const numbers: (number | undefined)[][] = [];
  const input = { Bucket, Key: 'pages', UploadId, MaxParts: 2 };
  for await (const page of paginateListParts({ client: s3 }, input))
    numbers.push((page.Parts ?? []).map((part) => part.PartNumber));
  expect(numbers).toEqual([[1, 2], [5, 7], [10_000]]);
  const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key: 'pages', UploadId }));
  expect(Parts?.[0]).toMatchObject({
    ETag: `"${createHash('md5').update('part 1').digest('hex')}"`,
    Size: 6,
    LastModified: expect.any(Date),
  });
});

test('ListMultipartUploads names the open ones by prefix, in pages', async () => {
  const ids = [await create('list/b'), await create('list/a'), await create('list/a')];
  const seen: string[] = [];
  let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  for (let more = true; more; ) {
    const page = await s3.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/', MaxUploads: 1, ...marker }),
    );
    seen.push(...(page.Uploads ?? []).map((upload) => upload.UploadId ?? ''));
    marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    more = page.IsTruncated === true;
  }
  expect(seen.at(-1)).toBe(ids[0]);
  expect(seen.toSorted()).toEqual(ids.toSorted());
});

test('an aborted upload and its parts are gone', async () => {
  const before = await filesInBlobs();
  const UploadId = await create('aborted');
  await send('aborted', UploadId, 1, 'x');
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }));
  expect(await filesInBlobs()).toBe(before);
  for (const again of [
    () => send('aborted', UploadId, 2, 'x'),
    () => s3.send(new ListPartsCommand({ Bucket, Key: 'aborted', UploadId })),
    () => s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId })),
  ])
    await expect(again()).rejects.toMatchObject({ name: 'NoSuchUpload', $metadata: { httpStatusCode: 404 } });
});

test.each([
  ['part 0', { PartNumber: 0 }, 400],
  ['part 10,001', { PartNumber: 10_001 }, 400],
  ['a part of another key', { Key: 'other' }, 404],
  ['a part of no upload', { UploadId: 'none' }, 404],
])('%s is refused', async (_, more, httpStatusCode) => {
  const UploadId = await create('part');
  const input = { Bucket, Key: 'part', UploadId, PartNumber: 1, Body: 'x', ...more };
  await expect(s3.send(new UploadPartCommand(input))).rejects.toMatchObject({
    $metadata: { httpStatusCode },
  });
});

test('parts can be copied, also a range of an object', async () => {
  const source = new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' });
  await s3.send(source);
  const UploadId = await create('copied');
  const input = { Bucket, Key: 'copied', UploadId, CopySource: `${Bucket}/source` };
  const copy = (more: Partial<UploadPartCopyCommandInput>) =>
    s3.send(new UploadPartCopyCommand({ ...input, PartNumber: 1, ...more }));
  await copy({});
  const { CopyPartResult } = await copy({ CopySourceRange: 'bytes=2-4' });
  await complete('copied', UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
  expect(await Body?.transformToString()).toBe('234');
});
