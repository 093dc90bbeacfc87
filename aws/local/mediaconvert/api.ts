import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Clock, ObjectStore } from '../ports.ts';
import { type JobRecord, jobOnTheWire, newJobId, type Place, queueArn } from './job.ts';
import type { Journal } from './journal.ts';
import { probeResult } from './probe.ts';
import { badRequest, conflict, notFound, notImplemented, Refusal } from './refusal.ts';
import { parseCreateJob } from './request.ts';
import type { Runner } from './runner.ts';
import { JobError, readSource } from './source.ts';
import { wantedOf } from './understand.ts';
import { placeOf } from './wanted.ts';

export type ApiOptions = {
  clock: Clock;
  place: Place;
  store: ObjectStore;
  ffprobe: string;
  journal: Journal;
  runner: Runner;
  random: () => number;
};

const version = '/2017-08-29';
/** How long a token finds the job it made (docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html). */
const tokenMs = 60_000;

const refuse = (c: Context, { status, code, message }: Refusal) =>
  c.json({ message }, status, { 'x-amzn-errortype': code });

async function bodyOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => {
    throw badRequest('The request body is not valid JSON.');
  });
}

function createJob(body: unknown, { clock, place, journal, runner, random }: ApiOptions): JobRecord {
  const request = parseCreateJob(body);
  const token = request.clientRequestToken;
  const now = clock.now();
  const same = token === undefined ? null : journal.withToken(token, now - tokenMs, now);
  if (same) return same;
  const { uri } = wantedOf(request);
  const job: JobRecord = {
    id: newJobId(clock, random),
    request,
    queue: queueArn(request.queue, place),
    status: 'SUBMITTED',
    phase: 'PROBING',
    percent: 0,
    submittedMs: now,
    startedMs: null,
    finishedMs: null,
    retryCount: 0,
    errorCode: null,
    errorMessage: null,
    outputGroupDetails: null,
    warnings: [],
  };
  journal.add(job, uri);
  runner.add(job.id);
  return job;
}

const querySchema = z.strictObject({
  maxResults: z.coerce.number().int().min(1).max(20).default(20),
  nextToken: z.string().regex(/^\d+$/).transform(Number).optional(),
  order: z.enum(['ASCENDING', 'DESCENDING']).default('DESCENDING'),
  queue: z.string().optional(),
  status: z.enum(['SUBMITTED', 'PROGRESSING', 'COMPLETE', 'CANCELED', 'ERROR']).optional(),
  inputFile: z.string().max(300).optional(),
});

function listJobs(query: Record<string, string>, { journal, place }: ApiOptions) {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest(`/${issue?.path.join('/')}: ${issue?.message}`);
  }
  const { maxResults, nextToken, order, queue, status, inputFile } = parsed.data;
  const page = journal.list({
    order,
    status,
    inputFile,
    queue: queue && queueArn(queue, place),
    after: nextToken ?? null,
    limit: maxResults,
  });
  return {
    jobs: page.jobs.map((job) => jobOnTheWire(job, place)),
    ...(page.next !== null && { nextToken: String(page.next) }),
  };
}

const probeSchema = z.strictObject({
  inputFiles: z.tuple([z.strictObject({ fileUrl: z.string() })]),
});

async function probe(body: unknown, { store, ffprobe }: ApiOptions) {
  const parsed = probeSchema.safeParse(body);
  if (!parsed.success) throw badRequest('/inputFiles: must be one file with its fileUrl');
  const [{ fileUrl }] = parsed.data.inputFiles;
  const { bucket, key } = placeOf(fileUrl);
  const [info, path] = await Promise.all([store.head(bucket, key), store.filePath(bucket, key)]);
  if (!info || path === null) throw notFound(`Unable to open input file [${fileUrl}]: [Not Found]`);
  const source = await readSource(path, ffprobe, fileUrl).catch((error: unknown) => {
    throw error instanceof JobError ? badRequest(error.message) : error;
  });
  return { probeResults: [probeResult(source, info)] };
}

/** The service's REST API as far as it is done: jobs and Probe; the rest is 501. */
export function createApi(options: ApiOptions): Hono {
  const { journal, runner, place } = options;
  const jobOf = (id: string) => {
    const job = journal.get(id);
    if (!job) throw notFound(`The job ${id} could not be found.`);
    return job;
  };
  const app = new Hono();
  app.post(`${version}/jobs`, async (c) =>
    c.json({ job: jobOnTheWire(createJob(await bodyOf(c), options), place) }, 201),
  );
  app.get(`${version}/jobs`, (c) => c.json(listJobs(c.req.query(), options)));
  app.get(`${version}/search`, (c) => c.json(listJobs(c.req.query(), options)));
  app.get(`${version}/jobs/:id`, (c) => c.json({ job: jobOnTheWire(jobOf(c.req.param('id')), place) }));
  app.delete(`${version}/jobs/:id`, async (c) => {
    const job = jobOf(c.req.param('id'));
    if (!(await runner.cancel(job)))
      throw conflict(`The job ${job.id} is ${job.status} and cannot be canceled.`);
    return c.json({}, 202);
  });
  app.post(`${version}/probe`, async (c) => c.json(await probe(await bodyOf(c), options)));
  app.notFound((c) => refuse(c, notImplemented(`${c.req.method} ${c.req.path}`)));
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuse(c, error);
    console.error('mediaconvert', error);
    return refuse(c, new Refusal(500, 'InternalServerErrorException', 'Internal service error.'));
  });
  return app;
}
