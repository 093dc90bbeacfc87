import { expect, test } from 'vitest';
import type { Profile } from './catalog-item.ts';
import { type LadderPlan, planLadder } from './ladder.ts';
import { defaultPolicy, policyOf } from './ladder-policy.ts';
import { type Shape, shapes } from './testing/shapes.ts';

const kbps = (bps: number) => `${Math.round(bps / 1000)}k`;

/** A plan in words, one line a matter. */
function inWords({ rungs, frameRate, audio, frames, toSdr, deinterlace }: LadderPlan): string[] {
  return [
    ...rungs.map((rung) => `${rung.width}x${rung.height} ${kbps(rung.maxBitrateBps)} q${rung.qvbrLevel}`),
    ...(frameRate ? [`at ${frameRate.num}/${frameRate.den}`] : []),
    ...audio.map(({ track, language, name, isDefault, autoSelect }) =>
      [`sound ${track} "${name}"`, language, isDefault && 'default', autoSelect && 'auto']
        .filter(Boolean)
        .join(' '),
    ),
    ...(frames
      ? [`frames ${frames.width}x${frames.height} every ${frames.intervalMs} ms, ${frames.maxCaptures}`]
      : []),
    ...(toSdr ? ['to SDR'] : []),
    ...(deinterlace ? ['deinterlaced'] : []),
  ];
}

function plan(shape: Shape, policy = defaultPolicy): string[] {
  const planned = planLadder(shapes[shape], policy);
  return planned.ok ? inWords(planned.plan) : [planned.code];
}

/** Every shape's plan with 1080p at most, as it was read and found right. */
const usual: Record<Shape, string[]> = {
  '1080p': [
    '1920x1080 6000k q8',
    '1280x720 3500k q7',
    '960x540 2000k q7',
    '640x360 900k q7',
    '426x240 400k q7',
    'sound 1 "Audio" default auto',
    'frames 640x360 every 1000 ms, 60',
  ],
  '4K in HDR at 59.94': [
    '1920x1080 9000k q8',
    '1280x720 5250k q7',
    '960x540 3000k q7',
    '640x360 1350k q7',
    '426x240 600k q7',
    'sound 2 "English" en default auto',
    'sound 1 "Regiekommentar fur alle" de auto',
    'frames 640x360 every 72000 ms, 100',
    'to SDR',
  ],
  'a telephone held upright': [
    '1080x1920 6000k q8',
    '720x1280 3500k q7',
    '540x960 2000k q7',
    '360x640 900k q7',
    '240x426 400k q7',
    'sound 1 "Audio" default auto',
    'frames 360x640 every 1000 ms, 60',
  ],
  square: [
    '720x720 2000k q7',
    '540x540 1130k q7',
    '360x360 510k q7',
    '240x240 270k q7',
    'sound 1 "Audio" default auto',
    'frames 360x360 every 1000 ms, 60',
  ],
  '2.39:1': [
    '1920x804 4850k q7',
    '1720x720 4190k q7',
    '1290x540 2660k q7',
    '860x360 1200k q7',
    '574x240 540k q7',
    'sound 1 "Audio" default auto',
    'frames 640x268 every 1000 ms, 60',
  ],
  'odd sizes': [
    '640x360 900k q7',
    '426x240 400k q7',
    'sound 1 "Audio" default auto',
    'frames 640x360 every 1000 ms, 60',
  ],
  'PAL in fields with wide pixels': [
    '960x540 2000k q7',
    '640x360 900k q7',
    '426x240 400k q7',
    'sound 1 "Audio" default auto',
    'frames 640x360 every 1000 ms, 60',
    'deinterlaced',
  ],
  'AVI, of which little is known': [
    '640x480 1190k q7',
    '480x360 680k q7',
    '320x240 330k q7',
    'sound 1 "Audio" default auto',
    'frames 480x360 every 10000 ms, 100',
    'deinterlaced',
  ],
  'slow motion at 240': [
    '1280x720 5250k q7',
    '960x540 3000k q7',
    '640x360 1350k q7',
    '426x240 600k q7',
    'at 60/1',
    'sound 1 "Audio" default auto',
    'frames 640x360 every 1000 ms, 60',
  ],
  'between two rungs': [
    '960x540 2000k q7',
    '640x360 900k q7',
    '428x240 400k q7',
    'sound 1 "Audio" default auto',
    'frames 640x360 every 1000 ms, 60',
  ],
  'smaller than the lowest rung': [
    '320x180 270k q7',
    'sound 1 "Audio" default auto',
    'frames 320x180 every 1000 ms, 60',
  ],
  'a panorama': [
    '4096x512 6050k q7',
    '2880x360 3750k q7',
    '1920x240 1780k q7',
    'sound 1 "Audio" default auto',
    'frames 640x80 every 1000 ms, 60',
  ],
  'a scroll': [
    '272x4080 3910k q7',
    '240x3600 3290k q7',
    'sound 1 "Audio" default auto',
    'frames 42x640 every 1000 ms, 60',
  ],
  silent: ['640x360 900k q7', '426x240 400k q7', 'frames 640x360 every 1000 ms, 60'],
  'surround sound': [
    '640x360 900k q7',
    '426x240 400k q7',
    'sound 1 "Brazilian Portuguese" pt-BR default auto',
    'frames 640x360 every 1000 ms, 60',
  ],
  'eleven sounds': [
    '640x360 900k q7',
    '426x240 400k q7',
    'sound 3 "German" de default auto',
    'sound 1 "English" en auto',
    'sound 2 "English 2" en',
    'sound 4 "French" fr auto',
    'sound 5 "Audio"',
    'sound 6 "Simplified Chinese" zh-Hans auto',
    'sound 7 "Audio 2"',
    'sound 8 "Japanese" ja auto',
    'frames 640x360 every 1000 ms, 60',
  ],
  'half a second': [
    '640x360 900k q7',
    '426x240 400k q7',
    'sound 1 "Audio" default auto',
    'frames 640x360 every 1000 ms, 1',
  ],
  'twelve hours': [
    '640x360 900k q7',
    '426x240 400k q7',
    'sound 1 "Audio" default auto',
    'frames 640x360 every 432000 ms, 100',
  ],
  'sound alone': ['sound 1 "English" en default auto'],
  'sound alone, in two languages': ['sound 2 "English" en default auto'],
};

