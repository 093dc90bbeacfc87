import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelJobCommand,
  ConflictException,
  CreateJobCommand,
  GetJobCommand,
  ListJobsCommand,
  SearchJobsCommand,
} from '@aws-sdk/client-mediaconvert';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsSchema } from '../faults.ts';
import { createMedia, type Media, picture, sound } from '../testing/media/media.ts';
import { jobFor } from './testing/jobs.ts';
import { type Service, startService } from './testing/service.ts';
import { createFakeStore } from './testing/store.ts';

let media: Media;
let short: string;
let long: string;
const services: Service[] = [];

beforeAll(async () => {
  media = await createMedia();
  short = await media.make('short.mp4', [...picture('160x90', '25', 1), ...sound(1)]);
  long = await media.make('long.mp4', [...picture('480x270', '25', 15), ...sound(15)]);
});

afterAll(async () => {
  for (const service of services) await service.stop();
  await media.clean();
});

async function started(options: Parameters<typeof startService>[0] = {}): Promise<Service> {
  const service = await startService(options);
  services.push(service);
  await service.store.upload('up', 'movie', short);
  await service.store.upload('up', 'long', long);
  return service;
}

const request = (key = 'movie') => jobFor('ladder-CMAF', { key, renditions: 1, withoutCaptions: true });

async function create(service: Service, key?: string): Promise<string> {
  const { Job } = await service.client.send(new CreateJobCommand(request(key)));
  return Job?.Id ?? '';
}

const until = async (done: () => boolean | Promise<boolean>, timeoutMs = 10_000) => {
  for (const end = Date.now() + timeoutMs; !(await done()); ) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const stateOf = async (service: Service, Id: string) =>
  (await service.client.send(new GetJobCommand({ Id }))).Job;

test('a running job is canceled and leaves what it had finished, without a manifest', async () => {
  const service = await started({ preset: 'medium' });
  const id = await create(service, 'long');
  const work = join(service.folder, 'mediaconvert', 'work');
  const written = async (name: string) =>
    (await readdir(join(work, id)).catch((): string[] => [])).includes(name);
  await until(() => written('v0_000000002.m4s'), 30_000);
  const job = await stateOf(service, id);
  expect(job).toMatchObject({ Status: 'PROGRESSING', CurrentPhase: 'TRANSCODING' });
  await service.client.send(new CancelJobCommand({ Id: id }));
  expect(await stateOf(service, id)).toMatchObject({
    Status: 'CANCELED',
    UserMetadata: request().UserMetadata,
    Timing: { FinishTime: expect.any(Date) },
  });
  await service.settled(id, ['CANCELED']);
  expect(service.statuses(id).at(-1)).toBe('CANCELED');
  const left = (await service.store.list('media', '')).map(({ key }) => key.split('/').at(-1));
  expect(left).toContain('index_360p_000000001.m4s');
  expect(left.filter((name) => /m3u8|mpd/.test(name ?? ''))).toEqual([]);
  expect(await readdir(work)).toEqual([]);
});

test('a job that is over cannot be canceled', async () => {
  const service = await started();
  const Id = await create(service);
  await service.settled(Id);
  await expect(service.client.send(new CancelJobCommand({ Id }))).rejects.toBeInstanceOf(ConflictException);
});

test('one job runs at a time, the others wait their turn', async () => {
  const service = await started();
  const ids = [await create(service), await create(service), await create(service)];
  for (const id of ids) await service.settled(id);
  const ends = service.events
    .map((event) => `${event.detail['jobId']} ${event.detail['status']}`)
    .filter((line) => /PROGRESSING|COMPLETE/.test(line));
  expect(ends).toEqual(ids.flatMap((id) => [`${id} PROGRESSING`, `${id} COMPLETE`]));
});

test('GetJob tells of a finished job what COMPLETE told, and SearchJobs finds it by its input', async () => {
  const service = await started();
  const id = await create(service);
  const { outputGroupDetails } = await service.settled(id);
  const job = await stateOf(service, id);
  expect(job).toMatchObject({
    Status: 'COMPLETE',
    JobPercentComplete: 100,
    UserMetadata: request().UserMetadata,
    Timing: { StartTime: expect.any(Date), FinishTime: expect.any(Date) },
    OutputGroupDetails: [
      {
        OutputDetails: [
          { DurationInMs: 1000, VideoDetails: { WidthInPx: 640, HeightInPx: 360 } },
          { DurationInMs: expect.any(Number) },
        ],
      },
      { OutputDetails: [{ VideoDetails: { WidthInPx: expect.any(Number) } }] },
    ],
  });
  expect(job).not.toHaveProperty('CurrentPhase');
  expect(outputGroupDetails).toMatchObject([{ outputDetails: [{ durationInMs: 1000 }, {}] }, {}]);
  const { Jobs } = await service.client.send(new SearchJobsCommand({ InputFile: 's3://up/movie' }));
  expect(Jobs).toEqual([job]);
});

test('a job that fails is ERROR in GetJob as in its event', async () => {
  const service = await started();
  const id = await create(service, 'nowhere');
  const { errorMessage } = await service.settled(id);
  expect(await stateOf(service, id)).toMatchObject({
    Status: 'ERROR',
    ErrorCode: 1404,
    ErrorMessage: errorMessage,
    Timing: { FinishTime: expect.any(Date) },
  });
});

test.each([
  ['fail', { fail: { errorCode: 1999 } }, ['PROGRESSING', 'INPUT_INFORMATION', 'ERROR']],
  ['drop', { drop: ['STATUS_UPDATE', 'COMPLETE'] }, ['PROGRESSING', 'INPUT_INFORMATION']],
  [
    'duplicate',
    { duplicate: 1, drop: ['STATUS_UPDATE'] },
    ['PROGRESSING', 'PROGRESSING', 'INPUT_INFORMATION', 'INPUT_INFORMATION', 'COMPLETE', 'COMPLETE'],
  ],
])('fault: %s', async (_, mediaconvert, statuses) => {
  const service = await started();
  service.faults.current = faultsSchema.parse({ mediaconvert });
  const id = await create(service);
  await until(async () => ['COMPLETE', 'ERROR'].includes((await stateOf(service, id))?.Status ?? ''));
  await until(
    () => service.statuses(id).filter((status) => status !== 'STATUS_UPDATE').length === statuses.length,
  );
  expect(service.statuses(id).filter((status) => status !== 'STATUS_UPDATE')).toEqual(statuses);
});

test('fault: as many jobs fail as was asked for', async () => {
  const service = await started();
  service.faults.current = faultsSchema.parse({ mediaconvert: { fail: { errorCode: 1999, times: 2 } } });
  const statuses = [];
  for (let job = 0; job < 3; job += 1)
    statuses.push((await service.settled(await create(service)))['status']);
  expect(statuses).toEqual(['ERROR', 'ERROR', 'COMPLETE']);
});

test('fault: delay and shuffle bring all events late and out of order', async () => {
  let last = 0;
  const random = () => {
    last = (last + 0.63) % 1;
    return last;
  };
  const service = await started({ random });
  service.faults.current = faultsSchema.parse({ mediaconvert: { delayMs: 500, shuffle: true } });
  const createdAt = Date.now();
  const id = await create(service);
  await until(() => service.events.length > 0);
  expect(Date.now() - createdAt).toBeGreaterThanOrEqual(500);
  await until(() => ['PROGRESSING', 'COMPLETE'].every((status) => service.statuses(id).includes(status)));
  const times = service.events.map((event) => Number(event.detail['timestamp']));
  expect(times).not.toEqual(times.toSorted((a, b) => a - b));
});

test('an event that the bus does not take is sent again, after a restart too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shark-mediaconvert-'));
  const refusing = await startService({ folder, bus: { put: () => Promise.reject(new Error('down')) } });
  await refusing.store.upload('up', 'movie', short);
  const id = await create(refusing);
  await until(async () => (await stateOf(refusing, id))?.Status === 'COMPLETE');
  await refusing.stop({ keep: true });
  const next = await startService({ folder });
  services.push(next);
  await next.settled(id, ['COMPLETE']);
  expect(next.statuses(id)[0]).toBe('PROGRESSING');
});

