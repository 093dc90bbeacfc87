import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dueKeys, keyOf } from '../../shared/catalog-table.ts';
import { purgeAtMs } from '../../shared/trash.ts';
import { spentUsd } from './budget.ts';
import { createHandler as createRecordJob } from './record-job.lambda.ts';
import { createHandler as createSubmitJob } from './submit-job.lambda.ts';
import { createHandler as createSweep } from './sweep.lambda.ts';
import { finishJob } from './testing/done-job.ts';
import { movie } from './testing/movie.ts';
import { playing, source, uploadingNext, version, videoId } from './testing/videos.ts';
import { createWorld, type World } from './testing/world.ts';

const ownKey = `uploads/shark/${videoId}/${version}/source`;
const dropKey = 'uploads/shark/films/shark.mp4';
const minute = 60_000;
const hd = { width: 1280, height: 720 };

let world: World;
let submit: (event: unknown) => Promise<void>;
let record: (event: unknown) => Promise<void>;
let sweep: (look: 'due' | 'strays') => Promise<void>;

beforeEach(async () => {
  world = await createWorld();
  submit = createSubmitJob(world.env, world.overrides);
  record = createRecordJob(world.env, world.overrides);
  const handler = createSweep(world.env, world.overrides);
  sweep = (look) => handler({ look });
});
afterEach(() => world.close());

const at = (ms: number) => new Date(ms).toISOString();
const dueNow = () => dueKeys('shark', videoId, at(world.clock.ms));

const arrived = (key: string, etag: string) => ({
  ...{ id: 'event-1', 'detail-type': 'Object Created', source: 'aws.s3', time: at(world.clock.ms) },
  detail: { bucket: { name: 'up' }, object: { key, size: 1, etag } },
});

const only = async () => {
  const [video, ...others] = await world.videos();
  if (!video || others.length > 0) throw new Error('there is not exactly one video');
  return video;
};
const jobs = () => world.mediaconvert.jobs;
const job = () => {
  const [first] = jobs();
  if (!first) throw new Error('there is no job');
  return first;
};

const putItem = (item: Record<string, unknown>) =>
  world.overrides.dynamodb.send(
    new PutItemCommand({ TableName: world.env.TABLE_NAME, Item: marshall(item) }),
  );

/** A video of our own uploader that waits for its file, and the upload it waits for. */
async function uploading(expiresInMs = 60 * minute) {
  const createdAt = at(world.clock.ms);
  const expiresAt = at(world.clock.ms + expiresInMs);
  await world.putVideo({ videoId, next: uploadingNext, ...dueNow() });
  world.s3.uploads.add('multipart');
  await putItem({
    ...keyOf.upload('shark', version),
    ...{ org: 'shark', uploadId: version, videoId, version, status: 'open', fileName: 'holiday.mp4' },
    ...{ sizeBytes: 9, partSizeBytes: 9, contentType: 'video/mp4', key: ownKey, s3UploadId: 'multipart' },
    ...{ createdAt, expiresAt },
  });
}

/** A dropped file whose job is under way. */
async function transcoding() {
  const etag = world.s3.put('up', dropKey, await movie(hd));
  await submit(arrived(dropKey, etag));
  world.clock.ms += 6 * minute;
}

