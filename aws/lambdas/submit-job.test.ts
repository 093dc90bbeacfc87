import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../../shared/catalog-table.ts';
import { spentUsd } from './budget.ts';
import { ids } from './container/matroska.ts';
import { dropVersion, dropVideoId } from './ids.ts';
import { createHandler } from './submit-job.lambda.ts';
import { element, matroska, uint } from './testing/bytes.ts';
import { type MovieShape, movie } from './testing/movie.ts';
import { made, otherVersion, playing, source, uploadingNext, version, videoId } from './testing/videos.ts';
import { createWorld, type World } from './testing/world.ts';

const ownKey = `uploads/shark/${videoId}/${version}/source`;
const dropKey = 'uploads/shark/holidays/My_first film.mp4';

let world: World;
let submit: (event: unknown) => Promise<void>;

beforeEach(async () => {
  world = await createWorld();
  submit = createHandler(world.env, world.overrides);
});
afterEach(() => world.close());

const eventOf = (key: string, etag: string, id = 'event-1') => ({
  version: '0',
  id,
  'detail-type': 'Object Created',
  source: 'aws.s3',
  time: '2026-01-01T00:00:00Z',
  detail: { bucket: { name: 'up' }, object: { key, size: 1, etag, sequencer: '1' } },
});

async function arrive(key: string, content: Uint8Array | string | MovieShape = {}) {
  const bytes = typeof content === 'string' || content instanceof Uint8Array ? content : await movie(content);
  return eventOf(key, world.s3.put('up', key, bytes));
}

const uploading = (more: object = {}) => world.putVideo({ videoId, next: uploadingNext, ...more });

const only = async () => {
  const [video, ...others] = await world.videos();
  if (!video || others.length > 0) throw new Error('there is not exactly one video');
  return video;
};
const decisions = () =>
  world.lines.map(({ decision, why, code }) => [decision, why ?? code].filter(Boolean).join(' '));

describe('an upload of ours', () => {
  test('is claimed, looked at and sent to be transcoded', async () => {
    await uploading();
    const event = await arrive(ownKey, { width: 360, height: 640, rotation: 90 });
    await submit(event);
    const video = await only();
    expect(video.next).toEqual({
      version,
      attempt: 1,
      status: 'queued',
      jobId: world.mediaconvert.jobs[0]?.id,
      claimedAt: '2026-01-01T00:00:00.000Z',
      leaseUntil: '2026-01-01T00:02:00.000Z',
      input: { bucket: 'up', key: ownKey, etag: event.detail.object.etag, sizeBytes: 2335 },
      source: {
        fileName: 'holiday.mp4',
        sizeBytes: 2335,
        width: 640,
        height: 360,
        frameRate: 25,
        hasAudio: true,
      },
      frameIntervalMs: 1000,
      expected: {
        hasAudio: true,
        picture: { leastMs: 3000, mostMs: 3000 },
        sound: { leastMs: 3000, mostMs: 3000 },
        renditions: [
          { name: '360p', width: 640, height: 360 },
          { name: '240p', width: 426, height: 240 },
        ],
      },
      estimatedUsd: 0.004,
    });
    expect(video).toMatchObject({
      duePk: 'DUE',
      dueSk: `2026-01-01T00:05:00.000Z#shark#${videoId}`,
      metaRev: 1,
    });
    expect(world.mediaconvert.jobs).toMatchObject([
      {
        userMetadata: { org: 'shark', videoId, version, attempt: '1' },
        settings: { inputs: [{ fileInput: `s3://up/${ownKey}` }] },
      },
    ]);
    expect(await world.trail(videoId)).toMatchObject([
      { sk: 'EVENT#2026-01-01T00:00:00Z#event-1', state: 'claimed' },
    ]);
  });

  test('with more sounds than are offered says how many are left out', async () => {
    await uploading();
    const tracks = Array.from({ length: 10 }, () => ({ trackType: 'audio', audioProperties: {} }));
    const pictures = { trackType: 'video', videoProperties: { width: 640, height: 360 } };
    world.mediaconvert.controls.probe = { container: { duration: 3, tracks: [pictures, ...tracks] } };
    await submit(await arrive(ownKey, { sounds: 10 }));
    expect((await only()).next).toMatchObject({ status: 'queued', soundsLeftOut: 2 });
  });

  test('that replaces another leaves what plays alone', async () => {
    await uploading({ current: playing });
    await submit(await arrive(ownKey));
    expect(await only()).toMatchObject({ current: playing, next: { version, status: 'queued' } });
  });

  test('that another overtook is told in the history of its video', async () => {
    await uploading({ next: { version: otherVersion, attempt: 1, status: 'uploading' } });
    await submit(await arrive(ownKey));
    expect(await world.trail(videoId)).toMatchObject([{ version, state: 'overtaken' }]);
  });

  test('that is told of again once another took its place stays what it was', async () => {
    await uploading();
    const event = await arrive(ownKey);
    await submit(event);
    await uploading({ next: { version: otherVersion, attempt: 1, status: 'uploading' } });
    await submit(event);
    expect(await world.trail(videoId)).toMatchObject([{ version, state: 'claimed' }]);
  });

  test.each([
    ['a video nobody knows', async () => {}, 'ignored unknown_video'],
    [
      'another version than the one awaited',
      () => uploading({ next: { version: otherVersion, attempt: 1, status: 'uploading' } }),
      'ignored other_version',
    ],
    [
      'an attempt that failed',
      () => uploading({ next: { version, attempt: 1, status: 'failed' } }),
      'ignored already_claimed',
    ],
  ])('of %s is ignored', async (_, given, decision) => {
    await given();
    await submit(await arrive(ownKey));
    expect(decisions()).toEqual([decision]);
    expect(world.mediaconvert.jobs).toEqual([]);
  });
});

