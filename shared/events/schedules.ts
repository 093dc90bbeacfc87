import * as z from 'zod';

/** What one round of the sweeper looks at: videos whose time has come, or files that no event told of. */
export const sweepSchema = z.object({ look: z.enum(['due', 'strays']) });
export type Sweep = z.infer<typeof sweepSchema>;

/** The sweeper's rounds: the stack deploys them, on one machine a timer keeps them. */
export const schedules = {
  due: { everyMinutes: 1, input: { look: 'due' } },
  strays: { everyMinutes: 10, input: { look: 'strays' } },
} as const satisfies Record<string, { everyMinutes: number; input: Sweep }>;
