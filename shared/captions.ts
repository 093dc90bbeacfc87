import * as z from 'zod';
import { parseSrt } from './srt.ts';
import { type Captions, parseWebVtt, serialiseWebVtt } from './webvtt.ts';

/** What captions are written in when they come: SubRip or WebVTT. */
export const captionFormatSchema = z.enum(['srt', 'vtt']);
export type CaptionFormat = z.infer<typeof captionFormatSchema>;

/** @throws CaptionsError naming the line that cannot be read */
export const parseCaptions = (text: string, format: CaptionFormat): Captions =>
  format === 'vtt' ? parseWebVtt(text) : { styles: [], cues: parseSrt(text) };

/**
 * Captions of either format as the WebVTT file that players get.
 * @throws CaptionsError naming the line that cannot be read
 */
export const toWebVtt = (text: string, format: CaptionFormat): string =>
  serialiseWebVtt(parseCaptions(text, format));
