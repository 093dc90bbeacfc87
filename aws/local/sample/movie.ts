import { renameSync } from 'node:fs';
import { findFfmpeg } from '../ffmpeg/find-ffmpeg.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';

export type MovieSize = { width: number; height: number; seconds: number };

/** Water: waves of colour, reckoned small (an eighteenth of 1080p) and drawn large. */
const water = (seconds: number) =>
  `color=c=black:s=192x108:r=24:d=${seconds},format=gbrp,geq=${[
    "r='34+26*sin((X+Y)/23+T*0.9)*sin(Y/17-T*0.7)'",
    "g='110+45*sin(X/29+T*0.8)*sin(Y/19+T*0.5)+25*sin((X-Y)/13-T*1.1)'",
    "b='165+55*sin(X/31-T*0.6)+25*sin(Y/11+T*1.3)'",
  ].join(':')}`;

/** Plankton: Conway's game of life, blurred. The seed keeps every sample the same. */
const plankton =
  'life=s=240x135:r=12:seed=7:ratio=0.09:mold=6:death_color=black:life_color=white:mold_color=black';

const tone = (hertz: number, volume: number, sway: number) =>
  `${volume}*sin(2*PI*${hertz}*t)*(0.6+0.4*sin(${sway}*t))`;
const left = [tone(110, 0.16, 0.9), tone(165, 0.1, 1.3), tone(220, 0.08, 0.7)].join('+');
const right = [tone(110.4, 0.16, 0.8), tone(165.3, 0.1, 1.1), tone(277.2, 0.08, 0.6)].join('+');
const sound = (seconds: number) =>
  `aevalsrc='${left}|${right}':s=48000:d=${seconds},afade=t=in:d=1.5,afade=t=out:st=${seconds - 2}:d=2`;

const lightOnWater = 'blend=c0_mode=screen:c0_opacity=0.35:c1_mode=normal:c2_mode=normal';

/** Draws the sample: moving water with sound, H.264 and AAC in an MP4. At 1080p and 20 s about 7 MB and 20 CPU seconds. */
export async function makeMovie(path: string, { width, height, seconds }: MovieSize): Promise<void> {
  const { ffmpeg } = await findFfmpeg();
  const size = `scale=${width}:${height}:flags=bicubic,format=yuv420p`;
  const unfinished = `${path}.new.mp4`;
  // biome-ignore format: a command line reads best as one
  await runFfmpeg(ffmpeg, [
    '-f', 'lavfi', '-i', `${water(seconds)},format=yuv420p,${size}`,
    '-f', 'lavfi', '-i', `${plankton},format=gray,boxblur=1,fps=24,${size}`,
    '-f', 'lavfi', '-i', sound(seconds),
    '-filter_complex', `[0:v][1:v]${lightOnWater}[picture]`, '-map', '[picture]', '-map', '2:a',
    '-c:v', 'libx264', '-preset', 'superfast', '-crf', '21', '-c:a', 'aac', '-b:a', '128k',
    '-t', String(seconds), '-movflags', '+faststart', unfinished,
  ], { timeoutMs: 300_000 });
  renameSync(unfinished, path);
}
