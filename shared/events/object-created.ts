import * as z from 'zod';

/**
 * S3's `Object Created`, as EventBridge carries it: the key is not URL-encoded, the ETag has no quotes
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html). Unknown keys are kept.
 */
export const objectCreatedSchema = z.looseObject({
  id: z.string(),
  time: z.string(),
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  detail: z.looseObject({
    bucket: z.looseObject({ name: z.string() }),
    object: z.looseObject({
      key: z.string(),
      size: z.number().optional(),
      etag: z.string(),
      sequencer: z.string().optional(),
    }),
  }),
});
