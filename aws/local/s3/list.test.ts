import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Aws, buckets, startAws } from '../testing/aws.ts';

const Bucket = buckets.uploads;
/** In S3's order, which is that of UTF-8 bytes. */
const keys = [
  'a',
  'a b+&<c>',
  'a/',
  'a/1',
  'a/2/x',
  'a/2/y',
  'a/3',
  'b/1',
  'b/1/2',
  'z',
  'é',
  '\u{ffee}',
  '🦈',
];
let aws: Aws;
let s3: S3Client;

beforeAll(async () => {
  aws = await startAws();
  s3 = aws.client();
  for (const Key of keys.toReversed()) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});
afterAll(() => aws.close());

type Listed = { keys: string[]; prefixes: string[] };

async function listAll(input: Partial<ListObjectsV2CommandInput>, pageSize = 1000): Promise<Listed> {
  const listed: Listed = { keys: [], prefixes: [] };
  for await (const page of paginateListObjectsV2({ client: s3, pageSize }, { Bucket, ...input })) {
    const found = { keys: page.Contents ?? [], prefixes: page.CommonPrefixes ?? [] };
    expect(page.KeyCount).toBe(found.keys.length + found.prefixes.length);
    expect(page.KeyCount).toBeLessThanOrEqual(pageSize);
    listed.keys.push(...found.keys.map((each) => each.Key ?? ''));
    listed.prefixes.push(...found.prefixes.map((each) => each.Prefix ?? ''));
  }
  return listed;
}

const cases: [string, Partial<ListObjectsV2CommandInput>, Listed][] = [
  ['everything', {}, { keys, prefixes: [] }],
  ['a prefix', { Prefix: 'a/' }, { keys: ['a/', 'a/1', 'a/2/x', 'a/2/y', 'a/3'], prefixes: [] }],
  ['a prefix of nothing', { Prefix: 'nothing' }, { keys: [], prefixes: [] }],
  [
    'a delimiter',
    { Delimiter: '/' },
    { keys: ['a', 'a b+&<c>', 'z', 'é', '\u{ffee}', '🦈'], prefixes: ['a/', 'b/'] },
  ],
  [
    'prefix and delimiter',
    { Prefix: 'a/', Delimiter: '/' },
    { keys: ['a/', 'a/1', 'a/3'], prefixes: ['a/2/'] },
  ],
  [
    'a longer delimiter',
    { Delimiter: '/2/' },
    { keys: keys.filter((k) => !k.includes('/2/')), prefixes: ['a/2/'] },
  ],
  ['start after', { StartAfter: 'b/1' }, { keys: ['b/1/2', 'z', 'é', '\u{ffee}', '🦈'], prefixes: [] }],
  ['start after, within a prefix', { StartAfter: 'a/2/y', Prefix: 'a/' }, { keys: ['a/3'], prefixes: [] }],
  [
    'start after, inside a common prefix',
    { StartAfter: 'a/2/x', Prefix: 'a/', Delimiter: '/' },
    { keys: ['a/3'], prefixes: ['a/2/'] },
  ],
];

test.each(cases)('%s', async (_, input, expected) => {
  expect(await listAll(input)).toEqual(expected);
});

test.each(cases)('%s, one at a time', async (_, input, expected) => {
  expect(await listAll(input, 1)).toEqual(expected);
});

test('keys come URL-encoded when asked for', async () => {
  const input = { Bucket, Prefix: 'a b', EncodingType: 'url' } as const;
  const { Contents, EncodingType } = await s3.send(new ListObjectsV2Command(input));
  expect(EncodingType).toBe('url');
  expect(Contents?.map(({ Key }) => Key)).toEqual(['a+b%2B%26%3Cc%3E']);
});

test('an entry says size, ETag and time', async () => {
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'z' }));
  const ETag = '"fbade9e36a3f36d3d676c1b808451dd7"';
  expect(Contents).toEqual([
    { Key: 'z', Size: 1, ETag, LastModified: expect.any(Date), StorageClass: 'STANDARD' },
  ]);
});

test('no keys asked for, none given', async () => {
  const answer = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
  expect(answer).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test.each([
  ['a bad token', new ListObjectsV2Command({ Bucket, ContinuationToken: 'nonsense' }), 400],
  ['negative max-keys', new ListObjectsV2Command({ Bucket, MaxKeys: -1 }), 400],
  ['a missing bucket', new ListObjectsV2Command({ Bucket: 'no-bucket' }), 404],
])('%s is refused', async (_, command, httpStatusCode) => {
  await expect(s3.send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode } });
});

test('the first version of the listing is not done: 501', async () => {
  const sent = s3.send(new ListObjectsCommand({ Bucket }));
  await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});
