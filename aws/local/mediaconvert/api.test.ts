import {
  BadRequestException,
  CancelJobCommand,
  ConflictException,
  CreateJobCommand,
  type CreateJobCommandInput,
  GetJobCommand,
  ListJobsCommand,
  NotFoundException,
  ProbeCommand,
  SearchJobsCommand,
  type SearchJobsCommandInput,
} from '@aws-sdk/client-mediaconvert';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planLadder } from '../../../shared/ladder.ts';
import type { Probe } from '../../../shared/probe.ts';
import { pictureTrack, probeOf } from '../../../shared/testing/probes.ts';
import { jobRequest } from '../../lambdas/job-request.ts';
import { jobEnv, jobRef } from '../../lambdas/testing/job.ts';
import { createMedia, type Media, picture, sound } from '../testing/media/media.ts';
import { jobFor, shapes } from './testing/jobs.ts';
import { type Service, startService } from './testing/service.ts';

let service: Service;
let media: Media;

beforeAll(async () => {
  media = await createMedia();
  /** Never started: jobs stay SUBMITTED, so that only the API is looked at. */
  service = await startService({ started: false });
  const movie = await media.make('movie.mp4', [...picture('320x180', '25', 1), ...sound(1)]);
  await service.store.upload('up', 'movie', movie);
});

afterAll(async () => {
  await service.stop();
  await media.clean();
});

const create = async (request: CreateJobCommandInput = jobFor('ladder-CMAF', { key: 'movie' })) => {
  const { Job } = await service.client.send(new CreateJobCommand(request));
  if (!Job) throw new TypeError('no job');
  return Job;
};

/** Posts a body that the client itself would not send. */
const post = (body: unknown) =>
  fetch(`${service.address}/2017-08-29/jobs`, { method: 'POST', body: JSON.stringify(body) });

const wire = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(wire);
  if (typeof value !== 'object' || value === null) return value;
  const lower = (key: string) => key.charAt(0).toLowerCase() + key.slice(1);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [lower(key), wire(one)]));
};

/** The request on the wire with one value set, or removed where `value` is undefined. */
function changed(path: string, value: unknown): unknown {
  const body = wire(jobFor('ladder-CMAF', { withoutCaptions: true })) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let node: Record<string, unknown> = body;
  for (const key of keys) node = node[key] as Record<string, unknown>;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return JSON.parse(JSON.stringify(body).replaceAll('"audio Selector 1":', '"Audio Selector 1":'));
}

test.each(shapes)('%s comes back from GetJob as it was sent', async (shape) => {
  const request = jobFor(shape, { key: 'movie' });
  const { Id = '' } = await create(request);
  expect(Id).toMatch(/^\d{13}-[a-z0-9]{6}$/);
  const { Job } = await service.client.send(new GetJobCommand({ Id }));
  expect(Job).toMatchObject({
    Arn: `arn:aws:mediaconvert:eu-west-1:111122223333:jobs/${Id}`,
    Status: 'SUBMITTED',
    Settings: request.Settings,
    UserMetadata: request.UserMetadata,
    Queue: request.Queue,
    ClientRequestToken: request.ClientRequestToken,
  });
  expect(Job?.Timing?.SubmitTime).toBeInstanceOf(Date);
});

const probes: [string, Probe][] = [
  ['a wide picture', probeOf(pictureTrack(1920, 1080))],
  ['an upright one without sound', probeOf(pictureTrack(1280, 720, { rotation: 90 }), { audio: [] })],
  [
    'a fast one of unknown length',
    probeOf(pictureTrack(640, 480, { frameRate: { num: 120, den: 1 } }), { durationMs: null }),
  ],
  ['sound alone', probeOf(null)],
];

test.each(probes)('what submit-job asks for %s is taken', async (_, probe) => {
  const planned = planLadder(probe);
  if (!planned.ok) throw new Error(planned.code);
  const request = jobRequest(
    jobEnv,
    { ref: jobRef, input: { bucket: 'up', key: 'movie' }, month: '2026-11' },
    planned.plan,
  );
  expect(await create({ ...request, ClientRequestToken: `${Math.random()}` })).toMatchObject({
    Status: 'SUBMITTED',
  });
});

const video = 'settings.outputGroups.0.outputs.0.videoDescription';
const h264 = `${video}.codecSettings.h264Settings`;