test.each(Object.entries(usual) as [Shape, string[]][])('%s', (shape, expected) => {
  expect(plan(shape)).toEqual(expected);
});

test.each<[Shape, Profile, number, string[]]>([
  [
    '4K in HDR at 59.94',
    'usual',
    2160,
    [
      '3840x2160 24000k q9',
      '2560x1440 14250k q8',
      '1920x1080 9000k q8',
      '1280x720 5250k q7',
      '960x540 3000k q7',
      '640x360 1350k q7',
      '426x240 600k q7',
      'sound 2 "English" en default auto',
      'sound 1 "Regiekommentar fur alle" de auto',
      'frames 640x360 every 72000 ms, 100',
      'to SDR',
    ],
  ],
  [
    '4K in HDR at 59.94',
    'safe',
    2160,
    [
      '1280x720 3500k q7',
      '960x540 2000k q7',
      '640x360 900k q7',
      '426x240 400k q7',
      'at 30000/1001',
      'sound 2 "English" en default auto',
      'to SDR',
    ],
  ],
  ['eleven sounds', 'safe', 1080, ['640x360 900k q7', '426x240 400k q7', 'sound 3 "German" de default auto']],
  [
    'slow motion at 240',
    'safe',
    1080,
    [
      '1280x720 3500k q7',
      '960x540 2000k q7',
      '640x360 900k q7',
      '426x240 400k q7',
      'at 30/1',
      'sound 1 "Audio" default auto',
    ],
  ],
  [
    'square',
    'safe',
    540,
    ['540x540 1130k q7', '360x360 510k q7', '240x240 270k q7', 'sound 1 "Audio" default auto'],
  ],
])('%s, %s up to %ip', (shape, profile, maxShortSide, expected) => {
  expect(plan(shape, policyOf(profile, maxShortSide))).toEqual(expected);
});