describe('an upload of ours', () => {
  test('whose event was lost is sent to be transcoded', async () => {
    await uploading();
    world.s3.put('up', ownKey, await movie(hd));
    await sweep('due');
    expect(jobs()).toHaveLength(1);
    expect((await only()).next).toMatchObject({ status: 'queued', jobId: job().id });
  });

  test('that may still come is looked for again later', async () => {
    await uploading();
    await sweep('due');
    const { next, ...video } = await only();
    expect(next).toEqual(uploadingNext);
    expect(video).toMatchObject({ dueSk: `${at(world.clock.ms + 5 * minute)}#shark#${videoId}` });
  });

  test.each([
    ['out of time', () => (world.clock.ms += 61 * minute)],
    ['unknown to S3', () => world.s3.uploads.clear()],
  ])('that is %s fails, and its parts are taken away', async (_, given) => {
    await uploading();
    given();
    await sweep('due');
    const video = await only();
    expect(video.next).toMatchObject({ status: 'failed', failure: { code: 'upload_abandoned' } });
    expect(video).not.toHaveProperty('duePk');
    expect(world.s3.uploads.size).toBe(0);
  });

  test('that would have replaced a video leaves it playing', async () => {
    await uploading(0);
    await world.putVideo({ videoId, next: uploadingNext, current: playing, ...dueNow() });
    await sweep('due');
    expect(await only()).toMatchObject({ current: playing, next: { status: 'failed' } });
  });
});

describe('a claim without a job', () => {
  test('whose holder is gone is taken over, and one job is made', async () => {
    const etag = world.s3.put('up', dropKey, await movie(hd));
    world.mediaconvert.controls.createTrouble = { status: 500, times: 1 };
    await expect(submit(arrived(dropKey, etag))).rejects.toThrow();
    expect(jobs()).toHaveLength(0);
    world.clock.ms += 6 * minute;
    await sweep('due');
    expect(jobs()).toHaveLength(1);
    expect((await only()).next?.jobId).toBe(job().id);
  });

  test('whose job was made all the same learns its id', async () => {
    const etag = world.s3.put('up', dropKey, await movie(hd));
    world.mediaconvert.controls.loseAnswer = true;
    await expect(submit(arrived(dropKey, etag))).rejects.toThrow();
    world.clock.ms += 6 * minute;
    await sweep('due');
    expect(jobs()).toHaveLength(1);
    expect((await only()).next?.jobId).toBe(job().id);
  });
});

describe('a job that nothing is heard of', () => {
  test('and is done makes its video ready in one round', async () => {
    await transcoding();
    finishJob(world, job());
    await sweep('due');
    const video = await only();
    expect(video.current).toMatchObject({ status: 'ready', actualUsd: expect.any(Number) });
    expect(video).not.toHaveProperty('next');
    await sweep('due');
    expect(await only()).toEqual(video);
  });

  test.each([
    ['failed for its file', { status: 'ERROR', errorCode: 1010 }, { status: 'failed' }],
    ['failed by chance', { status: 'ERROR', errorCode: 1999 }, { attempt: 2, status: 'queued', tries: 1 }],
    ['was canceled', { status: 'CANCELED' }, { failure: { code: 'transcode_canceled' } }],
    ['runs', { status: 'PROGRESSING', jobPercentComplete: 42 }, { status: 'transcoding', percent: 42 }],
  ] as const)('and %s is recorded', async (_, state, next) => {
    await transcoding();
    Object.assign(job(), state);
    await sweep('due');
    expect((await only()).next).toMatchObject(next);
  });

  test('and is unknown is made again as another attempt', async () => {
    await transcoding();
    jobs().length = 0;
    await sweep('due');
    expect((await only()).next).toMatchObject({ attempt: 2, status: 'queued', tries: 1 });
    world.clock.ms += 2 * minute;
    await sweep('due');
    expect(jobs()).toHaveLength(1);
    expect(job().userMetadata['attempt']).toBe('2');
  });

  test('and has not begun is waited for, for hours, then canceled and made again', async () => {
    await transcoding();
    job()['timing'] = { submitTime: (world.clock.ms - 6 * minute) / 1000 };
    await sweep('due');
    expect((await only()).next).toMatchObject({ attempt: 1, status: 'queued' });
    world.clock.ms += 6 * 60 * minute;
    await sweep('due');
    expect(job().status).toBe('CANCELED');
    expect((await only()).next).toMatchObject({ attempt: 2, tries: 1 });
  });

  test('for half a day is told to whoever reads the alarms', async () => {
    await transcoding();
    Object.assign(job(), { status: 'PROGRESSING', jobPercentComplete: 1 });
    world.clock.ms += 12 * 60 * minute;
    await sweep('due');
    expect(world.lines.map(({ decision }) => decision)).toContain('stuck');
  });
});

