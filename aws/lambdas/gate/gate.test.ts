import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Asked, Expected, Next, Range } from '../../../shared/catalog-item.ts';
import { versionPrefix } from '../../../shared/paths.ts';
import { createHandler } from '../record-job.lambda.ts';
import { dashManifest, masterPlaylist, mediaPlaylist, putOutput, usualVariants } from '../testing/output.ts';
import { playing, version, videoId } from '../testing/videos.ts';
import { createWorld, type World } from '../testing/world.ts';

const prefix = versionPrefix({ org: 'shark', videoId, version });
const seconds = 60;
const source = {
  ...{ fileName: 'holiday.mp4', sizeBytes: 8, width: 1280, height: 720 },
  ...{ frameRate: 25, hasAudio: true },
};
const range = (ms: number): Range => ({ leastMs: ms, mostMs: ms });
const expected = { picture: range(60_000), sound: range(60_000), hasAudio: true };

let world: World;
let record: (event: unknown) => Promise<void>;

beforeAll(async () => {
  world = await createWorld();
  record = createHandler(world.env, world.overrides);
});
beforeEach(() => {
  world.s3.objects.clear();
  world.lines.length = 0;
});
afterAll(() => world.close());

/** A video whose job has just ended, and what the job made; the one before plays. */
async function finished(next: Partial<Next> = {}) {
  const key = `uploads/shark/${videoId}/${version}/source`;
  const input = { bucket: 'up', key, etag: world.s3.put('up', key, 'the film'), sizeBytes: 8 };
  putOutput(world, prefix, seconds);
  await world.putVideo({
    videoId,
    current: playing,
    next: {
      ...{ version, attempt: 1, status: 'transcoding', profile: 'safe', source, input, expected },
      ...next,
    },
  });
}

let sequence = 0;

const outputs = (...lengths: number[]) => [
  { type: 'CMAF_GROUP', outputDetails: lengths.map((durationInMs) => ({ durationInMs })) },
];

function complete(outputGroupDetails: object[] = outputs(60_000, 60_000, 60_000), attempt = '1') {
  const path = join(import.meta.dirname, '../../../shared/events/reference/mc-complete-cmaf.json');
  const event = JSON.parse(readFileSync(path, 'utf8'));
  sequence += 1;
  const userMetadata = { ...event.detail.userMetadata, attempt };
  const detail = { ...event.detail, outputGroupDetails, userMetadata };
  return { ...event, id: `event-${sequence}`, detail };
}

async function video() {
  const [only] = await world.videos();
  if (!only) throw new Error('there is no video');
  return only;
}

const put = (name: string, content: string) => world.s3.put('media', prefix + name, content);
const remove = (name: string) => world.s3.objects.delete(`media/${prefix}${name}`);
const replaceIn = (name: string, from: string | RegExp, to: string) => {
  const text = new TextDecoder().decode(world.s3.objects.get(`media/${prefix}${name}`)?.bytes);
  expect(text).toMatch(from);
  put(name, text.replace(from, to));
};
const tooWide = { name: '720p', size: '1282x720', bandwidthBps: 3_500_000 };
const tooTall = { name: '720p', size: '1280x722', bandwidthBps: 3_500_000 };
const flat = { name: '720p', size: '1280x720', bandwidthBps: 200_000 };
const sharp = { name: '720p', size: '1280x720', bandwidthBps: 290_000 };

test('what is whole plays', async () => {
  await finished();
  await record(complete());
  expect((await video()).current).toMatchObject({ version, made: { durationMs: 60_000 } });
});

