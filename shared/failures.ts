import type { Failure } from './progress.ts';

/**
 * Every reason an attempt can fail for: the code is a promise to callers, the sentences are for people.
 * `retryable` says whether the same file may work another time.
 */
const catalogue = {
  empty_file: {
    message: 'The file is empty.',
    remedy: 'Check the file on your computer and upload it again.',
    retryable: false,
  },
  not_media: {
    message: 'The file is not a video or a sound recording that can be read.',
    remedy: 'Upload a video file, for example an MP4 with H.264 or HEVC.',
    retryable: false,
  },
  truncated: {
    message: 'The file is incomplete: its end is missing.',
    remedy: 'Check that the file plays on your computer, then upload it again.',
    retryable: false,
  },
  nothing_to_play: {
    message: 'The file holds neither picture nor sound.',
    remedy: 'Export the video with at least one picture or sound track and upload it again.',
    retryable: false,
  },
  picture_too_small: {
    message: 'The picture is smaller than 32 by 32 pixels.',
    remedy: 'Export the video in a larger size and upload it again.',
    retryable: false,
  },
  source_changed: {
    message: 'The file was changed or replaced while it was being processed.',
    remedy: 'Upload the file again and leave it unchanged until the video is ready.',
    retryable: false,
  },
  source_missing: {
    message: 'The uploaded file is no longer there.',
    remedy: 'Upload the file again.',
    retryable: false,
  },
  unreadable_source: {
    message: 'The file could not be opened or decoded.',
    remedy: 'Export the video again, for example as MP4 with H.264, and upload it.',
    retryable: false,
  },
  job_refused: {
    message: 'The transcoding service refused this video.',
    remedy: 'Export the video in a common format and size, for example MP4 at 1080p, and upload it again.',
    retryable: false,
  },
  transcode_failed: {
    message: 'Transcoding failed.',
    remedy: 'Try again; if it fails again, export the video anew and upload it.',
    retryable: true,
  },
  transcode_canceled: {
    message: 'Transcoding was canceled.',
    remedy: 'Upload the file again when you want the video made.',
    retryable: true,
  },
  output_missing: {
    message: 'Transcoding finished, but what it made is incomplete.',
    remedy: 'Try again.',
    retryable: true,
  },
} as const satisfies Record<string, Omit<Failure, 'code'>>;

export type FailureCode = keyof typeof catalogue;

/** The failure of a code, as it is stored and shown. */
export const failure = (code: FailureCode): Failure => ({ code, ...catalogue[code] });

/**
 * MediaConvert's error codes that blame the file (docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html);
 * any other may succeed another time.
 */
const sourceErrors: Record<number, FailureCode> = {
  1010: 'unreadable_source',
  1020: 'unreadable_source',
  1021: 'unreadable_source',
  1022: 'unreadable_source',
  1030: 'unreadable_source',
  1040: 'unreadable_source',
  1404: 'source_missing',
};

/** The failure that a MediaConvert `errorCode` stands for. */
export const failureOfJob = (errorCode: number | undefined): Failure =>
  failure(sourceErrors[errorCode ?? 0] ?? 'transcode_failed');
