import * as z from 'zod';
import { orgSchema, ulidSchema } from '../ids.ts';

/** What we send along with a job and get back in each of its events; MediaConvert carries strings only. */
export const jobMetadataSchema = z.looseObject({
  org: orgSchema,
  videoId: ulidSchema,
  version: ulidSchema,
  attempt: z.coerce.number().int().min(1),
  /** Where its cost is counted, `yyyy-mm`; jobs of an older release do not say. */
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
});

const outputSchema = z.looseObject({
  outputFilePaths: z.array(z.string()).optional(),
  durationInMs: z.number().optional(),
  videoDetails: z
    .looseObject({ widthInPx: z.number().optional(), heightInPx: z.number().optional() })
    .optional(),
});

const common = {
  timestamp: z.number().optional(),
  queue: z.string().optional(),
  jobId: z.string(),
  userMetadata: z.record(z.string(), z.string()).optional(),
};

const detailSchema = z.discriminatedUnion('status', [
  z.looseObject({ ...common, status: z.enum(['PROGRESSING', 'INPUT_INFORMATION', 'QUEUE_HOP']) }),
  z.looseObject({
    ...common,
    status: z.literal('STATUS_UPDATE'),
    jobProgress: z.looseObject({ jobPercentComplete: z.number().nullish() }).nullish(),
  }),
  z.looseObject({
    ...common,
    status: z.literal('NEW_WARNING'),
    warningCode: z.string().optional(),
    warningMessage: z.string().optional(),
  }),
  z.looseObject({
    ...common,
    status: z.literal('COMPLETE'),
    blackSegments: z.array(z.looseObject({ start: z.number(), end: z.number() })).optional(),
    outputGroupDetails: z
      .array(
        z.looseObject({
          type: z.string().optional(),
          playlistFilePaths: z.array(z.string()).optional(),
          outputDetails: z.array(outputSchema).optional(),
        }),
      )
      .optional(),
  }),
  z.looseObject({
    ...common,
    status: z.literal('ERROR'),
    errorCode: z.number().optional(),
    errorMessage: z.string().optional(),
  }),
  z.looseObject({ ...common, status: z.literal('CANCELED') }),
]);

/**
 * MediaConvert's `MediaConvert Job State Change` in every state it is sent in. Read loosely, as AWS's own samples differ:
 * unknown keys are kept, `warningCode` is a string and `errorCode` a number, the per cent may be null
 * (docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_cwe_events.html).
 */
export const jobChangedSchema = z.looseObject({
  id: z.string(),
  time: z.string(),
  source: z.literal('aws.mediaconvert'),
  'detail-type': z.literal('MediaConvert Job State Change'),
  detail: detailSchema,
});
export type JobChanged = z.infer<typeof jobChangedSchema>;
export type JobDetail = JobChanged['detail'];
export type CompleteDetail = Extract<JobDetail, { status: 'COMPLETE' }>;
