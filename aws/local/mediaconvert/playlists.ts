import type { Made, MadeAudio, MadeCaptions, MadeVideo } from './made.ts';
import type { Names } from './names.ts';
import { bandwidthOf, type Track } from './track.ts';

/** A file's name as a URI reference: names may hold what a URI may not. */
export const reference = (name: string) => encodeURIComponent(name);
/** Quoted strings take no quotes and no line ends (RFC 8216, 4.2). */
const quoted = (text: string) => `"${text.replace(/["\r\n]/g, "'")}"`;
const lines = (...all: (string | false | null)[]) =>
  `${all.filter((line) => line !== false && line !== null).join('\n')}\n`;

function mediaPlaylist(
  version: number,
  init: string | null,
  parts: { seconds: number; name: string }[],
): string {
  const target = Math.max(1, ...parts.map((part) => Math.round(part.seconds)));
  return lines(
    '#EXTM3U',
    `#EXT-X-VERSION:${version}`,
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-MEDIA-SEQUENCE:1',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    init && `#EXT-X-MAP:URI="${reference(init)}"`,
    ...parts.flatMap(({ seconds, name }) => [`#EXTINF:${seconds.toFixed(5)},`, reference(name)]),
    '#EXT-X-ENDLIST',
  );
}

/** A rendition's or the sound's playlist; fragmented MP4 needs version 7 (RFC 8216bis, 8). */
export function trackPlaylist(
  { init, segments }: Track,
  named: { modifier: string; segmentModifier: string },
  names: Names,
): string {
  const parts = segments.map(({ seconds }, index) => ({ seconds, name: names.segment(named, index) }));
  return mediaPlaylist(init ? 7 : 3, init && names.init(named), parts);
}

/** The playlist of captions in segments of five minutes. */
export function captionPlaylist({ wanted, segments }: MadeCaptions, names: Names): string {
  const parts = segments.map(({ seconds }, index) => ({
    seconds,
    name: names.captionSegment(wanted, index),
  }));
  return mediaPlaylist(3, null, parts);
}

const captionGroup = 'subs';

function audioLine({ wanted, name, language }: MadeAudio, names: Names): string {
  const attributes = [
    'TYPE=AUDIO',
    `GROUP-ID=${quoted(wanted.group)}`,
    `NAME=${quoted(name)}`,
    ...(language ? [`LANGUAGE=${quoted(language)}`] : []),
    `DEFAULT=${wanted.isDefault ? 'YES' : 'NO'}`,
    `AUTOSELECT=${wanted.autoSelect ? 'YES' : 'NO'}`,
    `CHANNELS="${wanted.channels}"`,
    `URI="${reference(names.playlist(wanted))}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}`;
}

function captionLine({ wanted }: MadeCaptions, names: Names): string {
  const attributes = [
    'TYPE=SUBTITLES',
    `GROUP-ID="${captionGroup}"`,
    `NAME=${quoted(wanted.label)}`,
    `LANGUAGE=${quoted(wanted.language)}`,
    'DEFAULT=NO',
    'AUTOSELECT=YES',
    'FORCED=NO',
    `URI="${reference(names.playlist(wanted))}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}`;
}

/** The dearest of a group's sounds: a variant's bandwidth has to cover any of them (RFC 8216, 4.3.4.2). */
function dearest(sounds: MadeAudio[]): { peak: number; average: number } {
  const all = sounds.map(({ track }) => bandwidthOf(track));
  return {
    peak: Math.max(0, ...all.map(({ peak }) => peak)),
    average: Math.max(0, ...all.map(({ average }) => average)),
  };
}

function variantLines(
  { rendition, track }: MadeVideo,
  sounds: MadeAudio[],
  { frameRate, captions }: Made,
  names: Names,
): string[] {
  const sound = dearest(sounds);
  const { peak, average } = bandwidthOf(track);
  const codecs = new Set([track.codec, ...sounds.map((one) => one.track.codec)]);
  const [first] = sounds;
  const attributes = [
    `BANDWIDTH=${peak + sound.peak}`,
    `AVERAGE-BANDWIDTH=${average + sound.average}`,
    `CODECS="${[...codecs].join(',')}"`,
    `RESOLUTION=${rendition.width}x${rendition.height}`,
    `FRAME-RATE=${(frameRate.num / frameRate.den).toFixed(3)}`,
    ...(first ? [`AUDIO=${quoted(first.wanted.group)}`] : []),
    ...(captions.length > 0 ? [`SUBTITLES="${captionGroup}"`] : []),
  ];
  return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, reference(names.playlist(rendition))];
}

function soundOnlyLines({ wanted, track }: MadeAudio, names: Names): string[] {
  const { peak, average } = bandwidthOf(track);
  return [
    `#EXT-X-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average},CODECS="${track.codec}"`,
    reference(names.playlist(wanted)),
  ];
}

/** The master playlist: the job's order of renditions, sounds as a group; without a picture each sound is a variant. */
export function masterPlaylist(made: Made, names: Names): string {
  const { videos, audios, captions } = made;
  const pictured = videos.length > 0;
  const alone = audios.filter(({ wanted }) => !pictured || wanted.isVariant);
  const beside = audios.filter((audio) => !alone.includes(audio));
  return lines(
    '#EXTM3U',
    `#EXT-X-VERSION:${[...videos, ...audios].some(({ track }) => track.init) ? 7 : 3}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...beside.map((audio) => audioLine(audio, names)),
    ...(pictured ? captions.map((caption) => captionLine(caption, names)) : []),
    ...videos.flatMap((video) => variantLines(video, beside, made, names)),
    ...alone.flatMap((audio) => soundOnlyLines(audio, names)),
  );
}
