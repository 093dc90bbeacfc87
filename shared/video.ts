import * as z from 'zod';
import { captionTrackSchema } from './caption-track.ts';
import { ulidSchema } from './ids.ts';
import { attemptStatusSchema, failureSchema } from './progress.ts';

export const timeSchema = z.iso.datetime();

/** What everyone sees: `ready` while something plays, else the state of what is being made. */
export const videoStatusSchema = attemptStatusSchema;
export type VideoStatus = z.infer<typeof videoStatusSchema>;

export const resolutionSchema = z.object({ width: z.int(), height: z.int() });
export type Resolution = z.infer<typeof resolutionSchema>;

/** One picture quality of a video. `bandwidthBps` is the peak in bits/s; `codecs` is RFC 6381. */
export const renditionSchema = z.object({
  width: z.int(),
  height: z.int(),
  bandwidthBps: z.int(),
  codecs: z.string(),
  frameRate: z.number().nullable(),
});
export type Rendition = z.infer<typeof renditionSchema>;

export const sourceSchema = z.object({
  fileName: z.string(),
  sizeBytes: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  frameRate: z.number().nullable(),
  hasAudio: z.boolean().nullable(),
});
export type Source = z.infer<typeof sourceSchema>;

/** `next`, `failure` and `cost` are there for those who manage only. */
export const videoSummarySchema = z.object({
  id: ulidSchema,
  title: z.string(),
  tags: z.array(z.string()),
  status: videoStatusSchema,
  progressPercent: z.number().nullable(),
  published: z.boolean(),
  /** Only while published. */
  publishedAt: timeSchema.nullable(),
  durationMs: z.int().nullable(),
  resolutions: z.array(resolutionSchema),
  poster: z.object({ url: z.url(), width: z.int(), height: z.int() }).nullable(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  next: z
    .object({
      version: ulidSchema,
      attempt: z.int(),
      status: attemptStatusSchema,
      progressPercent: z.number().nullable(),
      /** When it is tried again by itself. */
      retryAt: timeSchema.nullable().optional(),
    })
    .nullable()
    .optional(),
  failure: failureSchema.nullable().optional(),
  /** US dollars: of what is being made, else of what plays; null while nothing is known. */
  cost: z.object({ estimatedUsd: z.number().nullable(), actualUsd: z.number().nullable() }).optional(),
});
export type VideoSummary = z.infer<typeof videoSummarySchema>;

/** `posters`, `posterId` and `warnings` (what did not get done of what plays) are there for those who manage only. */
export const videoSchema = videoSummarySchema.extend({
  description: z.string(),
  version: ulidSchema.nullable(),
  source: sourceSchema.nullable(),
  renditions: z.array(renditionSchema),
  playback: z.object({ hls: z.url(), dash: z.url().nullable() }).nullable(),
  storyboard: z.object({ url: z.url() }).nullable(),
  posters: z.array(z.object({ id: z.string(), url: z.url() })).optional(),
  /** Which of them is the poster. */
  posterId: z.string().nullable().optional(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
  captions: z.array(captionTrackSchema),
});
export type Video = z.infer<typeof videoSchema>;

export const videoListSchema = z.object({
  videos: z.array(videoSummarySchema),
  nextCursor: z.string().nullable(),
});
export type VideoList = z.infer<typeof videoListSchema>;

export const listVideosQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z.string().max(1024).optional(),
  q: z.string().trim().max(200).optional(),
  tag: z.string().trim().max(40).optional(),
  sort: z.enum(['newest', 'oldest', 'title']).default('newest'),
  status: videoStatusSchema.optional(),
});
export type ListVideosQuery = z.infer<typeof listVideosQuerySchema>;

export const titleSchema = z.string().trim().min(1).max(200);
export const tagsSchema = z
  .array(z.string().trim().min(1).max(40, 'may have 40 characters each at most'))
  .max(20, 'may be twenty at most');

export const videoPatchSchema = z
  .strictObject({
    title: titleSchema,
    description: z.string().max(5000),
    tags: tagsSchema,
    published: z.boolean(),
    posterId: z.string().min(1).max(100),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'at least one attribute is needed');
export type VideoPatch = z.infer<typeof videoPatchSchema>;