describe('what is not whole leaves the version before playing, and says which check and which file', () => {
  test.each<[string, () => unknown, string, string]>([
    ['a missing segment', () => remove('index_720p_000000003.m4s'), 'segments', 'index_720p_000000003.m4s'],
    ['an empty segment', () => put('index_360p_000000010.m4s', ''), 'segments', 'index_360p_000000010.m4s'],
    [
      'a missing segment of sound',
      () => remove('index_audio_000000001.m4s'),
      'segments',
      'index_audio_000000001.m4s',
    ],
    ['a missing init segment', () => remove('index_360pinit.mp4'), 'segments', 'index_360pinit.mp4'],
    [
      'a segment that only the DASH manifest names',
      () => put('index.mpd', dashManifest([{ name: '720p', seconds: 66 }])),
      'segments',
      'index_720p_000000011.m4s',
    ],
    ['a missing multivariant playlist', () => remove('index.m3u8'), 'playlists', 'index.m3u8'],
    ['an empty multivariant playlist', () => put('index.m3u8', ''), 'playlists', 'index.m3u8'],
    ['a multivariant playlist that is none', () => put('index.m3u8', 'oops'), 'playlists', 'index.m3u8'],
    ['a missing media playlist', () => remove('index_360p.m3u8'), 'playlists', 'index_360p.m3u8'],
    [
      'a media playlist that is none',
      () => put('index_audio.m3u8', '<html>'),
      'playlists',
      'index_audio.m3u8',
    ],
    [
      'a media playlist without segments',
      () => put('index_360p.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-ENDLIST\n'),
      'playlists',
      'index_360p.m3u8',
    ],
    [
      'a media playlist that breaks off',
      () => replaceIn('index_720p.m3u8', '#EXT-X-ENDLIST', ''),
      'playlists',
      'index_720p.m3u8',
    ],
    [
      'a media playlist that leads elsewhere',
      () => replaceIn('index_720p.m3u8', 'index_720p_000000002.m4s', 'https://example.com/2.m4s'),
      'playlists',
      'index_720p.m3u8',
    ],
    [
      'a DASH manifest that is not well-formed',
      () => replaceIn('index.mpd', '</Period>', ''),
      'playlists',
      'index.mpd',
    ],
    ['a DASH manifest of something else', () => put('index.mpd', '<html/>'), 'playlists', 'index.mpd'],
    [
      'a rendition that ends early',
      () => put('index_720p.m3u8', mediaPlaylist({ name: '720p', seconds: 54 })),
      'duration',
      'index_720p.m3u8',
    ],
    [
      'sound that ends early',
      () => put('index_audio.m3u8', mediaPlaylist({ name: 'audio', seconds: 54 })),
      'duration',
      'index_audio.m3u8',
    ],
    [
      'a bandwidth that falls far where the picture is larger',
      () => put('index.m3u8', masterPlaylist([...usualVariants.slice(0, 1), flat])),
      'bandwidth',
      'index_720p.m3u8',
    ],
    [
      'no sound though the source has it',
      () => put('index.m3u8', masterPlaylist(usualVariants, false)),
      'audio',
      'index.m3u8',
    ],
    [
      'a picture wider than the source',
      () => put('index.m3u8', masterPlaylist([...usualVariants.slice(0, 1), tooWide])),
      'size',
      'index_720p.m3u8',
    ],
    [
      'a picture taller than the source',
      () => put('index.m3u8', masterPlaylist([...usualVariants.slice(0, 1), tooTall])),
      'size',
      'index_720p.m3u8',
    ],
  ])('%s', async (_, sabotage, check, file) => {
    await finished();
    sabotage();
    await record(complete());
    const failure = { code: 'output_rejected', retryable: true, detail: { check, file } };
    expect(await video()).toMatchObject({ current: playing, next: { status: 'failed', failure } });
    expect((await video()).next?.actualUsd).toBeGreaterThan(0);
    expect(world.lines.at(-1)).toMatchObject({ decision: 'failed', reason: `${check}: ${file}` });
  });

  test('a manifest that the job tells of is not there', async () => {
    await finished();
    remove('index.mpd');
    const [group] = outputs(60_000);
    const playlistFilePaths = [`s3://media/${prefix}index.m3u8`, `s3://media/${prefix}index.mpd`];
    await record(complete([{ ...group, playlistFilePaths }]));
    const detail = { check: 'playlists', file: 'index.mpd' };
    expect(await video()).toMatchObject({ current: playing, next: { failure: { detail } } });
  });
});

