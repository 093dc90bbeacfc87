import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SignedParts, type Upload, uploadLifeDays } from '../../../shared/upload.ts';
import type { Video } from '../../../shared/video.ts';
import { refusalOf } from '../../test/fixtures.ts';
import {
  botToken,
  calling,
  interrupted,
  manager,
  newId,
  putVideo,
  readyVideo,
  services,
  settings,
} from '../../test/wire.ts';
import { completeUpload } from '../uploads/complete.ts';

const MiB = 1024 ** 2;
const file = { fileName: 'Great_white.mp4', sizeBytes: 8 * MiB + 5, contentType: 'video/mp4' };

let call: ReturnType<typeof calling>;
beforeAll(async () => {
  call = calling(await botToken());
});

async function open(over: object = {}): Promise<Upload> {
  const response = await call('POST', '/api/uploads', { ...file, ...over });
  expect(response.status).toBe(201);
  const upload = (await response.json()) as Upload;
  expect(response.headers.get('Location')).toBe(`/api/uploads/${upload.id}`);
  return upload;
}

/** Sends a part where its presigned URL says, as a browser does; the ETag that S3 answers. */
async function send(id: string, partNumber: number, bytes: number): Promise<string> {
  const response = await call('POST', `/api/uploads/${id}/parts`, { partNumbers: [partNumber] });
  const { parts } = (await response.json()) as SignedParts;
  const [part] = parts;
  if (!part) throw new Error('no part');
  expect(new URL(part.url).searchParams.has('x-amz-checksum-crc32')).toBe(false);
  const body = new Uint8Array(bytes).fill(partNumber);
  const answer = await fetch(part.url, { method: part.method, headers: part.headers, body });
  expect(answer.status).toBe(200);
  return answer.headers.get('ETag') ?? '';
}

async function sendAll(id: string) {
  const sizes = [8 * MiB, 5];
  const parts = [];
  for (const [at, bytes] of sizes.entries())
    parts.push({ partNumber: at + 1, etag: await send(id, at + 1, bytes) });
  return parts;
}

const videoOf = async (upload: Upload) =>
  (await (await call('GET', `/api/videos/${upload.videoId}`)).json()) as Video;
const openAtS3 = async (key: string) => {
  const command = new ListMultipartUploadsCommand({ Bucket: settings.UPLOADS_BUCKET, Prefix: key });
  return ((await services.s3.send(command)).Uploads ?? []).length;
};

describe('opening an upload', () => {
  test('makes a video that waits for it, titled after the file', async () => {
    const upload = await open();
    expect(upload).toMatchObject({
      ...{ status: 'open', sizeBytes: file.sizeBytes, partSizeBytes: 8 * MiB, partCount: 2, parts: [] },
      ...{ version: upload.id, fileName: file.fileName },
      key: `uploads/${settings.ORG}/${upload.videoId}/${upload.version}/source`,
    });
    expect(Date.parse(upload.expiresAt) - Date.parse(upload.createdAt)).toBe(uploadLifeDays * 86_400_000);
    expect(await videoOf(upload)).toMatchObject({
      ...{ title: 'Great white', status: 'uploading', version: upload.version, playback: null },
      next: { version: upload.version, attempt: 1, status: 'uploading' },
      source: { fileName: file.fileName, sizeBytes: file.sizeBytes, width: null },
    });
  });

  test.each([
    [{ fileName: 'a.exe' }, 415, 'unsupported_media_type'],
    [{ sizeBytes: 6 * 1024 ** 4 }, 413, 'too_large'],
    [{ sizeBytes: 1.5 }, 400, 'invalid_request'],
    [{ contentType: 'video/mp4\n' }, 400, 'invalid_request'],
    [{ videoId: newId() }, 404, 'not_found'],
  ])('not with %j', async (over, status, code) => {
    expect(await refusalOf(await call('POST', '/api/uploads', { ...file, ...over }))).toEqual({
      status,
      code,
    });
  });

  test('for a video that plays brings a new version, one at a time', async () => {
    const { videoId, current } = await putVideo(readyVideo());
    const upload = await open({ videoId });
    expect(await videoOf(upload)).toMatchObject({
      ...{ status: 'ready', version: current?.version, title: 'A shark' },
      next: { version: upload.version, status: 'uploading' },
    });
    const second = await call('POST', '/api/uploads', { ...file, videoId });
    expect(await refusalOf(second)).toEqual({ status: 409, code: 'conflict' });
  });
});

