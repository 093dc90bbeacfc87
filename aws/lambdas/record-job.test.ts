import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { versionPrefix } from '../../shared/paths.ts';
import { createHandler } from './record-job.lambda.ts';
import { masterPlaylist, putOutput, usualVariants } from './testing/output.ts';
import { otherVersion, playing, source, version, videoId } from './testing/videos.ts';
import { createWorld, type World } from './testing/world.ts';

const reference = join(import.meta.dirname, '../../shared/events/reference');
const prefix = versionPrefix({ org: 'shark', videoId, version });
const sourceKey = `uploads/shark/${videoId}/${version}/source`;
const jobId = '1671477617078-2886ye';
const metadata = { org: 'shark', videoId, version };

let world: World;
let record: (event: unknown) => Promise<void>;
let sequence = 0;

beforeAll(async () => {
  world = await createWorld();
  record = createHandler(world.env, world.overrides);
});
afterEach(() => {
  world.s3.objects.clear();
  world.lines.length = 0;
});
afterAll(() => world.close());

type Fixture = { id: string; detail: Record<string, unknown> };

/** A recorded event with an id of its own and some details changed. */
function jobEvent(name: string, detail: object = {}): Fixture {
  const event: Fixture = JSON.parse(readFileSync(join(reference, `mc-${name}.json`), 'utf8'));
  sequence += 1;
  return { ...event, id: `event-${sequence}`, detail: { ...event.detail, ...detail } };
}

const percentEvent = (jobPercentComplete: number | null) =>
  jobEvent('status-update', { jobProgress: { jobPercentComplete } });

function putMade() {
  putOutput(world, prefix, 180.041);
  for (let n = 0; n < 18; n += 1)
    world.s3.put('media', `${prefix}frames/f_.${String(n).padStart(7, '0')}.jpg`, `frame ${n}`);
}

/** A video whose job was just created and whose output lies there. */
async function queued(more: object = {}, next: object = {}) {
  const etag = world.s3.put('up', sourceKey, 'the film');
  putMade();
  await world.putVideo({
    videoId,
    duePk: 'DUE',
    dueSk: '2026',
    next: {
      version,
      attempt: 1,
      status: 'queued',
      jobId,
      source,
      frameIntervalMs: 10_000,
      input: { bucket: 'up', key: sourceKey, etag, sizeBytes: 8 },
      ...next,
    },
    ...more,
  });
}

async function video() {
  const [only] = await world.videos();
  if (!only) throw new Error('there is no video');
  return only;
}
const decisions = () => world.lines.map(({ decision }) => decision);
const cardImages = () => [...world.s3.objects.keys()].filter((key) => key.startsWith('media/shark/i/'));

describe('progress', () => {
  test('a job that starts makes its video transcoding', async () => {
    await queued();
    world.clock.ms += 1000;
    await record(jobEvent('progressing'));
    const { next, ...item } = await video();
    expect(next).toMatchObject({ status: 'transcoding', percent: 0 });
    expect(item.updatedAt).toBe(new Date(world.clock.ms).toISOString());
    expect(item).toMatchObject({
      jobRev: 2,
      metaRev: 1,
      changedSk: `${item.updatedAt}#${videoId}`,
      duePk: 'DUE',
    });
  });

  test('per cent only grow, and are no change of the video', async () => {
    await queued();
    await record(percentEvent(7));
    const { updatedAt } = await video();
    world.clock.ms += 1000;
    for (const percent of [30, 12, null, 30, 55]) await record(percentEvent(percent));
    expect(await video()).toMatchObject({ updatedAt, jobRev: 4, next: { percent: 55 } });
  });

  test('a warning only goes to the audit trail', async () => {
    await queued();
    const event = jobEvent('new-warning');
    await record(event);
    await record(event);
    expect((await video()).next?.status).toBe('queued');
    const lines = (await world.trail(videoId)).filter(({ sk }) => String(sk).endsWith(event.id));
    expect(lines).toMatchObject([
      { state: 'NEW_WARNING', code: '000000', message: 'Example warning message', jobId },
    ]);
  });

  test.each(['progressing', 'status-update', 'input-information', 'new-warning', 'canceled'])(
    '%s fills in a missing job id',
    async (name) => {
      await queued({}, { jobId: undefined });
      await record(jobEvent(name));
      expect((await video()).next?.jobId).toBe(jobId);
    },
  );
});

