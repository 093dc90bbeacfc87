import { writeFile } from 'node:fs/promises';
import type { FailureCode } from '../../../../shared/failures.ts';
import { cut, recoded, stretched } from './bytes.ts';
import { type Media, picture, sound } from './media.ts';

const clip = (seconds: number) => [...picture('320x180', '25', seconds), ...sound(seconds)];

async function written(media: Media, name: string, text: string): Promise<string> {
  await writeFile(media.path(name), text);
  return media.path(name);
}

/** Files that no video comes of, whatever their names say. */
export const troubles = {
  empty: (media: Media) => written(media, 'empty.mp4', ''),
  words: (media: Media) => written(media, 'words.mp4', 'not a video, whatever its name says\n'.repeat(100)),
  still: async (media: Media) => {
    const still = await media.copy('still.png', [...picture('320x180', '1', 1), '-frames:v', '1']);
    return media.copy('still.mp4', ['-i', still, '-c', 'copy', '-f', 'image2', '-update', '1']);
  },
  /** A playlist that names a file of the machine that reads it. */
  playlist: async (media: Media) => {
    const secret = await media.make('secret.ts', picture('320x180', '25', 2));
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:3',
      '#EXT-X-TARGETDURATION:2',
      '#EXTINF:2.0,',
      `file://${secret}`,
    ];
    return written(media, 'playlist.mp4', [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  },
  /** The index is whole, half of what it points at is gone. */
  truncated: async (media: Media) =>
    cut(await media.make('truncated.mp4', [...clip(6), '-movflags', '+faststart']), 0.5),
  /** The index would have come last. */
  withoutIndex: async (media: Media) => cut(await media.make('without-index.mp4', clip(4)), 0.5),
  /** Half a song decodes well; only what comes out tells. */
  halfSong: async (media: Media) => cut(await media.copy('half-song.flac', sound(6)), 0.5),
  encrypted: (media: Media) =>
    media.make('encrypted.mp4', [
      ...[...clip(3), '-encryption_scheme', 'cenc-aes-ctr'],
      ...['-encryption_key', '00112233445566778899aabbccddeeff'],
      ...['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8'],
    ]),
  unknownCodec: async (media: Media) => recoded(await media.make('unknown-codec.mp4', clip(3)), 'zzz1'),
  /** Fifty pictures, shown for forty hours. */
  endless: async (media: Media) =>
    stretched(await media.make('endless.mp4', picture('320x180', '25', 2)), 72_000, { pictures: true }),
  tiny: (media: Media) =>
    media.make(
      'tiny.mp4',
      clip(3).map((arg) => arg.replace('320x180', '16x16')),
    ),
} as const;

/** What each of them fails with. */
export const reasons: Record<keyof typeof troubles, FailureCode> = {
  empty: 'empty_file',
  words: 'not_media',
  still: 'not_media',
  playlist: 'not_media',
  truncated: 'truncated',
  withoutIndex: 'truncated',
  halfSong: 'truncated',
  encrypted: 'encrypted',
  unknownCodec: 'unsupported_codec',
  endless: 'too_long',
  tiny: 'picture_too_small',
};

/** All names and reasons, for tables of tests. */
export const troubleRows = Object.entries(reasons) as [keyof typeof troubles, FailureCode][];
