import type { Failure } from './progress.ts';

/**
 * What the pipeline does about a failure by itself: `later` tries the same again after a while, `safe` once more with a
 * plainer job, `never` leaves it to people.
 */
export type Reaction = 'later' | 'safe' | 'never';

type Entry = Pick<Failure, 'message' | 'remedy' | 'retryable'> & { reaction: Reaction };

/** What only another file can mend. */
const final = { retryable: false, reaction: 'never' } as const;
/** What may pass by itself. A job that ends in ERROR is not billed, so trying costs nothing. */
const passing = { retryable: true, reaction: 'later' } as const;
/** What the same job would do again, and a plainer one perhaps not. */
const plainer = { retryable: true, reaction: 'safe' } as const;
/** What waits for a person's decision. */
const waiting = { retryable: true, reaction: 'never' } as const;

/**
 * Every reason an attempt can fail for: the code is a promise to callers, the sentences are for people.
 * `retryable` says whether the same file may work another time, so whether a person is offered to try again.
 */
const catalogue = {
  empty_file: {
    message: 'The file is empty.',
    remedy: 'Check the file on your computer and upload it again.',
    ...final,
  },
  not_media: {
    message: 'The file is not a video or a sound recording that can be read.',
    remedy: 'Upload a video file, for example an MP4 with H.264 or HEVC.',
    ...final,
  },
  truncated: {
    message: 'The file is incomplete: its end is missing.',
    remedy: 'Check that the file plays to its end on your computer, then upload it again.',
    ...final,
  },
  encrypted: {
    message: 'The file is protected against copying (DRM), so it cannot be read.',
    remedy: 'Export or download the video without protection and upload that.',
    ...final,
  },
  unsupported_codec: {
    message: 'The video or its sound is in a format that cannot be converted.',
    remedy: 'Export the video as MP4 with H.264 or HEVC and AAC sound, then upload it.',
    ...final,
  },
  too_long: {
    message: 'The video is longer than this service takes.',
    remedy: 'Cut it into parts and upload each of them.',
    ...final,
  },
  too_large: {
    message: 'The file or its picture is larger than this service takes.',
    remedy: 'Export the video in a smaller size, for example 3840 × 2160, and upload it again.',
    ...final,
  },
  nothing_to_play: {
    message: 'The file holds neither picture nor sound.',
    remedy: 'Export the video with at least one picture or sound track and upload it again.',
    ...final,
  },
  picture_too_small: {
    message: 'The picture is smaller than 32 by 32 pixels.',
    remedy: 'Export the video in a larger size and upload it again.',
    ...final,
  },
  picture_missing: {
    message: 'The file announces a picture, but none can be found in it.',
    remedy: 'Check that the file plays on your computer, export it again and upload it.',
    ...plainer,
  },
  sound_unreadable: {
    message: 'The sound of the file cannot be read.',
    remedy: 'Export the video with AAC sound and upload it.',
    ...plainer,
  },
  source_changed: {
    message: 'The file was changed or replaced while it was being processed.',
    remedy: 'Upload the file again and leave it unchanged until the video is ready.',
    ...final,
  },
  source_missing: {
    message: 'The uploaded file is no longer there.',
    remedy: 'Upload the file again.',
    ...final,
  },
  upload_abandoned: {
    message: 'The upload was never finished.',
    remedy: 'Upload the file again and keep the page open until it is done.',
    ...final,
  },
  unreadable_source: {
    message: 'The file could not be opened or decoded.',
    remedy: 'Export the video again, for example as MP4 with H.264, and upload it.',
    ...final,
  },
  budget_exceeded: {
    message: 'Converting this video would exceed the budget of this month.',
    remedy: 'Try again next month, or ask whoever runs this service to raise the budget.',
    ...waiting,
  },
  job_refused: {
    message: 'The transcoding service refused this video.',
    remedy: 'Export the video in a common format and size, for example MP4 at 1080p, and upload it again.',
    ...plainer,
  },
  settings_unsuitable: {
    message: 'The video cannot be converted with the usual settings.',
    remedy: 'Export the video in a common format and size, for example MP4 at 1080p, and upload it again.',
    ...plainer,
  },
  service_setup: {
    message: 'The transcoding service is not allowed to read or write the files it needs.',
    remedy: 'Ask whoever runs this service to check its permissions, then try again.',
    ...passing,
  },
  job_lost: {
    message: 'The transcoding service knows nothing of this video any more.',
    remedy: 'Try again.',
    ...passing,
  },
  transcode_failed: {
    message: 'Transcoding failed.',
    remedy: 'Try again; if it fails again, export the video anew and upload it.',
    ...passing,
  },
  transcode_canceled: {
    message: 'Transcoding was canceled.',
    remedy: 'Try again when you want the video made.',
    ...waiting,
  },
  /** A finished job is billed: what came out of it badly is made once more, not three times. */
  output_rejected: {
    message: 'Transcoding finished, but what it made would not play well, so it was not published.',
    remedy: 'Try again; if it fails again, export the video anew and upload it.',
    ...plainer,
  },
} as const satisfies Record<string, Entry>;

export type FailureCode = keyof typeof catalogue;
export const failureCodes = Object.keys(catalogue) as FailureCode[];

/** The failure of a code, as it is stored and shown; `detail` is what the check of the output found. */
export function failure(code: FailureCode, detail?: Failure['detail']): Failure {
  const { message, remedy, retryable } = catalogue[code];
  return { code, message, remedy, retryable, ...(detail && { detail }) };
}

/** What the pipeline does by itself about a failure. */
export const reactionTo = (code: FailureCode): Reaction => catalogue[code].reaction;

const minute = 60_000;
const waitsMs = [1 * minute, 5 * minute, 20 * minute];
const jitter = 0.2;

/**
 * How long to wait before the same is tried again, in ms: 1, 5 and 20 minutes, each a fifth shorter to a fifth longer, so
 * that videos which failed together do not come back together. `tries` counts automatic retries so far, from 0; null when
 * there were three. `random` gives 0 up to 1.
 */
export function retryAfterMs(tries: number, random: () => number): number | null {
  const waitMs = waitsMs[tries];
  return waitMs === undefined ? null : Math.round(waitMs * (1 - jitter + 2 * jitter * random()));
}