describe('a complete job', () => {
  test('makes its version the one that plays', async () => {
    await queued();
    await record(jobEvent('complete-cmaf'));
    const item = await video();
    expect(item).not.toHaveProperty('next');
    expect(item).not.toHaveProperty('duePk');
    expect(item.current).toMatchObject({
      version,
      attempt: 1,
      status: 'ready',
      jobId,
      source,
      made: {
        durationMs: 180_041,
        hlsPath: `${prefix}index.m3u8`,
        dashPath: `${prefix}index.mpd`,
        storyboardPath: `${prefix}storyboard.vtt`,
        frameSize: { width: 640, height: 360 },
        posterId: '0000003',
        renditions: [
          {
            width: 1280,
            height: 720,
            bandwidthBps: 3_500_000,
            codecs: 'avc1.64001f,mp4a.40.2',
            frameRate: 25,
          },
          { width: 640, height: 360, bandwidthBps: 900_000, codecs: 'avc1.64001f,mp4a.40.2', frameRate: 25 },
        ],
      },
    });
    expect(item.current?.made.frames[1]).toEqual({
      id: '0000001',
      path: `${prefix}frames/f_.0000001.jpg`,
      timeMs: 10_000,
    });
    const storyboard = world.s3.objects.get(`media/${prefix}storyboard.vtt`);
    expect(new TextDecoder().decode(storyboard?.bytes)).toContain(
      '00:00:10.000 --> 00:00:20.000\nframes/f_.0000001.jpg',
    );
    expect(storyboard?.headers).toMatchObject({ 'content-type': 'text/vtt' });
    const trail = await world.trail(videoId);
    expect(trail.find(({ sk }) => sk === `VERSION#${version}`)).toMatchObject({
      attempt: 1,
      jobId,
      made: item.current?.made,
    });
  });

  test('keeps which file it was made from', async () => {
    await queued();
    const { next } = await video();
    await record(jobEvent('complete-cmaf'));
    const trail = await world.trail(videoId);
    expect((await video()).current?.input).toEqual(next?.input);
    expect(trail.find(({ sk }) => sk === `VERSION#${version}`)).toMatchObject({ input: next?.input });
  });

  test('replaces what played, and forgets the poster chosen for that', async () => {
    await queued({ current: playing, posterId: '0000009' });
    await record(jobEvent('complete-cmaf'));
    const item = await video();
    expect(item.current?.version).toBe(version);
    expect(item).not.toHaveProperty('posterId');
  });

  test('of a published video puts its poster in the place of the card image', async () => {
    await queued({ current: playing, published: true, imageKey: 'old' });
    world.s3.put('media', 'shark/i/old.jpg', 'old');
    await record(jobEvent('complete-cmaf'));
    const { imageKey } = await video();
    expect(imageKey).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(cardImages()).toEqual([`media/shark/i/${imageKey}.jpg`]);
    expect(new TextDecoder().decode(world.s3.objects.get(`media/shark/i/${imageKey}.jpg`)?.bytes)).toBe(
      'frame 3',
    );
  });

  test('told of twice at once is finished once', async () => {
    await queued({ published: true });
    const event = jobEvent('complete-cmaf');
    await Promise.all([record(event), record(event)]);
    await record(event);
    expect(decisions().filter((decision) => decision === 'ready')).toHaveLength(1);
    expect((await video()).jobRev).toBe(2);
  });

  test('without a picture has neither renditions nor storyboard', async () => {
    await queued({}, { frameIntervalMs: undefined });
    const audioOnly = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=130000,CODECS="mp4a.40.2"\nindex_audio.m3u8\n';
    world.s3.put('media', `${prefix}index.m3u8`, audioOnly);
    await record(jobEvent('complete-cmaf'));
    expect((await video()).current?.made).toMatchObject({
      renditions: [],
      frames: [],
      posterId: null,
      storyboardPath: null,
      frameSize: null,
    });
  });

  test('whose event tells no duration is measured by its playlist', async () => {
    await queued();
    putOutput(world, prefix, 10.5);
    await record(jobEvent('complete-cmaf', { outputGroupDetails: [] }));
    expect((await video()).current?.made).toMatchObject({
      durationMs: 10_500,
      frameSize: { width: 640, height: 360 },
    });
  });

  test.each([['its source changed', () => world.s3.put('up', sourceKey, 'another film'), 'source_changed']])(
    'fails when %s',
    async (_, given, code) => {
      await queued({ current: playing }, { profile: 'safe' });
      given();
      await record(jobEvent('complete-cmaf'));
      expect(await video()).toMatchObject({
        current: playing,
        next: { status: 'failed', failure: { code } },
      });
    },
  );

  test.each([
    [1, '1 was left out.'],
    [2, '2 were left out.'],
  ])('tells of sounds that were left out: %i', async (soundsLeftOut, end) => {
    await queued({}, { soundsLeftOut });
    await record(jobEvent('complete-cmaf'));
    const told = (await video()).current?.made.warnings?.find(({ code }) => code === 'sounds_left_out');
    expect(told?.message).toBe(`The file has more sound tracks than could be offered: ${end}`);
  });

  test('is finished though its source was cleared away', async () => {
    await queued();
    world.s3.objects.delete(`up/${sourceKey}`);
    await record(jobEvent('complete-cmaf'));
    expect((await video()).current?.version).toBe(version);
  });

  test('of a video that was removed leaves nothing behind', async () => {
    const removed = otherVersion;
    const kept = `media/shark/v/${removed}/${removed}/index.m3u8`;
    world.s3.put('media', `shark/v/${removed}/${version}/index.m3u8`, masterPlaylist(usualVariants));
    world.s3.put('media', kept.slice('media/'.length), 'kept');
    const userMetadata = { org: 'shark', videoId: removed, version, attempt: '1' };
    await record(jobEvent('complete-cmaf', { userMetadata }));
    expect([...world.s3.objects.keys()]).toEqual([kept]);
    expect(world.lines.at(-1)).toMatchObject({ decision: 'discarded' });
  });

  test('is told of again when S3 is down', async () => {
    await queued();
    world.s3.controls.down = true;
    await expect(record(jobEvent('complete-cmaf'))).rejects.toThrow();
    world.s3.controls.down = false;
    expect((await video()).next?.status).toBe('queued');
  });
});

