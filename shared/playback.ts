import * as z from 'zod';
import { ulidSchema } from './ids.ts';
import { timeSchema } from './video.ts';

/** Media cookies live this long; script renews at half of it. */
export const mediaCookieLifeMs = 15 * 60 * 1000;

/** With a video: everything of that video. Without: the organisation's card images. */
export const keysRequestSchema = z.strictObject({ videoId: ulidSchema.optional() });
export type KeysRequest = z.infer<typeof keysRequestSchema>;

/** `resource` is the policy's one wildcard URL, `prefix` the cookies' Path; `cookies` are names only. */
export const keysSchema = z.object({
  resource: z.string(),
  prefix: z.string(),
  expiresAt: timeSchema,
  renewAfter: timeSchema,
  cookies: z.array(z.string()),
});
export type Keys = z.infer<typeof keysSchema>;
