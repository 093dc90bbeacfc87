import { chmod, writeFile } from 'node:fs/promises';
import { CreateJobCommand, type VideoPreprocessor } from '@aws-sdk/client-mediaconvert';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMedia, type Media } from '../testing/media/media.ts';
import { pictures } from '../testing/media/pictures.ts';
import { jobFor } from './testing/jobs.ts';
import { type Service, startService, tools } from './testing/service.ts';

const folder = 'shark/v/01JDVXKQ2M8R4T6W9Y0B3C5D7F/01JDVXM0A1B2C3D4E5F6G7H8J9/';
const name = 'index_360p.m3u8';

let media: Media;
/** With whatever the found ffmpeg has, and with an ffmpeg that was built without zscale. */
const services: Record<string, Service> = {};

/** The found ffmpeg, refusing as those without the filter do. */
async function withoutZscale(path: string, ffmpeg: string): Promise<string> {
  const refusal = `case "$*" in *zscale*) echo "No such filter: 'zscale'" >&2; exit 1;; esac`;
  await writeFile(path, `#!/bin/sh\n${refusal}\nexec '${ffmpeg}' "$@"\n`);
  await chmod(path, 0o755);
  return path;
}

beforeAll(async () => {
  media = await createMedia();
  const found = await tools();
  const bare = { ...found, ffmpeg: await withoutZscale(media.path('ffmpeg'), found.ffmpeg) };
  services['zscale'] = await startService();
  services['tables'] = await startService({ tools: bare });
  const made = {
    pq: await pictures.pq(media),
    hlg: await pictures.hlg(media),
    fields: await pictures.fields(media),
  };
  for (const { store } of Object.values(services))
    for (const [key, path] of Object.entries(made)) await store.upload('up', key, path);
});

afterAll(async () => {
  for (const service of Object.values(services)) await service.stop();
  await media.clean();
});

async function run(
  mapper: string,
  key: string,
  preprocessors?: VideoPreprocessor,
  box: [number, number] = [320, 180],
) {
  const service = services[mapper];
  if (!service) throw new TypeError(mapper);
  const change = { key, box, renditions: 1, withoutCaptions: true, frameSeconds: 1 };
  const request = jobFor('ladder-CMAF', { ...change, ...(preprocessors && { preprocessors }) });
  const { Job } = await service.client.send(new CreateJobCommand(request));
  expect(await service.settled(Job?.Id ?? '')).toMatchObject({ status: 'COMPLETE' });
  const made = `${service.folder}/store/media/${folder}`;
  return { playlist: `${made}${name}`, frame: `${made}frames/f_.0000001.jpg` };
}

const toSdr = (HdrToSdrToneMapper: 'PRESERVE_DETAILS' | 'VIBRANT'): VideoPreprocessor => ({
  ColorCorrector: { ColorSpaceConversion: 'FORCE_709', HdrToSdrToneMapper },
});

/** The test picture's bars from left to right: which of red, green and blue each has. */
const bars = ['r', 'g', 'rg', 'b', 'rb', 'gb'];

/** How much brighter a bar's own colours are than its others, at the least; pictures that are not converted are grey. */
function contrast(colours: number[][]): number {
  const ratios = colours.map((colour, at) => {
    const own = colour.filter((_, channel) => bars[at]?.includes('rgb'.charAt(channel)));
    const others = colour.filter((_, channel) => !bars[at]?.includes('rgb'.charAt(channel)));
    return Math.min(...own) / Math.max(1, ...others);
  });
  return Math.min(...ratios);
}

const tags = ['-select_streams', 'v', '-allowed_extensions', 'ALL'];
const transferOf = (path: string) =>
  media.probe(path, 'stream=color_transfer', tags).then(([first]) => first);

test.each([
  ['pq', 'zscale', 'PRESERVE_DETAILS'],
  ['pq', 'zscale', 'VIBRANT'],
  ['pq', 'tables', 'PRESERVE_DETAILS'],
  ['hlg', 'zscale', 'PRESERVE_DETAILS'],
  ['hlg', 'tables', 'PRESERVE_DETAILS'],
] as const)('%s becomes an ordinary picture by %s, %s', async (key, mapper, mode) => {
  const { playlist, frame } = await run(mapper, key, toSdr(mode));
  const colours = await media.colours(playlist, 1, bars.length);
  expect(contrast(colours)).toBeGreaterThan(1.6);
  expect(Math.max(...colours.flat())).toBeGreaterThan(160);
  expect(await transferOf(playlist)).toBe('bt709');
  expect(contrast(await media.colours(frame, 0, bars.length))).toBeGreaterThan(1.6);
});

test('what is not to be converted stays as it is, and says so', async () => {
  const { playlist } = await run('zscale', 'pq');
  expect(contrast(await media.colours(playlist, 1, bars.length))).toBeLessThan(1.5);
  expect(await transferOf(playlist)).toBe('smpte2084');
});

test('captured frames have the colours of the picture', async () => {
  const [red, green, blue] = [32, 160, 64];
  const tags = ['-colorspace', 'bt709', '-color_trc', 'bt709', '-color_primaries', 'bt709'];
  const colour = ['-f', 'lavfi', '-i', `color=0x20A040:s=320x180:r=25:d=2`];
  const filter = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'];
  const path = await media.make('green.mp4', [...colour, ...filter, ...tags]);
  await services['zscale']?.store.upload('up', 'green', path);
  const { frame } = await run('zscale', 'green');
  const [seen = []] = await media.colours(frame, 0, 1);
  for (const [channel, value] of [red, green, blue].entries())
    expect(Math.abs((seen[channel] ?? 0) - value)).toBeLessThan(12);
});

/** Frames in which lines of two moments stand side by side. */
async function combed(path: string): Promise<number> {
  const log = await media.log(path, 'idet', '-vf');
  const [, top, bottom] = /Multi frame detection: TFF: *(\d+) BFF: *(\d+)/.exec(log) ?? [];
  return Number(top) + Number(bottom);
}

test('fields become frames where the job asks', async () => {
  const asked = {
    Deinterlacer: { Algorithm: 'INTERPOLATE', Mode: 'DEINTERLACE', Control: 'NORMAL' },
  } as const;
  const before = await run('zscale', 'fields', undefined, [720, 576]);
  expect(await combed(before.playlist)).toBeGreaterThan(60);
  const after = await run('zscale', 'fields', asked, [720, 576]);
  expect(await combed(after.playlist)).toBeLessThan(8);
});
