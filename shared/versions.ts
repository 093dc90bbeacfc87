import * as z from 'zod';
import { ulidSchema } from './ids.ts';
import { resolutionSchema, timeSchema } from './video.ts';

/** One version that was made of a video; `current` is the one that plays. */
export const versionSchema = z.object({
  version: ulidSchema,
  attempt: z.int(),
  current: z.boolean(),
  fileName: z.string(),
  durationMs: z.int(),
  resolutions: z.array(resolutionSchema),
  actualUsd: z.number().nullable(),
  createdAt: timeSchema,
});
export type Version = z.infer<typeof versionSchema>;

/** All versions of a video, the newest first. */
export const versionListSchema = z.object({ versions: z.array(versionSchema) });
export type VersionList = z.infer<typeof versionListSchema>;

export const rollbackSchema = z.strictObject({ version: ulidSchema });

/** Where the file that a video was made from can be fetched until `expiresAt`. */
export const sourceLinkSchema = z.object({ url: z.url(), expiresAt: timeSchema });
export type SourceLink = z.infer<typeof sourceLinkSchema>;

/** One line of what happened to a video: `type` is the event's name, `state` what it reported. */
export const historyEventSchema = z.object({
  at: timeSchema,
  type: z.string(),
  version: ulidSchema,
  attempt: z.int(),
  jobId: z.string().nullable(),
  state: z.string().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});

/** What happened to a video, the newest first. */
export const historySchema = z.object({
  events: z.array(historyEventSchema),
  nextCursor: z.string().nullable(),
});
export type History = z.infer<typeof historySchema>;

export const historyQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(1024).optional(),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;