test.each([
  ['an unknown key', 'settings.colour', 'red', '/settings: must NOT have additional properties'],
  ['an unknown key of the request', 'Settings', {}, '/: must NOT have additional properties'],
  [
    'a value outside of its list',
    `${h264}.rateControlMode`,
    'BEST',
    '/rateControlMode: must be equal to one of',
  ],
  ['a value outside of its range', `${video}.width`, 16, '/videoDescription/width: must be >= 32'],
  ['a number as a string', `${video}.width`, '640', '/videoDescription/width: must be integer'],
  ['a missing role', 'role', undefined, "/: must have required property 'role'"],
  [
    'an input that is no address',
    'settings.inputs.0.fileInput',
    'movie.mp4',
    '/settings/inputs/0/fileInput: must match',
  ],
  ['QVBR without its peak', `${h264}.maxBitrate`, undefined, "must have required property 'maxBitrate'"],
  ['an audio selector that is not there', 'settings.inputs.0.audioSelectors', {}, 'names no audio selector'],
  [
    'two outputs of one name',
    'settings.outputGroups.0.outputs.1.nameModifier',
    '_1080p',
    '/nameModifier: must differ',
  ],
  ['frames alone', 'settings.outputGroups', [], '/settings'],
])('%s is the service’s 400', async (_, path, value, message) => {
  const body = path === 'settings.outputGroups' ? framesAlone() : changed(path, value);
  const answer = await post(body);
  expect(await answer.json()).toEqual({ message: expect.stringContaining(message) });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('x-amzn-errortype')).toBe('BadRequestException');
});

const [first, second] = ['ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT', 'ALTERNATE_AUDIO_AUTO_SELECT'] as const;

test.each([
  ['of no type', [{ track: 1, type: first }, { track: 2 }], 'outputs/5: needs an audioTrackType'],
  [
    'that are both the default',
    [
      { track: 1, type: first },
      { track: 2, type: first },
    ],
    'only one audio output may be the default',
  ],
])('several sounds %s are the service’s 400', async (_, sounds, message) => {
  const request = jobFor('ladder-CMAF', { key: 'movie', sounds, withoutCaptions: true });
  await expect(create(request)).rejects.toThrow(message);
});

test('a selector of type TRACK needs its track', async () => {
  const sounds = [
    { track: 1, type: first },
    { track: 2, type: second },
  ];
  const request = jobFor('ladder-CMAF', { key: 'movie', sounds });
  const [input] = request.Settings.Inputs ?? [];
  Object.assign(input?.AudioSelectors ?? {}, { 'Audio Selector 2': { SelectorType: 'TRACK' } });
  await expect(create(request)).rejects.toThrow('a selector of type TRACK needs tracks');
});

function framesAlone(): unknown {
  const body = changed('settings.timecodeConfig', undefined) as { settings: { outputGroups: unknown[] } };
  body.settings.outputGroups.shift();
  return body;
}

test.each([
  ['another codec', `${video}.codecSettings`, { codec: 'H_265', h265Settings: {} }],
  ['constant bitrate', `${h264}.rateControlMode`, 'CBR'],
  ['interlaced pictures', `${h264}.interlaceMode`, 'TOP_FIELD'],
  [
    'another colour space',
    `${video}.videoPreprocessors`,
    { colorCorrector: { colorSpaceConversion: 'FORCE_HDR10' } },
  ],
  ['inverse telecine', `${video}.videoPreprocessors`, { deinterlacer: { mode: 'INVERSE_TELECINE' } }],
  ['preprocessing that differs', `${video}.videoPreprocessors`, { deinterlacer: {} }],
  ['a burnt-in picture', `${video}.videoPreprocessors`, { imageInserter: { insertableImages: [] } }],
  ['clippings', 'settings.inputs.0.inputClippings', [{ startTimecode: '00:00:00:00' }]],
  ['an input over https', 'settings.inputs.0.fileInput', 'https://example.com/movie.mp4'],
  [
    'encryption',
    'settings.outputGroups.0.outputGroupSettings.cmafGroupSettings.encryption',
    { type: 'STATIC_KEY' },
  ],
  ['acceleration', 'accelerationSettings', { mode: 'ENABLED' }],
  ['a template', 'jobTemplate', 'mine'],
  ['frame rates that differ', `${h264}.gopSizeUnits`, 'SECONDS', 4],
])('%s is 501', async (_, path, value, gopSize?: number) => {
  const body = changed(path, value);
  const answer = await post(gopSize ? withGop(body, gopSize) : body);
  expect(answer.status).toBe(501);
  expect(answer.headers.get('x-amzn-errortype')).toBe('NotImplementedException');
});

function withGop(body: unknown, gopSize: number): unknown {
  const settings = (body as { settings: { outputGroups: { outputs: unknown[] }[] } }).settings;
  const [output] = settings.outputGroups[0]?.outputs ?? [];
  Object.assign(
    (output as { videoDescription: { codecSettings: { h264Settings: object } } }).videoDescription
      .codecSettings.h264Settings,
    { gopSize },
  );
  return body;
}

test('a body that is no JSON is the service’s 400', async () => {
  const answer = await fetch(`${service.address}/2017-08-29/jobs`, { method: 'POST', body: '{' });
  expect(answer.status).toBe(400);
});

