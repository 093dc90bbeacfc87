import { Hono } from 'hono';
import * as z from 'zod';
import { type Faults, faultsSchema } from '../faults.ts';

const clockSchema = z.strictObject({ offsetMs: z.int() });

export type ControlOptions = {
  faults: { current: Faults };
  clock: { offsetMs: number };
  /** The event bus's deliveries, newest state. */
  deliveries: () => unknown[];
};

const problem = (error: z.ZodError) => {
  const [issue] = error.issues;
  return { message: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}` };
};

const bodyOf = (request: Request): Promise<unknown> => request.json().catch(() => null);

/** `/_local/*`: trouble on demand, the machine's time and what became of events. No AWS service has this. */
export function createControl({ faults, clock, deliveries }: ControlOptions): { app: Hono } {
  const app = new Hono().basePath('/_local');
  app.get('/faults', (c) => c.json(faults.current));
  app.put('/faults', async (c) => {
    const parsed = faultsSchema.safeParse(await bodyOf(c.req.raw));
    if (!parsed.success) return c.json(problem(parsed.error), 400);
    faults.current = parsed.data;
    return c.json(faults.current);
  });
  app.put('/clock', async (c) => {
    const parsed = clockSchema.safeParse(await bodyOf(c.req.raw));
    if (!parsed.success) return c.json(problem(parsed.error), 400);
    clock.offsetMs = parsed.data.offsetMs;
    return c.json(parsed.data);
  });
  app.get('/deliveries', (c) => c.json({ deliveries: deliveries() }));
  app.notFound((c) => c.json({ message: 'there is no such control' }, 404));
  return { app };
}
