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
      /** Ends the next `times` jobs in this error; every job without it. */
      fail: z.strictObject({ errorCode: z.int(), times: count.optional() }).optional(),
    })
    .prefault({}),
  dynamodb: z
    .strictObject({
      throttle: z.number().min(0).max(1).default(0),
      delayMs: count.default(0),
      down: z.boolean().default(false),
    })
    .prefault({}),
  s3: z
    .strictObject({
      down: z.boolean().default(false),
      /** So many `Object Created` events more are lost. */
      dropEvents: count.default(0),
    })
    .prefault({}),
});
export type Faults = z.infer<typeof faultsSchema>;

/** The error that the job which begins now shall end in; uses one up where their number is limited. */
export function takeFailure({ mediaconvert: { fail } }: Faults): number | undefined {
  if (!fail || fail.times === 0) return undefined;
  if (fail.times !== undefined) fail.times -= 1;
  return fail.errorCode;
}

/** Whether the `Object Created` event that goes out now is lost; uses one up. */
export function takeLoss({ s3 }: Faults): boolean {
  if (s3.dropEvents === 0) return false;
  s3.dropEvents -= 1;
  return true;
}

/** No trouble, until it is set. */
export function createFaults(): { current: Faults } {
  return { current: faultsSchema.parse({}) };
}