describe('a job that comes to nothing', () => {
  test.each([
    ['error', { errorCode: 1010 }, 'unreadable_source', false],
    ['canceled', {}, 'transcode_canceled', true],
  ])('%s %o is a failure with a code', async (name, detail, code, retryable) => {
    await queued();
    await record(jobEvent(name, detail));
    const item = await video();
    expect(item.next).toMatchObject({ status: 'failed', failure: { code, retryable }, actualUsd: 0 });
    expect(item).not.toHaveProperty('duePk');
  });

  test('that may go well another time is tried again later, three times at most', async () => {
    await queued();
    const fail = (attempt: number) =>
      record(jobEvent('error', { errorCode: 1999, userMetadata: { ...metadata, attempt: String(attempt) } }));
    const waitsMs: number[] = [];
    for (const attempt of [1, 2, 3]) {
      await fail(attempt);
      const { next, ...item } = await video();
      expect(next).toMatchObject({ version, attempt: attempt + 1, status: 'queued', tries: attempt });
      expect(next).not.toHaveProperty('jobId');
      expect(item).toMatchObject({ dueSk: `${next?.retryAt}#shark#${videoId}` });
      waitsMs.push(Date.parse(next?.retryAt ?? '') - world.clock.ms);
    }
    expect(waitsMs.map((ms) => Math.round(ms / 60_000))).toEqual([1, 4, 16]);
    await fail(4);
    expect((await video()).next).toMatchObject({
      status: 'failed',
      failure: { code: 'transcode_failed', retryable: true },
    });
  });

  test('for its settings is tried once more with a safe profile', async () => {
    await queued();
    await record(jobEvent('error'));
    expect((await video()).next).toMatchObject({ attempt: 2, status: 'queued', profile: 'safe' });
    await record(jobEvent('error', { userMetadata: { ...metadata, attempt: '2' } }));
    expect((await video()).next).toMatchObject({ failure: { code: 'settings_unsuitable' } });
  });
});

test.each([
  ['a job without our metadata', { userMetadata: {} }, 'unknown_job'],
  [
    'a job of another organisation',
    { userMetadata: { org: 'whale', videoId, version, attempt: '1' } },
    'unknown_job',
  ],
  ['another attempt', { userMetadata: { org: 'shark', videoId, version, attempt: '2' } }, 'not_news'],
  [
    'another version',
    { userMetadata: { org: 'shark', videoId, version: otherVersion, attempt: '1' } },
    'not_news',
  ],
])('%s changes nothing', async (_, detail, why) => {
  for (const name of ['progressing', 'status-update', 'complete-cmaf', 'error', 'canceled']) {
    await queued();
    const before = await video();
    await record(jobEvent(name, detail));
    expect(await video()).toEqual(before);
    expect(world.lines.at(-1)).toMatchObject({ decision: 'ignored', why });
  }
});

describe('in whatever order, however often', () => {
  const events = [
    jobEvent('progressing'),
    jobEvent('input-information'),
    ...[3, 20, 20, 60, 99].map(percentEvent),
    jobEvent('new-warning'),
  ];
  const end = { complete: jobEvent('complete-cmaf'), error: jobEvent('error', { errorCode: 1010 }) };

  test('events end where their job ended, and steps never go back', async () => {
    const schedule = fc.record({
      list: fc.array(fc.constantFrom(...events), { maxLength: 10 }),
      ending: fc.constantFrom('complete' as const, 'error' as const),
      at: fc.nat({ max: 10 }),
      again: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ list, ending, at, again }) => {
        await queued();
        const order = list.toSpliced(Math.min(at, list.length), 0, end[ending]);
        const seen: (number | undefined)[] = [];
        for (const event of again ? [...order, end[ending]] : order) {
          await record(event);
          seen.push((await video()).next?.percent);
        }
        const { current, next } = await video();
        expect(current?.status ?? next?.status).toBe(ending === 'complete' ? 'ready' : 'failed');
        const percents = seen.filter((percent) => percent !== undefined);
        expect(percents).toEqual(percents.toSorted((one, other) => one - other));
      }),
      { numRuns: 15 },
    );
  });

  test('the first end holds', async () => {
    await queued();
    await record(end.error);
    await record(end.complete);
    expect((await video()).next?.status).toBe('failed');
  });
});
