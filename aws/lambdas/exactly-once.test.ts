import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dueKeys } from '../../shared/catalog-table.ts';
import { jobMetadataSchema } from '../../shared/events/job-changed.ts';
import { ulid } from '../../shared/ids.ts';
import { isTerminal } from '../../shared/progress.ts';
import { createHandler as createRecordJob } from './record-job.lambda.ts';
import { createHandler as createSubmitJob } from './submit-job.lambda.ts';
import { createHandler as createSweep } from './sweep.lambda.ts';
import { finishJob } from './testing/done-job.ts';
import { type Crash, dyingClients } from './testing/faults.ts';
import { movie } from './testing/movie.ts';
import { playing, source } from './testing/videos.ts';
import { createWorld, type World } from './testing/world.ts';

const minute = 60_000;
const hd = { width: 1280, height: 720 };

let world: World;
let film: Uint8Array;
let runs = 0;
beforeAll(async () => {
  world = await createWorld();
  film = await movie(hd);
});
afterAll(() => world.close());

/** What the world does to the pipeline, one step after the other. */
const crash: fc.Arbitrary<Crash | null> = fc.option(
  fc.record({
    atCall: fc.integer({ min: 1, max: 24 }),
    lost: fc.constantFrom('call' as const, 'answer' as const),
  }),
  { nil: null },
);
const job = fc.nat({ max: 2 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tell of the file' as const), crash }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tell of the file thrice at once' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('tell of a job' as const),
      job,
      state: fc.constantFrom('PROGRESSING', 'INPUT_INFORMATION', 'STATUS_UPDATE', 'NEW_WARNING'),
      percent: fc.option(fc.nat({ max: 99 }), { nil: null }),
      crash,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('a job ends' as const),
      job,
      how: fc.constantFrom('COMPLETE', 'COMPLETE', 'its file is bad', 'by chance', 'CANCELED'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tell of an end' as const), job, crash }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('time passes' as const),
      ms: fc.constantFrom(1, 1000, 3 * minute, 30 * minute),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sweep' as const),
      look: fc.constantFrom('due' as const, 'strays' as const),
      crash,
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Story = { kind: 'own' | 'replacing' | 'drop'; steps: Step[] };
const story: fc.Arbitrary<Story> = fc.record({
  kind: fc.constantFrom('own' as const, 'replacing' as const, 'drop' as const),
  steps: fc.array(step, { maxLength: 14 }),
});

type Start = { kind: 'own' | 'replacing' | 'drop'; key: string; etag: string; videoId: string | null };

async function clear(): Promise<void> {
  for (const { pk, sk } of await items())
    await world.overrides.dynamodb.send(
      new DeleteItemCommand({ TableName: world.env.TABLE_NAME, Key: marshall({ pk, sk }) }),
    );
  world.s3.objects.clear();
}

/** A file arrives in the bucket; for an upload of ours its video waits for it. */
async function begin(kind: Start['kind']): Promise<Start> {
  await clear();
  world.mediaconvert.jobs.length = 0;
  runs += 1;
  const id = (salt: number) =>
    ulid(
      world.clock.ms,
      new Uint8Array(10)
        .fill(runs % 256)
        .with(0, salt)
        .with(1, runs >> 8),
    );
  if (kind === 'drop') {
    const key = `uploads/shark/films/${runs}.mp4`;
    return { kind, key, etag: world.s3.put('up', key, film), videoId: null };
  }
  const [videoId, version] = [id(1), id(2)];
  const key = `uploads/shark/${videoId}/${version}/source`;
  const next = { version, attempt: 1, status: 'uploading' as const, source };
  const due = dueKeys('shark', videoId, new Date(world.clock.ms + 15 * minute).toISOString());
  await world.putVideo({ videoId, next, ...due, ...(kind === 'replacing' && { current: playing }) });
  return { kind, key, etag: world.s3.put('up', key, film), videoId };
}

const time = () => new Date(world.clock.ms).toISOString();
const fileEvent = ({ key, etag }: Start, begun: string) => ({
  ...{ id: 'file', 'detail-type': 'Object Created', source: 'aws.s3', time: begun },
  detail: { bucket: { name: 'up' }, object: { key, size: film.length, etag } },
});
type FakeJob = World['mediaconvert']['jobs'][number];
const jobEvent = ({ id, userMetadata }: FakeJob, detail: object, name: string) => ({
  ...{ id: `${id}-${name}`, 'detail-type': 'MediaConvert Job State Change', source: 'aws.mediaconvert' },
  ...{ time: time(), detail: { jobId: id, userMetadata, timestamp: 1, ...detail } },
});

/** The end of a job as its event tells it: of a complete one what GetJob says too. */
function endEvent(one: FakeJob) {
  const groups = one['outputGroupDetails'] as { outputDetails: object[] }[] | undefined;
  const outputGroupDetails = groups?.map(({ outputDetails }, index) => ({
    ...{ type: index === 0 ? 'CMAF_GROUP' : 'FILE_GROUP', outputDetails },
  }));
  return jobEvent(one, { status: one.status, errorCode: one['errorCode'], outputGroupDetails }, 'end');
}

const isRunning = ({ status }: FakeJob) => status === 'SUBMITTED' || status === 'PROGRESSING';

function endJob(one: FakeJob | undefined, how: string): void {
  if (!one || !isRunning(one)) return;
  if (how === 'COMPLETE') finishJob(world, one);
  else if (how === 'CANCELED') one.status = 'CANCELED';
  else Object.assign(one, { status: 'ERROR', errorCode: how === 'by chance' ? 1999 : 1010 });
}

let anyDied = false;

/** One call of a handler; that it fails, for whatever reason, is the world's way. */
async function call(create: typeof createSweep, event: unknown, at: Crash | null = null): Promise<void> {
  const { clients, isDead } = dyingClients(world, at);
  await create(world.env, { ...world.overrides, ...clients })(event).catch(() => undefined);
  anyDied ||= isDead();
}

async function take(start: Start, begun: string, one: Step): Promise<void> {
  const jobs = world.mediaconvert.jobs;
  switch (one.do) {
    case 'tell of the file':
      return call(createSubmitJob, fileEvent(start, begun), one.crash);
    case 'tell of the file thrice at once':
      return void (await Promise.all([1, 2, 3].map(() => call(createSubmitJob, fileEvent(start, begun)))));
    case 'tell of a job': {
      const about = jobs[one.job];
      const detail = { status: one.state, jobProgress: { jobPercentComplete: one.percent } };
      return about && call(createRecordJob, jobEvent(about, detail, one.state), one.crash);
    }
    case 'a job ends':
      return endJob(jobs[one.job], one.how);
    case 'tell of an end': {
      const about = jobs[one.job];
      return about && !isRunning(about) ? call(createRecordJob, endEvent(about), one.crash) : undefined;
    }
    case 'time passes':
      world.clock.ms += one.ms;
      return;
    case 'sweep':
      return call(createSweep, { look: one.look }, one.crash);
  }
}

/** Every event from now on is lost; the sweeper alone brings all to an end. */
async function settle(): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    for (const one of world.mediaconvert.jobs) endJob(one, 'COMPLETE');
    world.clock.ms += 6 * minute;
    await call(createSweep, { look: 'strays' });
    await call(createSweep, { look: 'due' });
    const { duePk } = dueKeys('', '', '');
    if ((await items()).every((item) => item['duePk'] !== duePk)) return;
  }
  throw new Error('the sweeper does not come to an end');
}

const items = async () => {
  const { Items = [] } = await world.overrides.dynamodb.send(
    new ScanCommand({ TableName: world.env.TABLE_NAME, ConsistentRead: true }),
  );
  return Items.map((item) => unmarshall(item));
};

async function outcome(start: Start) {
  const videos = await world.videos();
  const ids = new Set(world.mediaconvert.jobs.map(({ userMetadata }) => userMetadata['videoId']));
  const found = videos.filter(({ videoId }) => videoId === start.videoId || ids.has(videoId));
  const [video, ...others] = found;
  if (!video || others.length > 0) throw new Error(`${found.length} videos of one file`);
  const spent = (await items()).filter(
    ({ pk, sk }) => pk.startsWith('SPEND#') && sk.startsWith(video.videoId),
  );
  return { video, spent };
}

/** Whatever waits for something is in the index of the sweeper, and nothing else; after every step, whoever died in it. */
async function expectWatched(): Promise<void> {
  for (const { next, ...video } of await world.videos()) {
    const isWatched = 'duePk' in video && 'dueSk' in video;
    expect(isWatched).toBe(next !== undefined && !isTerminal(next.status));
  }
}

/** Tells a story to its end and holds what came of it against the jobs that were made. */
async function prove({ kind, steps }: Story): Promise<void> {
  const start = await begin(kind);
  const begun = time();
  for (const one of steps) {
    await take(start, begun, one);
    await expectWatched();
  }
  await settle();

  const { video, spent } = await outcome(start);
  const jobs = world.mediaconvert.jobs.map((one) => ({
    ...one,
    ref: jobMetadataSchema.parse(one.userMetadata),
  }));
  const attempts = jobs.map(({ ref }) => `${ref.videoId}#${ref.version}#${ref.attempt}`);
  expect(new Set(attempts).size).toBe(attempts.length);

  const complete = jobs.filter(({ status }) => status === 'COMPLETE');
  const fatal = world.mediaconvert.jobs.some((one) => one.status === 'CANCELED' || one['errorCode'] === 1010);
  const last = jobs.at(-1);
  if (last?.status === 'COMPLETE') {
    expect(video).not.toHaveProperty('next');
    expect(video.current).toMatchObject({
      version: last.ref.version,
      attempt: last.ref.attempt,
      jobId: last.id,
      made: {
        renditions: [{ height: 720 }, { height: 360 }, { height: 240 }],
        warnings: [{ code: 'rendition_left_out' }],
      },
    });
  } else {
    expect(video.next?.status).toBe('failed');
    expect(video.current?.version).toBe(kind === 'replacing' ? playing.version : undefined);
    expect(fatal || jobs.length === 4).toBe(true);
  }
  expect(complete.length).toBe(last?.status === 'COMPLETE' ? 1 : 0);

  expect(spent.map(({ sk }) => sk).sort()).toEqual(attempts.sort());
  const paid = spent.reduce((sum, { actualUsd }) => sum + actualUsd, 0);
  expect(paid).toBeCloseTo(complete.length * (video.current?.actualUsd ?? 0));

  const before = await world.videos();
  for (const one of world.mediaconvert.jobs) {
    await call(createRecordJob, endEvent(one));
    await call(
      createRecordJob,
      jobEvent(one, { status: 'STATUS_UPDATE', jobProgress: { jobPercentComplete: 5 } }, 'stale'),
    );
  }
  await call(createSubmitJob, fileEvent(start, begun));
  expect(await world.videos()).toEqual(before);
  expect(world.mediaconvert.jobs).toHaveLength(jobs.length);
}

test('one upload is one claim, one job an attempt, one end, its cost counted once, whatever is lost, late, doubled or killed', async () => {
  await fc.assert(fc.asyncProperty(story, prove), { numRuns: Number(process.env['STORIES'] ?? 25) });
}, 300_000);

const tell = { do: 'tell of the file', crash: null } as const;
const ended = { do: 'a job ends', job: 0, how: 'COMPLETE' } as const;

test.each([
  ['submit-job', 'own', [], 'tell of the file'],
  ['record-job', 'replacing', [tell, ended], 'tell of an end'],
  ['the sweeper that finds a file', 'drop', [], 'sweep'],
  ['the sweeper that asks for a job', 'drop', [tell, ended, { do: 'time passes', ms: 30 * minute }], 'sweep'],
] as const)(
  '%s may die at any of its calls, before it or after',
  async (_, kind, steps, last) => {
    const look = steps.length > 0 ? ('due' as const) : ('strays' as const);
    let atCall = 0;
    do {
      atCall += 1;
      anyDied = false;
      for (const lost of ['call', 'answer'] as const)
        await prove({
          kind,
          steps: [...steps, { do: last, job: 0, look, crash: { atCall, lost } }] as Step[],
        });
    } while (anyDied);
    expect(atCall).toBeGreaterThan(8);
  },
  300_000,
);
