import type { Me, Person } from '../../../shared/people.ts';
import type { Video, VideoSummary } from '../../../shared/video.ts';
import type { Frame } from './page.tsx';

/** Values for tests of pages. */
const id = '01JD2M0000000000000000000A';

const assets: Frame['assets'] = { style: '/assets/shark-1.css', script: (name) => `/assets/${name}-1.js` };

export const me = (role: Me['role'], email = `${role}@example.com`): Me => ({
  kind: 'person',
  email,
  org: 'shark',
  role,
  scopes: [],
});

export const signedOut: Frame = { assets, me: null, session: null };

export const frameFor = (role: 'admin' | 'viewer'): Frame => ({
  assets,
  me: me(role),
  session: { refreshInMs: 600_000, lifeMs: 900_000 },
});

export const summary = (changes: Partial<VideoSummary> = {}): VideoSummary => ({
  id,
  title: 'Reef',
  tags: ['sea'],
  status: 'ready',
  progressPercent: null,
  published: true,
  publishedAt: '2026-11-24T10:30:00Z',
  durationMs: 125_000,
  resolutions: [
    { width: 640, height: 360 },
    { width: 1920, height: 1080 },
  ],
  poster: { url: 'https://media.example/shark/i/1.jpg', width: 640, height: 360 },
  createdAt: '2026-11-24T10:00:00Z',
  updatedAt: '2026-11-24T11:00:00Z',
  ...changes,
});

export const video = (changes: Partial<Video> = {}): Video => ({
  ...summary(),
  description: 'Fish.',
  version: id,
  source: {
    fileName: 'reef.mov',
    sizeBytes: 1_500_000,
    width: 1920,
    height: 1080,
    frameRate: 25,
    hasAudio: true,
  },
  renditions: [{ width: 1920, height: 1080, bandwidthBps: 5_000_000, codecs: 'avc1.640028', frameRate: 25 }],
  playback: { hls: `https://media.example/shark/v/${id}/${id}/index.m3u8`, dash: null },
  storyboard: { url: `https://media.example/shark/v/${id}/${id}/storyboard.vtt` },
  captions: [],
  ...changes,
});

export const person = (changes: Partial<Person> = {}): Person => ({
  id: 'b6a1',
  email: 'nina@example.com',
  role: 'viewer',
  status: 'active',
  invitedAt: '2026-11-24T10:00:00Z',
  expiresAt: null,
  ...changes,
});

/** A component's markup. */
export const markup = async (element: { toString(): string | Promise<string> }) =>
  `${await element.toString()}`;
