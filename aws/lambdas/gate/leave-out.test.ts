import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { versionPrefix } from '../../../shared/paths.ts';
import { createHandler } from '../record-job.lambda.ts';
import { type Crash, dyingClients } from '../testing/faults.ts';
import { dashManifest, masterPlaylist, putOutput } from '../testing/output.ts';
import { playing, version, videoId } from '../testing/videos.ts';
import { createWorld, type World } from '../testing/world.ts';

const prefix = versionPrefix({ org: 'shark', videoId, version });
const seconds = 60;
const large = { name: '720p', size: '1280x720', bandwidthBps: 3_000_000 };
const useless = { name: '540p', size: '960x540', bandwidthBps: 3_100_000 };
const small = { name: '360p', size: '640x360', bandwidthBps: 900_000 };
const warning = (message: string) => ({ code: 'rendition_left_out', message });

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.s3.objects.clear();
  world.lines.length = 0;
});
afterAll(() => world.close());

const asked = ({ name, size }: typeof large) => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return { name, width, height };
};

/** A video whose job made these renditions and has just ended. */
async function finished(...variants: (typeof large)[]) {
  const key = `uploads/shark/${videoId}/${version}/source`;
  const input = { bucket: 'up', key, etag: world.s3.put('up', key, 'the film'), sizeBytes: 8 };
  putOutput(world, prefix, seconds, variants);
  const renditions = [large, useless, small].filter((one) => variants.some(({ name }) => name === one.name));
  const expected = { hasAudio: true, renditions: renditions.map(asked) };
  const next = { version, attempt: 1, status: 'transcoding' as const, input, expected };
  await world.putVideo({ videoId, current: playing, next });
}

const event = {
  ...{ id: 'end', 'detail-type': 'MediaConvert Job State Change', source: 'aws.mediaconvert' },
  time: '2026-01-01T00:00:00Z',
  detail: {
    ...{ jobId: '1671477617078-abcdef', status: 'COMPLETE', timestamp: 1 },
    userMetadata: { org: 'shark', videoId, version, attempt: '1' },
  },
};

/** Tells of the job's end, to a handler that may be stopped; whether it was. */
async function tell(crash: Crash | null = null): Promise<boolean> {
  const { clients, isDead } = dyingClients(world, crash);
  const record = createHandler(world.env, { ...world.overrides, ...clients });
  await record(event).catch((error: unknown) => {
    if (!isDead()) throw error;
  });
  return isDead();
}

const stored = (name: string) => world.s3.objects.get(`media/${prefix}${name}`);
const textOf = (name: string) => new TextDecoder().decode(stored(name)?.bytes);
const current = async () => (await world.videos())[0]?.current;
const tracks = (...names: string[]) => names.map((name) => ({ name, seconds }));

test('a rendition that takes more than a larger one is left out of both manifests, and the admin is told', async () => {
  await finished(large, useless, small);
  await tell();
  expect((await current())?.made).toMatchObject({
    renditions: [{ height: 720 }, { height: 360 }],
    warnings: [warning('540p was left out: it would have taken more than 720p.')],
  });
  expect(textOf('index.m3u8')).toBe(masterPlaylist([large, small]));
  expect(textOf('index.mpd')).toBe(dashManifest(tracks('720p', '360p', 'audio')));
  expect(stored('index.m3u8')?.headers['content-type']).toBe('application/vnd.apple.mpegurl');
  expect(stored('index.mpd')?.headers['content-type']).toBe('application/dash+xml');
});

test('what rises already stays as the service wrote it', async () => {
  await finished(large, small);
  const before = stored('index.m3u8');
  await tell();
  expect((await current())?.made.warnings).toBeUndefined();
  expect(stored('index.m3u8')).toBe(before);
});

test('without a DASH manifest there is one less to mend', async () => {
  await finished(useless, large);
  world.s3.objects.delete(`media/${prefix}index.mpd`);
  await tell();
  expect((await current())?.made).toMatchObject({ renditions: [{ height: 720 }], dashPath: null });
  expect(stored('index.mpd')).toBeUndefined();
});

test('the largest may be the only one that is left', async () => {
  await finished(large, useless, { ...small, bandwidthBps: 3_000_000 });
  await tell();
  expect((await current())?.made).toMatchObject({
    renditions: [{ height: 720, bandwidthBps: 3_000_000 }],
    warnings: [
      warning('540p was left out: it would have taken more than 720p.'),
      warning('360p was left out: it would have taken as much as 720p.'),
    ],
  });
});

test.each(['call', 'answer'] as const)(
  'at whatever %s the handler is stopped, it comes to the same when told again',
  async (lost) => {
    await finished(large, useless, small);
    await tell();
    const [made, hls, dash] = [(await current())?.made, textOf('index.m3u8'), textOf('index.mpd')];
    for (let atCall = 1, stopped = true; stopped; atCall += 1) {
      await finished(large, useless, small);
      stopped = await tell({ atCall, lost });
      await tell();
      expect([atCall, (await current())?.made]).toEqual([atCall, made]);
      expect([textOf('index.m3u8'), textOf('index.mpd')]).toEqual([hls, dash]);
    }
  },
);

test('told three times at once, it comes to the same', async () => {
  await finished(large, useless, small);
  await Promise.all([tell(), tell(), tell()]);
  expect((await current())?.made.warnings).toHaveLength(1);
  expect(textOf('index.m3u8')).toBe(masterPlaylist([large, small]));
});
