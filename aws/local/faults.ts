import * as z from 'zod';

const count = z.int().min(0);

/** Trouble on demand, as `PUT /_local/faults` takes it. Times in ms, `throttle` a share of calls. */
export const faultsSchema = z.strictObject({
  mediaconvert: z
    .strictObject({
      duplicate: count.default(0),
      delayMs: count.default(0),
      shuffle: z.boolean().default(false),
      drop: z.array(z.string()).default([]),
      fail: z.strictObject({ errorCode: z.int() }).optional(),
    })
    .prefault({}),
  dynamodb: z
    .strictObject({
      throttle: z.number().min(0).max(1).default(0),
      delayMs: count.default(0),
      down: z.boolean().default(false),
    })
    .prefault({}),
  s3: z.strictObject({ down: z.boolean().default(false) }).prefault({}),
});
export type Faults = z.infer<typeof faultsSchema>;

/** No trouble, until it is set. */
export function createFaults(): { current: Faults } {
  return { current: faultsSchema.parse({}) };
}