test('the whole way: parts by presigned URL, listed, joined; again gives the same answer', async () => {
  const upload = await open();
  const etag = await send(upload.id, 1, 8 * MiB);
  const resumed = (await (await call('GET', `/api/uploads/${upload.id}`)).json()) as Upload;
  expect(resumed.parts).toEqual([{ partNumber: 1, etag: etag.replaceAll('"', ''), sizeBytes: 8 * MiB }]);
  const parts = [
    { partNumber: 1, etag },
    { partNumber: 2, etag: await send(upload.id, 2, 5) },
  ];
  const complete = () => call('POST', `/api/uploads/${upload.id}/complete`, { parts });
  const { videoId, version } = upload;
  expect(await (await complete()).json()).toEqual({ videoId, version });
  expect(await (await complete()).json()).toEqual({ videoId, version });
  const command = new GetObjectCommand({ Bucket: settings.UPLOADS_BUCKET, Key: upload.key });
  expect((await services.s3.send(command)).ContentLength).toBe(file.sizeBytes);
  const after = (await (await call('GET', `/api/uploads/${upload.id}`)).json()) as Upload;
  expect(after.status).toBe('completed');
  const late = await call('DELETE', `/api/uploads/${upload.id}`);
  expect(await refusalOf(late)).toEqual({ status: 409, code: 'conflict' });
});

describe('joining', () => {
  test('names what has not arrived', async () => {
    const upload = await open();
    const parts = [{ partNumber: 1, etag: await send(upload.id, 1, 8 * MiB) }];
    const response = await call('POST', `/api/uploads/${upload.id}/complete`, { parts });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      error: {
        code: 'upload_incomplete',
        details: { fields: [{ path: 'parts', message: 'part 2 has not arrived' }] },
      },
    });
  });

  test('is not fooled by a wrong ETag or a short part', async () => {
    const upload = await open();
    const [first, second] = await sendAll(upload.id);
    const wrong = await call('POST', `/api/uploads/${upload.id}/complete`, {
      parts: [{ ...first, etag: '"0"' }, second],
    });
    expect(await refusalOf(wrong)).toEqual({ status: 409, code: 'upload_incomplete' });
    const short = { partNumber: 2, etag: await send(upload.id, 2, 4) };
    const response = await call('POST', `/api/uploads/${upload.id}/complete`, { parts: [first, short] });
    expect(await refusalOf(response)).toEqual({ status: 409, code: 'upload_incomplete' });
  });
});

test('parts past the last one are not signed', async () => {
  const upload = await open();
  const response = await call('POST', `/api/uploads/${upload.id}/parts`, { partNumbers: [1, 3] });
  expect(await response.json()).toMatchObject({
    error: { details: { fields: [{ path: 'partNumbers.1' }] } },
  });
});

describe('taking an upload back', () => {
  test('removes it from S3, and the video that was nothing else; again is fine', async () => {
    const upload = await open();
    expect(await openAtS3(upload.key)).toBe(1);
    const abort = () => call('DELETE', `/api/uploads/${upload.id}`);
    expect([(await abort()).status, (await abort()).status]).toEqual([204, 204]);
    expect(await openAtS3(upload.key)).toBe(0);
    expect((await call('GET', `/api/videos/${upload.videoId}`)).status).toBe(404);
    const parts = [{ partNumber: 1, etag: 'a' }];
    const late = await call('POST', `/api/uploads/${upload.id}/complete`, { parts });
    expect(await refusalOf(late)).toEqual({ status: 409, code: 'conflict' });
  });

  test('comes too late once the parts are joined, though nobody has been told yet', async () => {
    const upload = await open({ sizeBytes: 5 });
    const parts = [{ partNumber: 1, etag: await send(upload.id, 1, 5) }];
    let late: Response | null = null;
    const joined = interrupted('CompleteMultipartUploadCommand', async () => {
      late = await call('DELETE', `/api/uploads/${upload.id}`);
    });
    const { videoId, version } = upload;
    expect(await completeUpload(joined, manager, upload.id, parts)).toEqual({ videoId, version });
    expect(await refusalOf(late ?? new Response())).toEqual({ status: 409, code: 'conflict' });
    expect((await call('GET', `/api/videos/${videoId}`)).status).toBe(200);
  });

  test('leaves a video that plays as it was', async () => {
    const { videoId } = await putVideo(readyVideo());
    const upload = await open({ videoId });
    await call('DELETE', `/api/uploads/${upload.id}`);
    expect(await videoOf(upload)).toMatchObject({ status: 'ready', next: null });
    expect((await open({ videoId })).videoId).toBe(videoId);
  });

  test('comes with removing the video', async () => {
    const upload = await open();
    expect((await call('DELETE', `/api/videos/${upload.videoId}`)).status).toBe(204);
    expect(await openAtS3(upload.key)).toBe(0);
    expect((await call('GET', `/api/uploads/${upload.id}`)).status).toBe(200);
    const command = new ListObjectsV2Command({ Bucket: settings.UPLOADS_BUCKET, Prefix: upload.key });
    expect((await services.s3.send(command)).KeyCount).toBe(0);
  });
});

test('an upload nobody opened is a 404', async () => {
  expect((await call('GET', `/api/uploads/${newId()}`)).status).toBe(404);
});
