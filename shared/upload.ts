import * as z from 'zod';
import { ulidSchema } from './ids.ts';
import { timeSchema, titleSchema } from './video.ts';

const MiB = 1024 ** 2;

/** S3's own limits (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
export const maxParts = 10_000;
export const maxUploadBytes = 5 * 1024 * 1024 * MiB;
const minPartBytes = 8 * MiB;

/**
 * How long an upload may be resumed. The bucket's lifecycle rule counts the same days and rounds up to the next midnight
 * UTC, so what the API still offers is still there.
 */
export const uploadLifeDays = 2;

/** Bytes in a part: at least 8 MiB, whole MiB, and small enough a number of parts for S3. */
export function partSizeOf(sizeBytes: number): number {
  return Math.max(minPartBytes, Math.ceil(sizeBytes / maxParts / MiB) * MiB);
}

/** File name extensions that are taken; everything else is refused (API) or ignored (a drop). */
export const mediaExtensions = [
  'mp4',
  'm4v',
  'mov',
  'mkv',
  'webm',
  'avi',
  'mpg',
  'mpeg',
  'ts',
  'm2ts',
  'mts',
  'wmv',
  'flv',
  '3gp',
  'ogv',
  'mxf',
  'mp3',
  'm4a',
  'aac',
  'wav',
  'flac',
  'ogg',
  'oga',
  'opus',
] as const;

/** Whether a file name ends in an extension that is taken. */
export function isMediaFileName(fileName: string): boolean {
  const extension = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return (mediaExtensions as readonly string[]).includes(extension ?? '');
}

export const createUploadSchema = z.strictObject({
  fileName: z.string().min(1).max(255),
  sizeBytes: z.int().min(1),
  /** Goes to S3 as a header. */
  contentType: z
    .string()
    .max(100)
    .regex(/^[\x21-\x7e][\x20-\x7e]*$/, 'is not a media type'),
  title: titleSchema.optional(),
  videoId: ulidSchema.optional(),
});
export type CreateUpload = z.infer<typeof createUploadSchema>;

export const uploadPartSchema = z.object({ partNumber: z.int(), etag: z.string(), sizeBytes: z.int() });

export const uploadSchema = z.object({
  id: ulidSchema,
  videoId: ulidSchema,
  version: ulidSchema,
  status: z.enum(['open', 'completed', 'aborted']),
  fileName: z.string(),
  sizeBytes: z.int(),
  partSizeBytes: z.int(),
  partCount: z.int(),
  key: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  parts: z.array(uploadPartSchema),
});
export type Upload = z.infer<typeof uploadSchema>;

export const signPartsSchema = z.strictObject({
  partNumbers: z.array(z.int().min(1).max(maxParts)).min(1).max(100),
});

export const signedPartsSchema = z.object({
  parts: z.array(
    z.object({
      partNumber: z.int(),
      method: z.literal('PUT'),
      url: z.url(),
      headers: z.record(z.string(), z.string()),
      expiresAt: timeSchema,
    }),
  ),
});
export type SignedParts = z.infer<typeof signedPartsSchema>;

export const completeUploadSchema = z.strictObject({
  parts: z
    .array(z.strictObject({ partNumber: z.int().min(1).max(maxParts), etag: z.string().min(1).max(100) }))
    .min(1)
    .max(maxParts),
});

export const completedUploadSchema = z.object({ videoId: ulidSchema, version: ulidSchema });
