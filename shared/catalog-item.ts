import * as z from 'zod';
import { roleSchema } from './people.ts';
import { attemptStatusSchema, failureSchema } from './progress.ts';
import { renditionSchema, resolutionSchema, sourceSchema } from './video.ts';

/** A frame of a version that may be its poster; `path` is an object path in the media bucket. */
export const frameSchema = z.object({ id: z.string(), path: z.string(), timeMs: z.int() });
export type Frame = z.infer<typeof frameSchema>;

/** A caption track of a video; `path` is an object path in the media bucket, of WebVTT. */
export const captionItemSchema = z.object({
  id: z.string(),
  language: z.string(),
  label: z.string(),
  path: z.string(),
});
export type CaptionItem = z.infer<typeof captionItemSchema>;

/** A poster that is no frame of the video; `path` is an object path in the media bucket. */
export const ownPosterSchema = z.object({
  id: z.string(),
  path: z.string(),
  width: z.int(),
  height: z.int(),
});

/** What came out of one finished attempt; all paths are object paths in the media bucket. */
export const madeSchema = z.object({
  durationMs: z.int(),
  renditions: z.array(renditionSchema),
  hlsPath: z.string(),
  dashPath: z.string().nullable(),
  storyboardPath: z.string().nullable(),
  frames: z.array(frameSchema),
  frameSize: resolutionSchema.nullable(),
  posterId: z.string().nullable(),
  /** Read from the source's own subtitle tracks. */
  captions: z.array(captionItemSchema).optional(),
  /** What did not get done and does not keep the video from playing; `message` is for people. */
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
});
export type Made = z.infer<typeof madeSchema>;

/** One attempt at making one version. `percent` is 0..100. */
export const attemptSchema = z.object({
  version: z.string(),
  attempt: z.int().min(1),
  status: attemptStatusSchema,
  jobId: z.string().optional(),
  percent: z.number().optional(),
});

/** The file an attempt is made from, as it was when claimed. */
export const inputSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  etag: z.string(),
  sizeBytes: z.int(),
});
export type Input = z.infer<typeof inputSchema>;

/** Between what lengths something may come out, in ms. */
export const rangeSchema = z.object({ leastMs: z.int(), mostMs: z.int() });
export type Range = z.infer<typeof rangeSchema>;

/** A rendition that a job was asked for: `width` and `height` are the box that its picture is fitted into. */
export const askedSchema = resolutionSchema.extend({ name: z.string() });
export type Asked = z.infer<typeof askedSchema>;

/**
 * What the output of a job is held against: the lengths that the source declares, as far as it does, its sound, and the
 * renditions asked for. `whole` is for the longest of all that plays.
 */
export const expectedSchema = z.object({
  picture: rangeSchema.optional(),
  sound: rangeSchema.optional(),
  whole: rangeSchema.optional(),
  hasAudio: z.boolean(),
  renditions: z.array(askedSchema).optional(),
});
export type Expected = z.infer<typeof expectedSchema>;

/** How a source is planned: `safe` asks for less, for a source that the usual plan failed at. */
export const profileSchema = z.enum(['usual', 'safe']);
export type Profile = z.infer<typeof profileSchema>;

/** US dollars: what the plan was reckoned at, and what the job that ended is billed at. */
const costShape = { estimatedUsd: z.number().optional(), actualUsd: z.number().optional() };

/**
 * What is being made: `claimedAt`, `leaseUntil` and `retryAt` are RFC 3339; `frameIntervalMs` is the plan's distance
 * between frames, `soundsLeftOut` how many of the source's sounds it does not make. With `retryAt` it is an attempt after
 * a failed one, which the sweeper begins and nobody else; `tries` counts the attempts made by themselves.
 */
export const nextSchema = attemptSchema.extend({
  source: sourceSchema.optional(),
  input: inputSchema.optional(),
  claimedAt: z.string().optional(),
  leaseUntil: z.string().optional(),
  frameIntervalMs: z.int().optional(),
  soundsLeftOut: z.int().optional(),
  expected: expectedSchema.optional(),
  retryAt: z.string().optional(),
  tries: z.int().optional(),
  profile: profileSchema.optional(),
  failure: failureSchema.optional(),
  ...costShape,
});
export type Next = z.infer<typeof nextSchema>;

/** What plays. `input` is the file it was made from; a dropped one's key cannot be told from ids. */
export const currentSchema = attemptSchema.extend({
  source: sourceSchema,
  input: inputSchema.optional(),
  made: madeSchema,
  ...costShape,
});
export type Current = z.infer<typeof currentSchema>;