describe('a file that no event told of', () => {
  test('becomes a video', async () => {
    world.s3.put('up', dropKey, await movie(hd));
    await sweep('strays');
    await sweep('strays');
    expect(jobs()).toHaveLength(1);
    expect((await only()).title).toBe('shark');
  });

  test('and is no video, or lies in a folder of ours, is left', async () => {
    world.s3.put('up', 'uploads/shark/notes.txt', 'notes');
    world.s3.put('up', ownKey, await movie(hd));
    world.s3.put('up', 'uploads/whale/films/whale.mp4', await movie(hd));
    await sweep('strays');
    expect(await world.videos()).toEqual([]);
  });

  test('but was deleted as a video stays deleted', async () => {
    const etag = world.s3.put('up', dropKey, await movie(hd));
    await submit(arrived(dropKey, etag));
    const { videoId: id, next } = await only();
    await world.putVideo({ videoId: id, next, deletedAt: at(world.clock.ms + minute) });
    world.clock.ms += 2 * minute;
    await sweep('strays');
    expect((await only()).deletedAt).toBeDefined();
    expect(jobs()).toHaveLength(1);
  });
});

describe('what was deleted', () => {
  async function deleted() {
    const etag = world.s3.put('up', dropKey, await movie(hd));
    await submit(arrived(dropKey, etag));
    const { videoId: id } = await only();
    finishJob(world, job());
    await record({
      ...{ id: 'e', time: at(world.clock.ms), source: 'aws.mediaconvert' },
      ...{ 'detail-type': 'MediaConvert Job State Change' },
      detail: { jobId: job().id, status: 'COMPLETE', userMetadata: job().userMetadata },
    });
    const item = await only();
    const purgeAt = at(purgeAtMs(at(world.clock.ms)));
    await world.putVideo({ ...item, deletedAt: at(world.clock.ms) });
    await putItem({
      ...keyOf.trash('shark', id),
      ...{ org: 'shark', videoId: id, purgeAt, ...dueKeys('shark', id, purgeAt) },
    });
    return item;
  }
  const timeIsOver = () => {
    world.clock.ms = purgeAtMs(at(world.clock.ms)) + 1;
  };

  test('is purged when its time is over: no object and no item is left', async () => {
    const { videoId: id } = await deleted();
    world.s3.put('media', 'shark/v/other/kept', 'of another video');
    await sweep('due');
    expect(await world.videos()).toHaveLength(1);
    timeIsOver();
    await sweep('due');
    expect([...world.s3.objects.keys()]).toEqual(['media/shark/v/other/kept']);
    expect(await world.videos()).toEqual([]);
    expect(await world.trail(id)).toEqual([]);
  });

  test('and restored is left, and its purge forgotten', async () => {
    const item = await deleted();
    await world.putVideo(item);
    timeIsOver();
    await sweep('due');
    expect(await world.videos()).toHaveLength(1);
    expect(world.s3.objects.has(`up/${dropKey}`)).toBe(true);
    expect((await world.trail(item.videoId)).filter(({ sk }) => sk === 'TRASH')).toEqual([]);
  });

  test('is purged later when S3 fails, and does not stand before all others until then', async () => {
    await deleted();
    timeIsOver();
    world.s3.controls.down = true;
    await sweep('due');
    const [video] = await world.videos();
    const note = (await world.trail(video?.videoId ?? '')).find(({ sk }) => sk === 'TRASH');
    expect(note?.['dueSk']).toContain(at(world.clock.ms + 5 * minute));
    world.s3.controls.down = false;
    world.clock.ms += 6 * minute;
    await sweep('due');
    expect(await world.videos()).toEqual([]);
  });

  test('and is dropped again while it is purged is a new video after that', async () => {
    const { videoId: id } = await deleted();
    timeIsOver();
    const anew = await movie({ ...hd, seconds: 5 });
    await submit(arrived(dropKey, world.s3.put('up', dropKey, anew)));
    expect(world.lines.at(-1)).toMatchObject({ decision: 'ignored', why: 'being_purged' });
    await sweep('due');
    expect(await world.videos()).toEqual([]);
    await sweep('strays');
    expect(await only()).toMatchObject({ videoId: id, next: { status: 'queued' } });
    expect((await only()).deletedAt).toBeUndefined();
  });

  test('and is dropped again before that is there again, and stays when its purge would have been', async () => {
    await deleted();
    world.clock.ms += minute;
    const anew = await movie({ ...hd, seconds: 5 });
    await submit(arrived(dropKey, world.s3.put('up', dropKey, anew)));
    expect((await only()).deletedAt).toBeUndefined();
    timeIsOver();
    await sweep('due');
    expect(await world.videos()).toHaveLength(1);
    expect(world.s3.objects.has(`up/${dropKey}`)).toBe(true);
  });
});