test('refusals are the client’s own classes', async () => {
  const bad = jobFor('ladder-CMAF', { box: [16, 16] });
  await expect(create(bad)).rejects.toBeInstanceOf(BadRequestException);
  const none = new GetJobCommand({ Id: '1671477617078-aaaaaa' });
  await expect(service.client.send(none)).rejects.toBeInstanceOf(NotFoundException);
});

test.each([
  ['POST', 'endpoints'],
  ['GET', 'queues'],
  ['POST', 'jobTemplates'],
])('%s /2017-08-29/%s is 501', async (method, path) => {
  const answer = await fetch(`${service.address}/2017-08-29/${path}`, { method });
  expect(answer.status).toBe(501);
  expect(answer.headers.get('x-amzn-errortype')).toBe('NotImplementedException');
});

test('a token finds its job for one minute', async () => {
  const request = jobFor('ladder-CMAF', { key: 'movie' });
  const first = await create(request);
  expect((await create(request)).Id).toBe(first.Id);
  service.clock.offsetMs += 59_000;
  expect((await create(request)).Id).toBe(first.Id);
  service.clock.offsetMs += 2_000;
  expect((await create(request)).Id).not.toBe(first.Id);
});

test('jobs are listed in pages and found by input, queue and status', async () => {
  const made = [];
  for (const key of ['a/one', 'a/two', 'b/three'])
    made.push((await create(jobFor('ladder-CMAF', { key }))).Id);
  const first = await service.client.send(new ListJobsCommand({ MaxResults: 2 }));
  expect(first.Jobs?.map((job) => job.Id)).toEqual([made[2], made[1]]);
  const second = await service.client.send(
    new ListJobsCommand({ MaxResults: 1, ...(first.NextToken && { NextToken: first.NextToken }) }),
  );
  expect(second.Jobs?.map((job) => job.Id)).toEqual([made[0]]);
  const search = async (input: SearchJobsCommandInput) =>
    (await service.client.send(new SearchJobsCommand(input))).Jobs?.map((job) => job.Id);
  expect(await search({ InputFile: 's3://up/a/two' })).toEqual([made[1]]);
  expect(await search({ InputFile: 's3://up/a/', Order: 'ASCENDING' })).toEqual([made[0], made[1]]);
  expect(await search({ InputFile: 's3://up/a/', Status: 'COMPLETE' })).toEqual([]);
  expect(await search({ InputFile: 'three', Queue: 'vod' })).toEqual([made[2]]);
  expect(await search({ InputFile: 'three', Queue: 'other' })).toEqual([]);
});

test('a job is canceled once', async () => {
  const { Id = '' } = await create();
  await service.client.send(new CancelJobCommand({ Id }));
  const { Job } = await service.client.send(new GetJobCommand({ Id }));
  expect(Job?.Status).toBe('CANCELED');
  await expect(service.client.send(new CancelJobCommand({ Id }))).rejects.toBeInstanceOf(ConflictException);
});

const probe = (FileUrl: string) => service.client.send(new ProbeCommand({ InputFiles: [{ FileUrl }] }));

test('Probe tells tracks and codecs, neither rotation nor pixel aspect', async () => {
  const { ProbeResults } = await probe('s3://up/movie');
  const [result] = ProbeResults ?? [];
  expect(result).toMatchObject({
    Container: {
      Format: 'mp4',
      Tracks: [
        {
          Index: 1,
          TrackType: 'video',
          Codec: 'AVC',
          VideoProperties: { Width: 320, Height: 180, BitDepth: 8 },
        },
        { Index: 2, TrackType: 'audio', Codec: 'AAC', AudioProperties: { Channels: 1, SampleRate: 44100 } },
      ],
    },
    Metadata: { FileSize: expect.any(Number), LastModified: expect.any(Date) },
    TrackMappings: [{ VideoTrackIndexes: [1], AudioTrackIndexes: [2], DataTrackIndexes: [] }],
  });
  expect(result?.Container?.Duration).toBeCloseTo(1, 1);
  const { VideoProperties } = result?.Container?.Tracks?.[0] ?? {};
  expect(VideoProperties?.FrameRate).toEqual({ Numerator: 25, Denominator: 1 });
  expect(VideoProperties).not.toHaveProperty('Rotation');
  expect(VideoProperties).not.toHaveProperty('SampleAspectRatio');
});

test('Probe refuses what is not there and what is no media', async () => {
  await expect(probe('s3://up/nothing')).rejects.toBeInstanceOf(NotFoundException);
  const text = await media.copy('poster.jpg', [...picture('64x64', '1', 1), '-frames:v', '1']);
  await service.store.upload('up', 'poster', text);
  await expect(probe('s3://up/poster')).rejects.toBeInstanceOf(BadRequestException);
});
