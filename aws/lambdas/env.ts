import * as z from 'zod';
import { orgSchema } from '../../shared/ids.ts';

/** What a handler is told about its surroundings; on Lambda the endpoint and keys are absent and the role speaks. */
export const lambdaEnvSchema = z.object({
  TABLE_NAME: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  MEDIA_BUCKET: z.string().min(1),
  /** The known organisations, comma separated. */
  ORGS: z.string().refine((list) => list.split(',').every((org) => orgSchema.safeParse(org).success)),
  MEDIACONVERT_ROLE_ARN: z.string().min(1),
  MEDIACONVERT_QUEUE_ARN: z.string().min(1),
  /** The tallest rung that is made, by the short side in pixels. */
  MAX_SHORT_SIDE: z.enum(['720', '1080', '1440', '2160']).optional(),
  /** US dollars that encoding may cost in a month (UTC); without it there is no cap. */
  MONTHLY_CAP_USD: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  AWS_REGION: z.string().min(1),
  AWS_ENDPOINT_URL: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
});
export type LambdaEnv = z.infer<typeof lambdaEnvSchema>;

/** @throws ZodError naming every variable that is missing or wrong. */
export const readEnv = (variables: Record<string, string | undefined>): LambdaEnv =>
  lambdaEnvSchema.parse(variables);

export const knowsOrg = (env: LambdaEnv, org: string) => env.ORGS.split(',').includes(org);
