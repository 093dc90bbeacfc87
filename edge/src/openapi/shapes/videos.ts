import {
  type Video,
  type VideoSummary,
  videoListSchema,
  videoPatchSchema,
  videoSchema,
  videoSummarySchema,
} from '../../../../shared/video.ts';
import { shape } from '../shape.ts';
import { folder, media, nextVersion, version, videoId } from './ids.ts';

const summary: VideoSummary = {
  id: videoId,
  title: 'Reef at night',
  tags: ['sea', 'night'],
  status: 'ready',
  progressPercent: null,
  published: true,
  publishedAt: '2026-11-24T10:30:00.000Z',
  durationMs: 125_000,
  resolutions: [
    { width: 1920, height: 1080 },
    { width: 640, height: 360 },
  ],
  poster: { url: `${media}/shark/i/9d2c6f0b7a1e4c3d8b5f0a6e2d7c1b94.jpg`, width: 640, height: 360 },
  createdAt: '2026-11-24T10:00:00.000Z',
  updatedAt: '2026-11-24T11:30:00.000Z',
  next: { version: nextVersion, attempt: 1, status: 'transcoding', progressPercent: 40 },
  failure: null,
  cost: { estimatedUsd: 0.16, actualUsd: 0.15 },
};

const video: Video = {
  ...summary,
  description: 'What comes out when the sun has gone.',
  version,
  source: {
    fileName: 'reef.mov',
    sizeBytes: 1_500_000_000,
    width: 1920,
    height: 1080,
    frameRate: 25,
    hasAudio: true,
  },
  renditions: [
    {
      width: 1920,
      height: 1080,
      bandwidthBps: 5_800_000,
      codecs: 'avc1.640028,mp4a.40.2',
      frameRate: 25,
    },
    { width: 640, height: 360, bandwidthBps: 900_000, codecs: 'avc1.4d401e,mp4a.40.2', frameRate: 25 },
  ],
  playback: { hls: `${folder}/index.m3u8`, dash: `${folder}/index.mpd` },
  storyboard: { url: `${folder}/storyboard.vtt` },
  posters: [{ id: 'f2', url: `${folder}/frames/f_.0000002.jpg` }],
  captions: [{ id: 'en', language: 'en', label: 'English', url: `${folder}/captions/en.vtt` }],
  warnings: [{ code: 'cover_unreadable', message: 'The cover picture in the file could not be read.' }],
};

export const videoShapes = [
  shape('VideoSummary', videoSummarySchema, summary),
  shape('VideoList', videoListSchema, { videos: [summary], nextCursor: 'eyJwIjoyfQ' }),
  shape('Video', videoSchema, video),
  shape('VideoPatch', videoPatchSchema, { title: 'Reef at night', tags: ['sea', 'night'], published: true }),
];
