import { addCaptionsSchema, captionTrackSchema } from '../../../../shared/caption-track.ts';
import { spendSchema } from '../../../../shared/spend.ts';
import { trashListSchema } from '../../../../shared/trash.ts';
import {
  historySchema,
  rollbackSchema,
  sourceLinkSchema,
  versionListSchema,
} from '../../../../shared/versions.ts';
import { shape } from '../shape.ts';
import { folder, version, videoId } from './ids.ts';

export const versionShapes = [
  shape('VersionList', versionListSchema, {
    versions: [
      {
        ...{ version, attempt: 1, current: true, fileName: 'reef.mov', durationMs: 125_000 },
        resolutions: [{ width: 1920, height: 1080 }],
        ...{ actualUsd: 0.15, createdAt: '2026-11-24T10:05:00.000Z' },
      },
    ],
  }),
  shape('Rollback', rollbackSchema, { version }),
  shape('History', historySchema, {
    events: [
      {
        ...{ at: '2026-11-24T10:05:00.000Z', type: 'MediaConvert Job State Change', version, attempt: 1 },
        ...{ jobId: '1671477617078-2886ye', state: 'COMPLETE', code: null, message: null },
      },
    ],
    nextCursor: null,
  }),
  shape('SourceLink', sourceLinkSchema, {
    url: 'https://uploads.example.com/uploads/shark/source',
    expiresAt: '2026-11-24T12:00:00.000Z',
  }),
  shape('AddCaptions', addCaptionsSchema, {
    ...{ language: 'en', label: 'English', format: 'vtt' },
    text: 'WEBVTT\n\n00:01.000 --> 00:04.000\nA shark!\n',
  }),
  shape('CaptionTrack', captionTrackSchema, {
    ...{ id: '3q2-7wEJ', language: 'en', label: 'English', url: `${folder}/captions/3q2-7wEJ.vtt` },
  }),
  shape('TrashList', trashListSchema, {
    videos: [
      {
        ...{ id: videoId, title: 'Reef at night', deletedAt: '2026-11-24T10:00:00.000Z' },
        restorableUntil: '2026-12-24T10:00:00.000Z',
      },
    ],
  }),
  shape('Spend', spendSchema, { month: '2026-11', spentUsd: 12.4, capUsd: 50 }),
];
