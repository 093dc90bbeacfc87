import * as z from 'zod';
import { coreStateSchema } from '../state.ts';

/** What the supervisor and its children tell one another. */
export const awsInputSchema = z.object({
  dataDir: z.string(),
  ports: z.object({ media: z.int(), aws: z.int(), login: z.int(), inbox: z.int() }),
  appOrigin: z.url(),
  domain: z.string().optional(),
  monthlyCapUsd: z.number().optional(),
  version: z.string(),
});
export const awsReadySchema = z.object({
  state: coreStateSchema,
  /** Every var and secret of the Worker. */
  workerVars: z.record(z.string(), z.string()),
});

export const workerInputSchema = z.object({
  dataDir: z.string(),
  port: z.int(),
  vars: z.record(z.string(), z.string()),
});
export const workerReadySchema = z.object({});

export const sampleInputSchema = z.object({
  state: coreStateSchema,
  apiOrigin: z.url(),
  dataDir: z.string(),
});
/** Null: there was nothing to do. */
export const sampleReadySchema = z.object({ status: z.string().nullable() });