describe('what was asked for, 360p and 720p,', () => {
  const box = (name: string, width: number, height: number) => ({ name, width, height });
  const usual = [box('720p', 1280, 720), box('360p', 640, 360)];
  const made = (sizes: string[]) =>
    put('index.m3u8', masterPlaylist(usualVariants.map((one, at) => ({ ...one, size: sizes[at] ?? '' }))));

  test.each<[string, string[], Asked[]]>([
    ['in its sizes', ['640x360', '1280x720'], usual],
    ['rounded', ['638x360', '1280x718'], usual],
    ['narrower than its box', ['480x360', '960x720'], usual],
    ['lower than its box', ['640x268', '1280x536'], usual],
    ['under another name', ['640x360', '1280x720'], [box('hd', 1280, 720), box('sd', 640, 360)]],
    ['not known, the video being older than that', ['640x360', '1280x720'], []],
  ])('came out %s: plays', async (_, sizes, renditions) => {
    await finished({ expected: { ...expected, ...(renditions.length > 0 && { renditions }) } });
    made(sizes);
    await record(complete());
    expect((await video()).current?.version).toBe(version);
  });

  test.each<[string, string[], Asked[], string, string]>([
    [
      'not at all',
      ['640x360', '1280x720'],
      [...usual, box('540p', 960, 540)],
      'renditions',
      'index_540p.m3u8',
    ],
    ['smaller', ['320x180', '1280x720'], usual, 'size', 'index_360p.m3u8'],
    ['turned', ['360x640', '1280x720'], usual, 'size', 'index_360p.m3u8'],
    ['as one another', ['1280x720', '640x360'], usual, 'size', 'index_720p.m3u8'],
  ])('came out %s: does not', async (_, sizes, renditions, check, file) => {
    await finished({ expected: { ...expected, renditions } });
    made(sizes);
    await record(complete());
    expect((await video()).next).toMatchObject({ status: 'failed', failure: { detail: { check, file } } });
  });
});

test('at first a plainer job is tried, and what was wrong stays in the trail', async () => {
  await finished({ profile: 'usual' });
  remove('index_720p_000000003.m4s');
  const event = complete();
  await record(event);
  expect(await video()).toMatchObject({
    current: playing,
    next: { status: 'queued', attempt: 2, profile: 'safe' },
  });
  const flaw = { code: 'output_rejected', message: 'segments: index_720p_000000003.m4s' };
  const lines = (await world.trail(videoId)).filter(({ sk }) => String(sk).includes(`#${event.id}`));
  expect(lines).toMatchObject([{ state: 'COMPLETE' }, { attempt: 1, state: 'rejected', ...flaw }]);
});

