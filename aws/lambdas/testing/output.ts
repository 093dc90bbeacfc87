import type { World } from './world.ts';

type Track = { name: string; seconds: number };

const segmentSeconds = 6;
const countOf = ({ seconds }: Track) => Math.ceil(seconds / segmentSeconds);
const segment = ({ name }: Track, index: number) => `index_${name}_${String(index + 1).padStart(9, '0')}.m4s`;
const init = ({ name }: Track) => `index_${name}init.mp4`;

const secondsOf = (track: Track, index: number) =>
  index + 1 < countOf(track) ? segmentSeconds : track.seconds - index * segmentSeconds;

/** A media playlist as MediaConvert writes one. */
export function mediaPlaylist(track: Track): string {
  const parts = Array.from({ length: countOf(track) }, (_, index) => [
    `#EXTINF:${secondsOf(track, index).toFixed(5)},`,
    segment(track, index),
  ]);
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${segmentSeconds}`],
    ...['#EXT-X-MEDIA-SEQUENCE:1', '#EXT-X-PLAYLIST-TYPE:VOD', `#EXT-X-MAP:URI="${init(track)}"`],
    ...[...parts.flat(), '#EXT-X-ENDLIST', ''],
  ].join('\n');
}

const sound =
  '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aud",NAME="und",DEFAULT=YES,AUTOSELECT=YES,URI="index_audio.m3u8"';

export type Variant = { name: string; size: string; bandwidthBps: number };

/** A multivariant playlist; without `hasSound` the variants have pictures alone. */
export function masterPlaylist(variants: readonly Variant[], hasSound = true): string {
  const lines = variants.flatMap(({ name, size, bandwidthBps }) => {
    const codecs = `CODECS="avc1.64001f${hasSound ? ',mp4a.40.2' : ''}"${hasSound ? ',AUDIO="aud"' : ''}`;
    const shape = `RESOLUTION=${size},FRAME-RATE=25.000`;
    return [`#EXT-X-STREAM-INF:BANDWIDTH=${bandwidthBps},${codecs},${shape}`, `index_${name}.m3u8`];
  });
  const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  return [...head, ...(hasSound ? [sound] : []), ...lines, ''].join('\n');
}

/** A DASH manifest of the same segments. */
export function dashManifest(tracks: readonly Track[]): string {
  const sets = tracks.map((track) => {
    const times = Array.from(
      { length: countOf(track) },
      (_, index) => `<S d="${Math.round(secondsOf(track, index) * 1000)}"/>`,
    );
    const names = `initialization="${init(track)}" media="index_$RepresentationID$_$Number%09d$.m4s"`;
    const timeline = `<SegmentTimeline>${times.join('')}</SegmentTimeline>`;
    const template = `<SegmentTemplate timescale="1000" startNumber="1" ${names}>${timeline}</SegmentTemplate>`;
    return `<AdaptationSet><Representation id="${track.name}">${template}</Representation></AdaptationSet>`;
  });
  return `<?xml version="1.0"?>\n<MPD type="static"><Period>${sets.join('')}</Period></MPD>\n`;
}

export const usualVariants: Variant[] = [
  { name: '360p', size: '640x360', bandwidthBps: 900_000 },
  { name: '720p', size: '1280x720', bandwidthBps: 3_500_000 },
];

/** Puts what a job makes of `seconds` of picture and sound into a version's folder. */
export function putOutput(
  { s3 }: Pick<World, 's3'>,
  prefix: string,
  seconds: number,
  variants: readonly Variant[] = usualVariants,
): void {
  const put = (name: string, content: string) => s3.put('media', prefix + name, content);
  const tracks = [...variants.map(({ name }) => name), 'audio'].map((name) => ({ name, seconds }));
  for (const track of tracks) {
    put(`index_${track.name}.m3u8`, mediaPlaylist(track));
    put(init(track), 'init');
    for (let index = 0; index < countOf(track); index += 1) put(segment(track, index), 'media');
  }
  put('index.m3u8', masterPlaylist(variants));
  put('index.mpd', dashManifest(tracks));
}
