import { expect } from 'vitest';
import type { Media } from '../aws/local/testing/media/media.ts';
import type { Output } from './output.ts';

const any = ['-allowed_extensions', 'ALL'];
const ofPicture = [...any, '-select_streams', 'v'];
const unique = <T>(all: T[]) => [...new Set(all)];

const keyframeSeconds = 2;

/** Times of a rendition's keyframes, from its first frame. */
async function keyframes(media: Media, path: string): Promise<number[]> {
  const packets = await media.probe(path, 'packet=pts_time,flags', ofPicture);
  return packets.filter((line) => line.includes('K')).map((line) => Number(line.split(',')[0]));
}

/** What the master playlist says of each rendition is what ffprobe finds in it. */
async function expectTruth(media: Media, { variants, pictures }: Output) {
  for (const [at, { resolution, frameRate = 0, codecs = '' }] of variants.entries()) {
    const path = pictures[at]?.path ?? '';
    const size = await media.probe(path, 'stream=width,height', ofPicture);
    expect(unique(size)).toEqual([`${resolution?.width},${resolution?.height}`]);
    const [rate = ''] = await media.probe(path, 'stream=r_frame_rate', ofPicture);
    const [num = 0, den = 1] = rate.split('/').map(Number);
    expect(frameRate).toBeCloseTo(num / den, 2);
    const [level = ''] = await media.probe(path, 'stream=level', ofPicture);
    expect(Number.parseInt(/^avc1\.[0-9A-F]{4}([0-9A-F]{2})/.exec(codecs)?.[1] ?? '', 16)).toBe(
      Number(level),
    );
    await media.decode(path);
  }
}

/** Every file that both manifests name is there, and they name the same ones. */
export async function expectWhole({ inHls, inDash, absent, text }: Output) {
  expect(text).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
  expect(await absent([...inHls, ...inDash])).toEqual([]);
  expect(inDash.toSorted()).toEqual(inHls.toSorted());
}

export type ExpectedPicture = {
  /** `640x360`, highest first. */
  sizes: string[];
  /** Frames a second. */
  rate: number;
  seconds: number;
};

/** A picture's renditions: their sizes, rates and lengths, aligned keyframes, and manifests that say the truth. */
export async function expectPicture(media: Media, output: Output, { sizes, rate, seconds }: ExpectedPicture) {
  const { variants, pictures, made } = output;
  expect(variants.map(({ resolution }) => `${resolution?.width}x${resolution?.height}`)).toEqual(sizes);
  expect(made.renditions.map(({ width, height }) => `${width}x${height}`)).toEqual(sizes);
  const bandwidths = variants.map(({ bandwidth }) => bandwidth);
  expect(bandwidths).toEqual([...new Set(bandwidths)].toSorted((a, b) => b - a));
  for (const { frameRate, bandwidth, averageBandwidth = 0 } of variants) {
    expect(frameRate).toBeCloseTo(rate, 2);
    expect(bandwidth).toBeGreaterThanOrEqual(averageBandwidth);
  }
  const frame = 1 / rate;
  for (const picture of pictures)
    expect(Math.abs(picture.seconds - seconds)).toBeLessThanOrEqual(frame + 0.001);
  expect(Math.abs(made.durationMs / 1000 - seconds)).toBeLessThanOrEqual(
    Math.max(frame, seconds * 0.005) + 0.03,
  );
  const [first = [], ...others] = await Promise.all(pictures.map(({ path }) => keyframes(media, path)));
  const between = Math.round(keyframeSeconds * rate) / rate;
  expect(first).toHaveLength(Math.ceil((pictures[0]?.seconds ?? 0) / between - 0.001));
  for (const other of others) expect(other).toEqual(first);
  await expectTruth(media, output);
}

/** The least that a picture of the tests shines somewhere, 0..255; black is below 20. */
const shining = 100;

/** The poster is one of the captured frames, of the picture's shape and not black; the storyboard shows them all. */
export async function expectPoster(media: Media, { made, names, pathOfObject }: Output) {
  const poster = made.frames.find(({ id }) => id === made.posterId);
  const path = pathOfObject(poster?.path ?? '');
  expect(Math.max(...(await media.colours(path, 0, 6)).flat())).toBeGreaterThan(shining);
  const [size = ''] = await media.probe(path, 'stream=width,height');
  expect(size).toBe(`${made.frameSize?.width},${made.frameSize?.height}`);
  expect(names).toContain('storyboard.vtt');
}