describe('how long it may be', () => {
  const declared = (picture: Range, sound = picture): Expected => ({ hasAudio: true, picture, sound });
  const whole = { leastMs: 61_000, mostMs: 61_000 };

  test.each<[string, Partial<Next>, number[]]>([
    ['as long as declared', {}, [60_000]],
    ['half a per cent shorter', { expected: declared(range(60_300)) }, [60_000]],
    ['half a per cent longer', { expected: declared(range(59_702)) }, [60_000]],
    [
      'between what container and service declare',
      { expected: declared({ leastMs: 50_000, mostMs: 70_000 }) },
      [60_000],
    ],
    [
      'as a whole as declared, wherever the picture ends',
      { expected: { hasAudio: true, whole: range(60_000) } },
      [60_000],
    ],
    ['not declared', { expected: { hasAudio: true } }, [60_000]],
    ['neither declared nor told', { expected: { hasAudio: true } }, []],
    ['sound cut to match the picture', { expected: declared(range(60_000), range(75_000)) }, [60_000]],
    [
      'a slow picture short of one frame',
      { source: { ...source, frameRate: 1 }, expected: declared(whole, range(60_000)) },
      [60_000],
    ],
  ])('%s: plays', async (_, next, lengths) => {
    await finished(next);
    await record(complete(outputs(...lengths)));
    expect((await video()).current?.version).toBe(version);
  });

  test.each<[string, Partial<Next>, number[], string]>([
    ['a little shorter than declared', { expected: declared(whole) }, [60_000], 'output_rejected'],
    ['longer than declared', { expected: declared(range(55_000)) }, [60_000], 'output_rejected'],
    [
      'as a whole shorter than declared',
      { expected: { hasAudio: true, whole: range(62_000) } },
      [60_000],
      'output_rejected',
    ],
    [
      'as a whole much shorter than declared',
      { expected: { hasAudio: true, whole: range(90_000) } },
      [60_000],
      'truncated',
    ],
    ['not what the job told', { expected: { hasAudio: true } }, [90_000], 'output_rejected'],
    ['much shorter than declared', { expected: declared(range(600_000)) }, [60_000], 'truncated'],
    ['a length declared that cannot be', { expected: declared(range(144_000_000)) }, [60_000], 'truncated'],
  ])('%s: does not', async (_, next, lengths, code) => {
    await finished(next);
    await record(complete(outputs(...lengths)));
    expect(await video()).toMatchObject({
      current: playing,
      next: { status: 'failed', failure: { code, detail: { check: 'duration' } } },
    });
  });

  test('sound alone is held against its own length', async () => {
    const audioOnly = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=130000,CODECS="mp4a.40.2"\nindex_audio.m3u8\n';
    const silent = { ...source, width: null, height: null, frameRate: null };
    await finished({ source: silent, expected: { sound: range(90_000), hasAudio: true } });
    put('index.m3u8', audioOnly);
    await record(complete(outputs(60_000)));
    expect((await video()).next?.failure?.code).toBe('truncated');
  });
});

test.each([
  ['three times as much', sharp, () => {}],
  ['far more, as its files say too', flat, () => put('index_360p_000000004.m4s', 'a lot of edges')],
])(
  'a drawing of sharp edges that takes %s once it is made smaller plays without that',
  async (_, large, draw) => {
    await finished();
    put('index.m3u8', masterPlaylist([...usualVariants.slice(0, 1), large]));
    draw();
    await record(complete());
    expect((await video()).current).toMatchObject({ version, made: { renditions: [{ height: 720 }] } });
  },
);

test('a size rounded up to even is no enlargement, and two of one size may cost what they like', async () => {
  await finished({ source: { ...source, width: 1279, height: 719 } });
  put('index.m3u8', masterPlaylist([...usualVariants.slice(1), { ...flat, name: '360p' }]));
  await record(complete());
  expect((await video()).current?.version).toBe(version);
});

test('a long list is read to its end', async () => {
  await finished();
  world.s3.controls.pageSize = 7;
  await record(complete());
  world.s3.controls.pageSize = 1000;
  expect((await video()).current?.version).toBe(version);
});

test('files of an attempt before do not stand in for those of this one', async () => {
  await finished({ attempt: 2, claimedAt: '2026-01-01T12:00:00.500Z' });
  world.s3.controls.modifiedAt = '2026-01-01T12:00:00.000Z';
  putOutput(world, prefix, seconds);
  world.s3.controls.modifiedAt = '2026-01-01T11:59:59.000Z';
  put('index_720p_000000003.m4s', 'old');
  world.s3.controls.modifiedAt = '2026-01-01T00:00:00.000Z';
  await record(complete(undefined, '2'));
  expect((await video()).next?.failure?.detail).toEqual({
    check: 'segments',
    file: 'index_720p_000000003.m4s',
  });
});

test('a manifest that S3 cannot give for now decides nothing; the event comes again', async () => {
  await finished();
  world.s3.controls.broken.add(`media/${prefix}index_720p.m3u8`);
  await expect(record(complete())).rejects.toThrow();
  expect((await video()).next?.status).toBe('transcoding');
  world.s3.controls.broken.clear();
  await record(complete());
  expect((await video()).current?.version).toBe(version);
});