describe('a dropped file', () => {
  test('becomes a draft titled after the file', async () => {
    const event = await arrive(dropKey);
    await submit(event);
    const id = dropVideoId('up', dropKey);
    expect(await only()).toMatchObject({
      videoId: id,
      title: 'My first film',
      description: '',
      tags: [],
      published: false,
      changedPk: 'ORG#shark',
      changedSk: `2026-01-01T00:00:00.000Z#${id}`,
      duePk: 'DUE',
      next: { version: dropVersion(dropKey, event.detail.object.etag), attempt: 1, status: 'queued' },
    });
    expect(decisions()).toEqual(['claimed', 'job_created']);
  });

  test('told of twice, even at once, makes one job', async () => {
    const event = await arrive(dropKey);
    await Promise.allSettled([submit(event), submit(event), submit(event)]);
    await submit(event);
    expect(world.mediaconvert.jobs).toHaveLength(1);
    expect(await only()).toMatchObject({ next: { jobId: world.mediaconvert.jobs[0]?.id } });
  });

  test('with new content under the same key is a replacement', async () => {
    await submit(await arrive(dropKey));
    const first = await only();
    await submit(await arrive(dropKey, { seconds: 5 }));
    const second = await only();
    expect(second.videoId).toBe(first.videoId);
    expect(second.next?.version).not.toBe(first.next?.version);
    expect(second.next).toMatchObject({ status: 'queued', jobId: world.mediaconvert.jobs[1]?.id });
  });

  test('of old, told of late, changes nothing', async () => {
    const old = await arrive(dropKey);
    await submit(await arrive(dropKey, { seconds: 5 }));
    await submit(old);
    expect(decisions().at(-1)).toBe('ignored superseded');
    expect(world.mediaconvert.jobs).toHaveLength(1);
  });

  test('that was a video before, since removed, is made by another attempt', async () => {
    const event = await arrive(dropKey);
    const id = dropVideoId('up', dropKey);
    const before = dropVersion(dropKey, event.detail.object.etag);
    const key = keyOf.version('shark', id, before);
    await world.putVideo({ videoId: id, ...key, attempt: 1, jobId: '1', source, made, createdAt: '' });
    await submit(event);
    expect((await only()).next).toMatchObject({ version: before, attempt: 2, status: 'queued' });
  });

  test('whose old content comes back is another attempt at that version', async () => {
    const event = await arrive(dropKey);
    const id = dropVideoId('up', dropKey);
    const old = dropVersion(dropKey, event.detail.object.etag);
    const item = { ...keyOf.version('shark', id, old), attempt: 2, jobId: '1', source, made, createdAt: '' };
    await world.putVideo({ videoId: id, ...item });
    await world.putVideo({ videoId: id, current: playing });
    await submit(event);
    expect((await only()).next).toMatchObject({ version: old, attempt: 3, status: 'queued' });
  });

  test('whose old content comes back before it was made is another attempt, another job and counted anew', async () => {
    const content = await movie();
    const first = await arrive(dropKey, content);
    await submit(first);
    await submit({ ...(await arrive(dropKey, { seconds: 5 })), id: 'event-2' });
    await submit({ ...(await arrive(dropKey, content)), id: 'event-3' });
    const version = dropVersion(dropKey, first.detail.object.etag);
    expect((await only()).next).toMatchObject({ version, attempt: 2 });
    const asked = world.mediaconvert.jobs.map(({ clientRequestToken }) => clientRequestToken);
    expect(new Set(asked).size).toBe(3);
  });
});

