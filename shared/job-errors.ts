import type { FailureCode } from './failures.ts';

/**
 * MediaConvert's error codes by what they mean to us
 * (docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html; 1050 and 1507 are older than that page).
 * Files and settings are blamed only where the page does; any other code may succeed another time.
 */
const meanings: Partial<Record<FailureCode, number[]>> = {
  /** The input cannot be opened; the demuxer could not get over what is broken in it. */
  unreadable_source: [1010, 1075],
  /** The input is there and holds no video; no audio, or such as cannot be decoded; neither. */
  picture_missing: [1020],
  sound_unreadable: [1021, 1092],
  nothing_to_play: [1022],
  unsupported_codec: [1030],
  /** An unexpected end of file. */
  truncated: [1076],
  /** A playlist in place of a file. */
  not_media: [3400],
  /**
   * Settings that do not suit each other or the input; acceleration, wanted where it cannot be or failing; a disk full of
   * outputs; a clip outside of the input; MXF settings.
   */
  settings_unsuitable: [1040, 1041, 1042, 1043, 1050, 1060, 1080, 1507, 1550],
  /** Access denied by S3, a web server or a policy; a role that lacks rights, does not exist or may not be assumed; keys. */
  service_setup: [1091, 1401, 1432, 1433, 1434, 1515, 3401, 3403, 3457],
  source_missing: [1404, 3404],
  /**
   * Files that cannot be opened for now, S3 and web servers that fail, and the unexpected; 1093, 16xx, 1700, 3452 to 3456
   * and 3458 come as they are, for whatever is no fault of the file is worth another try.
   */
  transcode_failed: [
    ...[1056, 1093, 1517, 1522, 1601, 1602, 1603, 1700, 1999],
    ...[3408, 3450, 3451, 3452, 3453, 3454, 3455, 3456, 3458, 3999],
  ],
};

const codeOf = new Map(
  Object.entries(meanings).flatMap(([code, errors]) =>
    errors.map((error) => [error, code as FailureCode] as const),
  ),
);

/** Every error code that has a meaning here. */
export const knownJobErrors = [...codeOf.keys()];

/** Why an attempt failed whose job ended with a MediaConvert `errorCode`. */
export const codeOfJob = (errorCode: number | undefined): FailureCode =>
  codeOf.get(errorCode ?? 0) ?? 'transcode_failed';
