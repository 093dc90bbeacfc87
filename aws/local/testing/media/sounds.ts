import { writeFile } from 'node:fs/promises';
import { type Media, picture, sound } from './media.ts';

const both = (seconds: number) => [...picture('426x240', '25', seconds), ...sound(seconds)];

async function subtitles(media: Media): Promise<string> {
  const path = media.path('words.srt');
  await writeFile(
    path,
    '1\n00:00:00,500 --> 00:00:01,500\nGood morning\n\n2\n00:00:02,000 --> 00:00:03,000\nBye\n',
  );
  return path;
}

/** Sounds of every kind, and what else lies beside a picture; a few seconds each. */
export const sounds = {
  /** 440 Hz in English, 880 Hz in French. */
  languages: (media: Media) =>
    media.make('languages.mp4', [
      ...[...both(4), ...sound(4, 880), '-map', '0:v', '-map', '1:a', '-map', '2:a'],
      ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=fra'],
    ]),
  /** 5.1: 440 Hz in front on the right, 880 Hz behind on the left. */
  surround: (media: Media) =>
    media.make('surround.mp4', [
      ...picture('426x240', '25', 4),
      ...['-f', 'lavfi', '-i', "aevalsrc='0|sin(880*PI*t)/4|0|0|sin(1760*PI*t)/4|0':c=5.1:s=48000:d=4"],
    ]),
  /** An MP3 with a picture of its sleeve. */
  song: async (media: Media) => {
    const cover = await media.copy('sleeve.jpg', [...picture('300x300', '1', 1), '-frames:v', '1']);
    return media.copy('song.mp3', [
      ...[...sound(4), '-i', cover, '-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-c:a', 'libmp3lame'],
      ...['-id3v2_version', '3', '-metadata:s:v', 'comment=Cover (front)', '-disposition:v', 'attached_pic'],
    ]);
  },
  voice: (media: Media) => media.copy('voice.m4a', [...sound(4), '-c:a', 'aac']),
  /** A second of picture before the sound begins. */
  late: (media: Media) =>
    media.make('late.mp4', [
      ...[...picture('426x240', '25', 4), ...sound(3)],
      ...['-filter_complex', '[1:a]asetpts=PTS+1/TB[a]', '-map', '0:v', '-map', '[a]'],
    ]),
  timedText: async (media: Media) =>
    media.make('timed-text.mp4', [
      ...[...both(4), '-i', await subtitles(media), '-map', '0:v', '-map', '1:a', '-map', '2:s'],
      ...['-c:s', 'mov_text', '-metadata:s:s:0', 'language=eng'],
    ]),
  subRip: async (media: Media) =>
    media.make('sub-rip.mkv', [
      ...[...both(4), '-i', await subtitles(media), '-map', '0:v', '-map', '1:a', '-map', '2:s'],
      ...['-c:s', 'srt', '-metadata:s:s:0', 'language=eng'],
    ]),
} as const;
