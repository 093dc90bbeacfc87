import type { Probe } from '../probe.ts';
import { audioTrack, pictureTrack, probeOf } from './probes.ts';

const sixty = { num: 60_000, den: 1001 };
const hour = 3_600_000;
const english = audioTrack({ language: 'en' });
const german = audioTrack({ language: 'de', name: 'Regiekommentar für alle', isDefault: false });

/** One source of every kind that is uploaded. */
export const shapes = {
  '1080p': probeOf(pictureTrack(1920, 1080)),
  '4K in HDR at 59.94': probeOf(pictureTrack(3840, 2160, { frameRate: sixty, isHdr: true }), {
    durationMs: 2 * hour,
    audio: [german, english],
  }),
  'a telephone held upright': probeOf(pictureTrack(1920, 1080, { rotation: 90, frameRate: null })),
  square: probeOf(pictureTrack(720, 720)),
  '2.39:1': probeOf(pictureTrack(1920, 804)),
  'odd sizes': probeOf(pictureTrack(641, 361)),
  'PAL in fields with wide pixels': probeOf(
    pictureTrack(720, 576, { pixelAspect: { num: 64, den: 45 }, isInterlaced: true }),
  ),
  'AVI, of which little is known': probeOf(pictureTrack(640, 480, { isInterlaced: null }), {
    durationMs: null,
  }),
  'slow motion at 240': probeOf(pictureTrack(1280, 720, { frameRate: { num: 240, den: 1 } })),
  'between two rungs': probeOf(pictureTrack(1000, 562)),
  'smaller than the lowest rung': probeOf(pictureTrack(320, 180)),
  'a panorama': probeOf(pictureTrack(8000, 1000)),
  'a scroll': probeOf(pictureTrack(600, 9000)),
  silent: probeOf(pictureTrack(640, 360), { audio: [] }),
  'surround sound': probeOf(pictureTrack(640, 360), {
    audio: [audioTrack({ channels: 6, language: 'pt-BR' })],
  }),
  'eleven sounds': probeOf(pictureTrack(640, 360), {
    audio: ['en', 'en', 'de', 'fr', null, 'zh-Hans', null, 'ja', 'ru', 'pl', 'it'].map((language) =>
      audioTrack({ language, isDefault: language === 'de' }),
    ),
  }),
  'half a second': probeOf(pictureTrack(640, 360), { durationMs: 500 }),
  'twelve hours': probeOf(pictureTrack(640, 360), { durationMs: 12 * hour }),
  'sound alone': probeOf(null, { audio: [english] }),
  'sound alone, in two languages': probeOf(null, { audio: [german, english] }),
} as const satisfies Record<string, Probe>;

export type Shape = keyof typeof shapes;