test.each([
  ['an unknown organisation', 'uploads/whale/a.mp4', 'unknown_org'],
  ['a folder marker', 'uploads/shark/folder/', 'folder_marker'],
  ['a dot-file', 'uploads/shark/.DS_Store.mp4', 'dot_file'],
  ['a file in a dot-folder', 'uploads/shark/.trash/a.mp4', 'dot_file'],
  ['an unlisted extension', 'uploads/shark/notes.txt', 'extension'],
  ['no organisation', 'uploads/a.mp4', 'elsewhere'],
])('%s is logged and ignored', async (_, key, why) => {
  await submit(await arrive(key));
  expect(decisions()).toEqual([`ignored ${why}`]);
  expect(await world.videos()).toEqual([]);
});

test('an event that is none of ours is ignored', async () => {
  await submit({ source: 'aws.ec2' });
  expect(decisions()).toEqual(['ignored unknown_event']);
});

describe('media that cannot be played fails at once', () => {
  const cut = async () => (await movie()).slice(0, 1000);
  const locked = async () => {
    const bytes = Buffer.from(await movie());
    bytes.write('encv', bytes.indexOf('vp09'), 'latin1');
    return new Uint8Array(bytes);
  };
  const encryption = element(ids.encodings, element(ids.encoding, element(ids.encodingType, uint(1))));
  const lockedMatroska = async () =>
    new Uint8Array(matroska(element(ids.tracks, element(ids.track, encryption)), element(ids.cluster)));
  test.each([
    ['an empty file', async () => '', 'empty_file'],
    ['a playlist in disguise', async () => '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'not_media'],
    ['a file without its end', cut, 'truncated'],
    ['a protected file', locked, 'encrypted'],
    ['a protected file of Matroska', lockedMatroska, 'encrypted'],
    ['random bytes', async () => new Uint8Array(600).map((_, index) => (index * 89) % 256), 'not_media'],
  ])('%s', async (_, content, code) => {
    world.mediaconvert.controls.probe = null;
    await submit(await arrive(dropKey, await content()));
    const video = await only();
    expect(video.next).toMatchObject({ status: 'failed', failure: { code, retryable: false } });
    expect(video.next?.failure?.message).toMatch(/\.$/);
    expect(video).not.toHaveProperty('duePk');
    expect(world.mediaconvert.jobs).toEqual([]);
    expect(decisions()).toEqual(['claimed', `failed ${code}`]);
  });

  test('what the service refuses is asked for once more, with less', async () => {
    world.mediaconvert.controls.createTrouble = { status: 400, times: 1 };
    await submit(await arrive(dropKey));
    const { next } = await only();
    expect(next).toMatchObject({ attempt: 2, status: 'queued', profile: 'safe', tries: 1 });
    expect(next?.retryAt).toBe(new Date(world.clock.ms).toISOString());
    expect(decisions()).toEqual(['claimed', 'again job_refused']);
  });

  test('a file that changes while it is looked at', async () => {
    const event = await arrive(dropKey);
    world.mediaconvert.controls.beforeProbe = async () =>
      void world.s3.put('up', dropKey, await movie({ seconds: 9 }));
    await submit(event);
    expect((await only()).next).toMatchObject({ status: 'failed', failure: { code: 'source_changed' } });
    expect(world.mediaconvert.jobs).toEqual([]);
  });
});

describe('a dropped file that was another for a while', () => {
  const spoil = async () => {
    const content = await movie();
    const event = await arrive(dropKey, content);
    world.mediaconvert.controls.beforeProbe = async () => void (await arrive(dropKey, { seconds: 9 }));
    await submit(event);
    world.mediaconvert.controls.beforeProbe = async () => {};
    return { content, event };
  };

  test('is another attempt once it is back', async () => {
    const { content } = await spoil();
    await submit(await arrive(dropKey, content));
    expect((await only()).next).toMatchObject({ attempt: 2, status: 'queued' });
    expect(world.mediaconvert.jobs).toHaveLength(1);
  });

  test('stays failed while it is not, however often it is told of', async () => {
    const { event } = await spoil();
    await submit(event);
    expect((await only()).next).toMatchObject({ attempt: 1, failure: { code: 'source_changed' } });
    expect(decisions().at(-1)).toBe('ignored superseded');
  });
});

describe('sound alone', () => {
  test('is transcoded without pictures', async () => {
    await submit(await arrive('uploads/shark/song.mp4', { picture: false }));
    expect((await only()).next).not.toHaveProperty('frameIntervalMs');
    expect(world.mediaconvert.jobs[0]?.settings).toMatchObject({
      outputGroups: [{ outputs: [{ nameModifier: '_audio' }] }],
    });
  });
});

describe('when something breaks on the way', () => {
  test('before a job was asked for, the next delivery goes on at once', async () => {
    world.mediaconvert.controls.createTrouble = { status: 429, times: 1 };
    const event = await arrive(dropKey);
    await expect(submit(event)).rejects.toThrow();
    await submit(event);
    expect(world.mediaconvert.jobs).toHaveLength(1);
    expect(decisions()).toEqual(['claimed', 'later', 'taken_over', 'job_created']);
  });

  test('while S3 is down nothing is claimed', async () => {
    const event = await arrive(dropKey);
    world.s3.controls.down = true;
    await expect(submit(event)).rejects.toThrow();
    expect(await world.videos()).toEqual([]);
  });

  test('a job whose answer was lost is found and not made again', async () => {
    const event = await arrive(dropKey);
    const ofAnotherAttempt = {
      id: 'other',
      status: 'SUBMITTED' as const,
      clientRequestToken: '',
      userMetadata: { org: 'shark', videoId: dropVideoId('up', dropKey), version, attempt: '2' },
      settings: { inputs: [{ fileInput: `s3://up/${dropKey}` }] },
    };
    world.mediaconvert.jobs.push(ofAnotherAttempt);
    world.mediaconvert.controls.loseAnswer = true;
    await expect(submit(event)).rejects.toThrow('lost');
    await submit(event);
    expect(decisions()).toEqual(['claimed', 'later', 'job_found']);
    expect((await only()).next).toMatchObject({ status: 'queued', jobId: world.mediaconvert.jobs[1]?.id });
    expect(world.mediaconvert.jobs).toHaveLength(2);
  });

  test('it is found though many jobs of that file were asked for since', async () => {
    const event = await arrive(dropKey);
    world.mediaconvert.controls.loseAnswer = true;
    await expect(submit(event)).rejects.toThrow();
    const [lost] = world.mediaconvert.jobs;
    if (!lost) throw new Error('there is no job');
    for (let other = 1; other <= 30; other += 1)
      world.mediaconvert.jobs.push({ ...lost, id: `${other}`, userMetadata: {} });
    await submit(event);
    expect((await only()).next?.jobId).toBe(lost.id);
    expect(world.mediaconvert.jobs).toHaveLength(31);
  });

  test('a claim whose holder died is taken over after two minutes, by one', async () => {
    const event = await arrive(dropKey);
    world.mediaconvert.controls.createTrouble = { status: 500, times: 1 };
    await expect(submit(event)).rejects.toThrow();
    world.clock.ms += 119_000;
    await expect(submit(event)).rejects.toThrow('held');
    world.clock.ms += 2000;
    await Promise.allSettled([submit(event), submit(event)]);
    expect(world.mediaconvert.jobs).toHaveLength(1);
    expect((await only()).next).toMatchObject({ status: 'queued', jobId: world.mediaconvert.jobs[0]?.id });
  });

  test('a holder that was slow ends nothing that its successor is at work on', async () => {
    const event = await arrive(dropKey);
    const { controls, jobs } = world.mediaconvert;
    controls.beforeProbe = async () => {
      controls.beforeProbe = async () => {};
      world.clock.ms += 121_000;
      await submit(event);
      controls.probe = { container: { duration: 3, tracks: [{ trackType: 'video', codec: 'UNKNOWN' }] } };
    };
    await expect(submit(event)).rejects.toThrow('the lease was lost');
    const { next } = await only();
    expect(next).toMatchObject({ status: 'queued', jobId: jobs[0]?.id });
    expect(next?.failure).toBeUndefined();
    expect(await spentUsd({ ...world.overrides, env: world.env }, 'shark', '2026-01')).toBe(
      next?.estimatedUsd,
    );
    expect(decisions()).toEqual(['claimed', 'taken_over', 'job_created', 'later']);
  });

  test('a claim is taken over as soon as its own lease has run out', async () => {
    const impatient = createHandler(world.env, { ...world.overrides, leaseMs: 20_000 });
    const event = await arrive(dropKey);
    world.mediaconvert.controls.createTrouble = { status: 500, times: 1 };
    await expect(impatient(event)).rejects.toThrow();
    world.clock.ms += 19_000;
    await expect(impatient(event)).rejects.toThrow('held');
    world.clock.ms += 2000;
    await impatient(event);
    expect(world.mediaconvert.jobs).toHaveLength(1);
  });
});

test.each([
  ['as usual', {}, ['1080p', '720p', '540p', '360p', '240p']],
  [
    'where it is allowed',
    { MAX_SHORT_SIDE: '2160' },
    ['2160p', '1440p', '1080p', '720p', '540p', '360p', '240p'],
  ],
  ['where less is allowed', { MAX_SHORT_SIDE: '720' }, ['720p', '540p', '360p', '240p']],
] as const)('4K is made %s', async (_, allowed, expected) => {
  const handler = createHandler({ ...world.env, ...allowed }, world.overrides);
  await handler(await arrive(dropKey, { width: 3840, height: 2160 }));
  const names = expected.map((name) => ({ nameModifier: `_${name}` }));
  expect(world.mediaconvert.jobs[0]?.settings).toMatchObject({
    outputGroups: [{ outputs: [...names, { nameModifier: '_audio' }] }, {}],
  });
});
