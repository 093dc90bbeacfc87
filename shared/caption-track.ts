import * as z from 'zod';
import { captionFormatSchema } from './captions.ts';

const maxTextCharacters = 1_000_000;

/** What somebody sends as captions of a video: `language` is BCP 47, `text` a whole SubRip or WebVTT file. */
export const addCaptionsSchema = z.strictObject({
  language: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language like en or pt-BR'),
  label: z.string().trim().min(1).max(80),
  format: captionFormatSchema,
  text: z.string().min(1).max(maxTextCharacters),
});
export type AddCaptions = z.infer<typeof addCaptionsSchema>;

/** One caption track as players get it. */
export const captionTrackSchema = z.object({
  id: z.string(),
  language: z.string(),
  label: z.string(),
  url: z.url(),
});
export type CaptionTrack = z.infer<typeof captionTrackSchema>;