test('what fails with one video does not keep the others waiting', async () => {
  await world.putVideo({ videoId: 'not-an-item', next: { status: 'odd' } as never, ...dueNow() });
  await transcoding();
  finishJob(world, job());
  await sweep('due');
  const ready = (await world.videos().catch(() => [])).find(({ current }) => current);
  expect(ready?.current?.status).toBe('ready');
});

test('a video that cannot be read is told of, and looked at again later', async () => {
  await world.putVideo({ videoId, next: { status: 'odd' } as never, ...dueNow() });
  await sweep('due');
  expect(world.lines).toMatchObject([{ decision: 'stuck', why: 'unreadable' }, { decision: 'later' }]);
  expect(await only()).toMatchObject({ dueSk: `${at(world.clock.ms + 5 * minute)}#shark#${videoId}` });
});

test('a round ends in time, and what it leaves is done by the next', async () => {
  for (const name of ['a', 'b']) world.s3.put('up', `uploads/shark/${name}.mp4`, await movie(hd));
  world.mediaconvert.controls.beforeProbe = async () => {
    world.clock.ms += 81_000;
  };
  await sweep('strays');
  expect(world.lines.at(-1)).toEqual({ decision: 'round_over' });
  expect(jobs()).toHaveLength(1);
  await sweep('strays');
  expect(jobs()).toHaveLength(2);
});

const table = () => ({ env: world.env, dynamodb: world.overrides.dynamodb });

test('what is tried again after the month is over is counted in the next one', async () => {
  world.clock.ms = Date.parse('2026-01-31T23:50:00Z');
  await transcoding();
  Object.assign(job(), { status: 'ERROR', errorCode: 1999 });
  world.clock.ms = Date.parse('2026-01-31T23:59:30Z');
  await sweep('due');
  world.clock.ms += 2 * minute;
  await sweep('due');
  expect(jobs().map(({ userMetadata }) => userMetadata['month'])).toEqual(['2026-01', '2026-02']);
  expect(await spentUsd(table(), 'shark', '2026-01')).toBe(0);
  expect(await spentUsd(table(), 'shark', '2026-02')).toBeGreaterThan(0);
});

test('a video that waits for its time is begun then, not before', async () => {
  const etag = world.s3.put('up', ownKey, await movie(hd));
  const input = { bucket: 'up', key: ownKey, etag, sizeBytes: 2335 };
  const retryAt = at(world.clock.ms + minute);
  const claimedAt = at(world.clock.ms);
  const next = {
    version,
    attempt: 2,
    status: 'queued' as const,
    input,
    source,
    claimedAt,
    retryAt,
    tries: 1,
  };
  await world.putVideo({ videoId, next, ...dueNow() });
  await submit(arrived(ownKey, etag));
  await sweep('due');
  expect(jobs()).toEqual([]);
  world.clock.ms += minute;
  await sweep('due');
  expect(job().userMetadata).toMatchObject({ version, attempt: '2' });
});
