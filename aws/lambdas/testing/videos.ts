import type { Current, Made, Next } from '../../../shared/catalog-item.ts';
import type { Source } from '../../../shared/video.ts';

export const videoId = '01JDVXKQ2M8R4T6W9Y0B3C5D7F';
export const version = '01JDVXM0A1B2C3D4E5F6G7H8J9';
export const otherVersion = '01JDVXM0A1B2C3D4E5F6G7H8J0';

export const source: Source = {
  fileName: 'holiday.mp4',
  sizeBytes: 9,
  width: null,
  height: null,
  frameRate: null,
  hasAudio: null,
};

export const made: Made = {
  durationMs: 1000,
  renditions: [],
  hlsPath: `shark/v/${videoId}/${otherVersion}/index.m3u8`,
  dashPath: null,
  storyboardPath: null,
  frames: [],
  frameSize: null,
  posterId: null,
};

export const uploadingNext: Next = { version, attempt: 1, status: 'uploading', source };

/** Another version that plays already. */
export const playing: Current = { version: otherVersion, attempt: 1, status: 'ready', source, made };