/** `ORG#<org>` / `VIDEO#<ulid>`. `metaRev` counts edits by people, `jobRev` changes by the pipeline. */
export const videoItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  org: z.string(),
  videoId: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  published: z.boolean(),
  publishedAt: z.string().optional(),
  /** The frame chosen by a person; without it, the one the pipeline picked. */
  posterId: z.string().optional(),
  /** 128 random bits naming the card image; only while published. */
  imageKey: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  metaRev: z.int(),
  jobRev: z.int(),
  /** A picture that somebody sent to be chosen as the poster; sizes in pixels. */
  ownPoster: ownPosterSchema.optional(),
  /** Added by people; they stay when the video is replaced. */
  captions: z.array(captionItemSchema).optional(),
  /** Deleted by somebody (RFC 3339): there for nobody, until restored or purged. */
  deletedAt: z.string().optional(),
  current: currentSchema.optional(),
  next: nextSchema.optional(),
});
export type VideoItem = z.infer<typeof videoItemSchema>;

/** `VID#<org>#<ulid>` / `VERSION#<version>`: written when a version is made, before it becomes `current`. */
export const versionItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  attempt: z.int(),
  jobId: z.string(),
  source: sourceSchema,
  input: inputSchema.optional(),
  made: madeSchema,
  ...costShape,
  createdAt: z.string(),
});
export type VersionItem = z.infer<typeof versionItemSchema>;

/**
 * `VID#<org>#<ulid>` / `EVENT#<time>#<event id>`: one line of a video's audit trail; written once however often the event
 * comes. `type` is the event's `detail-type`, `state` what it reports.
 */
export const eventItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  at: z.string(),
  type: z.string(),
  version: z.string(),
  attempt: z.int(),
  jobId: z.string().optional(),
  state: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});
export type EventItem = z.infer<typeof eventItemSchema>;

/** `VID#<org>#<ulid>` / `TRASH`: a deleted video, in the `due` index at the time of its purge. */
export const trashItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  org: z.string(),
  videoId: z.string(),
  purgeAt: z.string(),
});
export type TrashItem = z.infer<typeof trashItemSchema>;

/**
 * `SPEND#<org>#<yyyy-mm>` / `<videoId>#<version>#<attempt>`: what one attempt costs, in US dollars. `estimatedUsd` before
 * its job is asked for, `actualUsd` once it ended (0 where nothing was billed). A month's spending is the sum of these.
 */
export const spendItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  estimatedUsd: z.number().optional(),
  actualUsd: z.number().optional(),
});
export type SpendItem = z.infer<typeof spendItemSchema>;

/** `UP#<org>` / `UPLOAD#<ulid>`; times RFC 3339; `s3UploadId` is S3's own id of the multipart upload. */
export const uploadItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  org: z.string(),
  uploadId: z.string(),
  videoId: z.string(),
  version: z.string(),
  status: z.enum(['open', 'completed', 'aborted']),
  fileName: z.string(),
  sizeBytes: z.int(),
  partSizeBytes: z.int(),
  contentType: z.string(),
  key: z.string(),
  s3UploadId: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type UploadItem = z.infer<typeof uploadItemSchema>;

/** `USER#<org>#<sub>` / `PERSON`. `notBefore` (RFC 3339): access tokens issued before it are refused. */
export const personItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  sub: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedAt: z.string(),
  notBefore: z.string().optional(),
});
export type PersonItem = z.infer<typeof personItemSchema>;

/**
 * `USER#<org>#<sub>` / `WATCH#<videoId>`: where a person stopped watching a video, of how much, and when (`at`, RFC 3339).
 * A video taken down leaves it behind; whoever lists them shows only videos that are still there.
 */
export const watchItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  videoId: z.string(),
  positionMs: z.int().min(0),
  durationMs: z.int().min(0),
  at: z.string(),
});
export type WatchItem = z.infer<typeof watchItemSchema>;

/** `MAIL#<org>#<yyyy-mm-dd>` / `SENT`: how many invitations were mailed that day, UTC. */
export const mailsItemSchema = z.object({ pk: z.string(), sk: z.string(), sent: z.int() });

/** The picture of its own that a video shows, if that is what was chosen. */
export const chosenOwnPoster = ({ posterId, ownPoster }: Pick<VideoItem, 'posterId' | 'ownPoster'>) =>
  ownPoster && ownPoster.id === posterId ? ownPoster : null;
