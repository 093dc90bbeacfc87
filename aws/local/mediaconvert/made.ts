import type { Fraction } from '../../../shared/probe.ts';
import type { Rendition } from './plan.ts';
import type { Track } from './track.ts';
import type { WantedAudio, WantedCaptions } from './wanted.ts';

/** What a job has made, in its work folder. */
export type MadeVideo = { rendition: Rendition; track: Track };
/** `name` is what a menu shows, `language` null where nobody said it. */
export type MadeAudio = { wanted: WantedAudio; track: Track; name: string; language: string | null };
export type MadeCaptions = {
  wanted: WantedCaptions;
  segments: { text: string; seconds: number }[];
  whole: string;
};
export type Made = {
  frameRate: Fraction;
  seconds: number;
  videos: MadeVideo[];
  audios: MadeAudio[];
  captions: MadeCaptions[];
};
