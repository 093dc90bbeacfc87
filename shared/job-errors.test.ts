import { describe, expect, test } from 'vitest';
import { reactionTo } from './failures.ts';
import { codeOfJob, knownJobErrors } from './job-errors.ts';

/** The codes that the service's page lists, as read in November 2026. */
const listed = [
  ...[1010, 1020, 1021, 1022, 1030, 1040, 1041, 1042, 1043, 1056, 1060, 1075, 1076, 1080, 1091, 1092, 1093],
  ...[1401, 1404, 1432, 1433, 1434, 1515, 1517, 1522, 1550, 1601, 1602, 1603, 1700, 1999],
  ...[3400, 3401, 3403, 3404, 3408, 3450, 3451, 3452, 3453, 3454, 3455, 3456, 3457, 3458, 3999],
];

test('every listed error has one meaning', () => {
  expect(listed.filter((error) => !knownJobErrors.includes(error))).toEqual([]);
  expect(new Set(knownJobErrors).size).toBe(knownJobErrors.length);
});

describe('an error of a job', () => {
  test.each([
    [1010, 'unreadable_source', 'never'],
    [1020, 'picture_missing', 'safe'],
    [1021, 'sound_unreadable', 'safe'],
    [1022, 'nothing_to_play', 'never'],
    [1030, 'unsupported_codec', 'never'],
    [1040, 'settings_unsuitable', 'safe'],
    [1041, 'settings_unsuitable', 'safe'],
    [1042, 'settings_unsuitable', 'safe'],
    [1043, 'settings_unsuitable', 'safe'],
    [1050, 'settings_unsuitable', 'safe'],
    [1056, 'transcode_failed', 'later'],
    [1060, 'settings_unsuitable', 'safe'],
    [1075, 'unreadable_source', 'never'],
    [1076, 'truncated', 'never'],
    [1080, 'settings_unsuitable', 'safe'],
    [1091, 'service_setup', 'later'],
    [1092, 'sound_unreadable', 'safe'],
    [1401, 'service_setup', 'later'],
    [1404, 'source_missing', 'never'],
    [1432, 'service_setup', 'later'],
    [1433, 'service_setup', 'later'],
    [1434, 'service_setup', 'later'],
    [1507, 'settings_unsuitable', 'safe'],
    [1515, 'service_setup', 'later'],
    [1517, 'transcode_failed', 'later'],
    [1522, 'transcode_failed', 'later'],
    [1550, 'settings_unsuitable', 'safe'],
    [1999, 'transcode_failed', 'later'],
    [3400, 'not_media', 'never'],
    [3401, 'service_setup', 'later'],
    [3403, 'service_setup', 'later'],
    [3404, 'source_missing', 'never'],
    [3408, 'transcode_failed', 'later'],
    [3450, 'transcode_failed', 'later'],
    [3451, 'transcode_failed', 'later'],
    [3457, 'service_setup', 'later'],
    [3999, 'transcode_failed', 'later'],
    [9999, 'transcode_failed', 'later'],
    [undefined, 'transcode_failed', 'later'],
  ] as const)('%s means %s: %s', (error, code, reaction) => {
    expect(codeOfJob(error)).toBe(code);
    expect(reactionTo(code)).toBe(reaction);
  });
});