test('a service that is closed takes its job up again, under the same id', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shark-mediaconvert-'));
  const first = await startService({ folder, preset: 'medium' });
  await first.store.upload('up', 'movie', long);
  const id = await create(first);
  await first.settled(id, ['STATUS_UPDATE']);
  const closedAt = Date.now();
  await first.stop({ keep: true });
  expect(Date.now() - closedAt).toBeLessThan(3000);
  const second = await startService({ folder, preset: 'ultrafast' });
  services.push(second);
  expect(await second.settled(id)).toMatchObject({ status: 'COMPLETE' });
  expect(await stateOf(second, id)).toMatchObject({ RetryCount: 1, Status: 'COMPLETE' });
  expect(second.statuses(id)).not.toContain('PROGRESSING');
});

/** Bytes below a folder. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
  return sizes.reduce((total, one) => total + (one?.size ?? 0), 0);
}

test('kill -9 ends ffmpeg as well, and the job is done by the next process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shark-mediaconvert-'));
  await createFakeStore(join(folder, 'store')).upload('up', 'movie', long);
  const program = join(import.meta.dirname, 'testing', 'one-job.ts');
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const id = line.toString().trim();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const work = join(folder, 'mediaconvert', 'work');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const left = await sizeOf(work);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(left).toBeGreaterThan(0);
  expect(await sizeOf(work)).toBe(left);

  const next = await startService({ folder, preset: 'ultrafast' });
  services.push(next);
  expect(await next.settled(id)).toMatchObject({ status: 'COMPLETE' });
  const { Jobs } = await next.client.send(new ListJobsCommand({}));
  expect(Jobs?.map((job) => job.Id)).toEqual([id]);
  await rm(folder, { recursive: true, force: true });
});
