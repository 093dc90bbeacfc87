import { Hono } from 'hono';
import * as z from 'zod';

const jobSchema = z.looseObject({
  clientRequestToken: z.string(),
  userMetadata: z.record(z.string(), z.string()),
  settings: z.looseObject({ inputs: z.array(z.looseObject({ fileInput: z.string() })) }),
});

const fullHd = {
  container: {
    duration: 3,
    tracks: [
      {
        trackType: 'video',
        videoProperties: { width: 640, height: 360, frameRate: { numerator: 25, denominator: 1 } },
      },
      { trackType: 'audio', audioProperties: { channels: 2 } },
    ],
  },
};

type Trouble = { status: 400 | 429 | 500; times: number } | null;

type Status = 'SUBMITTED' | 'PROGRESSING' | 'COMPLETE' | 'ERROR' | 'CANCELED';
type FakeJob = z.infer<typeof jobSchema> & { id: string; status: Status; [more: string]: unknown };

/** Just enough of MediaConvert for the handlers: jobs are remembered and stay as they are until a test moves them. */
export function createFakeMediaConvert() {
  const jobs: FakeJob[] = [];
  const controls = {
    probe: fullHd as unknown,
    createTrouble: null as Trouble,
    /** Makes the job, then answers as if it had not. */
    loseAnswer: false,
    beforeProbe: async () => {},
  };
  const app = new Hono().basePath('/2017-08-29');
  app.post('/probe', async (c) => {
    await controls.beforeProbe();
    return controls.probe === null
      ? c.json({ message: 'unsupported' }, 400, { 'x-amzn-errortype': 'BadRequestException' })
      : c.json({ probeResults: [controls.probe] });
  });
  app.post('/jobs', async (c) => {
    const trouble = controls.createTrouble;
    if (trouble && trouble.times > 0) {
      trouble.times -= 1;
      return c.json({ message: 'no' }, trouble.status, { 'x-amzn-errortype': 'SomeException' });
    }
    const id = `1671477617078-${jobs.length}`;
    const job = { ...jobSchema.parse(await c.req.json()), id, status: 'SUBMITTED' as const };
    jobs.push(job);
    return controls.loseAnswer
      ? c.json({ message: 'lost' }, 500, { 'x-amzn-errortype': 'InternalServerErrorException' })
      : c.json({ job }, 201);
  });
  const unknown = { 'x-amzn-errortype': 'NotFoundException' };
  const find = (id: string) => jobs.find((one) => one.id === id);
  app.get('/jobs/:id', (c) => {
    const job = find(c.req.param('id'));
    return job ? c.json({ job }) : c.json({ message: 'no such job' }, 404, unknown);
  });
  app.delete('/jobs/:id', (c) => {
    const job = find(c.req.param('id'));
    if (job) job.status = 'CANCELED';
    return job ? c.json({}, 202) : c.json({ message: 'no such job' }, 404, unknown);
  });
  app.get('/search', (c) => {
    const { inputFile = '', order, maxResults = '20', nextToken = '0' } = c.req.query();
    const found = jobs.filter((job) => job.settings.inputs.some((one) => one.fileInput.includes(inputFile)));
    const sorted = order === 'DESCENDING' ? found.toReversed() : found;
    const end = Number(nextToken) + Number(maxResults);
    return c.json({
      jobs: sorted.slice(Number(nextToken), end),
      ...(end < sorted.length && { nextToken: String(end) }),
    });
  });
  return { app, jobs, controls };
}
