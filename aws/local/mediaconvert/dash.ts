import { escapeMarkup } from '../http/markup.ts';
import type { Made, MadeAudio, MadeCaptions, MadeVideo } from './made.ts';
import type { Names } from './names.ts';
import { reference } from './playlists.ts';
import { bandwidthOf, type Track } from './track.ts';

/** A name inside a template; no `$`, which would begin an identifier, outlives the encoding. */
const template = (name: string) => escapeMarkup(reference(name));

/** Exact times of all segments; equal neighbours are counted (`r`). */
function timeline({ segments, timescale }: Track): string {
  const scale = timescale ?? 1;
  const starts = segments.map(({ start }) => start ?? 0);
  const lengths = segments.map(({ seconds }, index) => {
    const next = starts[index + 1];
    return next === undefined ? Math.round(seconds * scale) : next - (starts[index] ?? 0);
  });
  const runs: { length: number; repeats: number }[] = [];
  for (const length of lengths) {
    const last = runs.at(-1);
    if (last?.length === length) last.repeats += 1;
    else runs.push({ length, repeats: 0 });
  }
  return runs
    .map(({ length, repeats }, index) => {
      const start = index === 0 ? ` t="${starts[0] ?? 0}"` : '';
      return `<S${start} d="${length}"${repeats > 0 ? ` r="${repeats}"` : ''}/>`;
    })
    .join('');
}

function segmentTemplate(
  track: Track,
  named: { modifier: string; segmentModifier: string },
  names: Names,
): string {
  const media = names.segment(named, 0).replace(/0*1\.m4s$/, '');
  const attributes = [
    `timescale="${track.timescale ?? 1}"`,
    `presentationTimeOffset="${track.segments[0]?.start ?? 0}"`,
    'startNumber="1"',
    `initialization="${template(names.init(named))}"`,
    `media="${template(media)}$Number%09d$.m4s"`,
  ];
  return `<SegmentTemplate ${attributes.join(' ')}><SegmentTimeline>${timeline(track)}</SegmentTimeline></SegmentTemplate>`;
}

function videoRepresentation({ rendition, track }: MadeVideo, made: Made, names: Names, id: number): string {
  const attributes = [
    `id="v${id}"`,
    `bandwidth="${bandwidthOf(track).peak}"`,
    `codecs="${track.codec}"`,
    `width="${rendition.width}"`,
    `height="${rendition.height}"`,
    `frameRate="${made.frameRate.num}/${made.frameRate.den}"`,
    'sar="1:1"',
  ];
  return `<Representation ${attributes.join(' ')}>${segmentTemplate(track, rendition, names)}</Representation>`;
}

function audioSet({ wanted, track, name, language }: MadeAudio, names: Names, id: number): string {
  const role = `<Role schemeIdUri="urn:mpeg:dash:role:2011" value="${wanted.isDefault ? 'main' : 'alternate'}"/>`;
  const label = `<Label>${escapeMarkup(name)}</Label>`;
  const channels = `<AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="${wanted.channels}"/>`;
  const representation = `<Representation id="a${id}" bandwidth="${bandwidthOf(track).peak}" codecs="${track.codec}" audioSamplingRate="${wanted.sampleRate}">${channels}${segmentTemplate(track, wanted, names)}</Representation>`;
  const spoken = language ? ` lang="${escapeMarkup(language)}"` : '';
  return `<AdaptationSet contentType="audio" mimeType="audio/mp4"${spoken} segmentAlignment="true" startWithSAP="1">${label}${role}${representation}</AdaptationSet>`;
}

function captionSet({ wanted }: MadeCaptions, names: Names, id: number): string {
  const name = escapeMarkup(reference(names.captions(wanted)));
  return `<AdaptationSet contentType="text" mimeType="text/vtt" lang="${escapeMarkup(wanted.language)}"><Label>${escapeMarkup(wanted.label)}</Label><Role schemeIdUri="urn:mpeg:dash:role:2011" value="subtitle"/><Representation id="t${id}" bandwidth="1000"><BaseURL>${name}</BaseURL></Representation></AdaptationSet>`;
}

function videoSet(made: Made, names: Names): string {
  const all = made.videos.map((video, index) => videoRepresentation(video, made, names, index));
  return `<AdaptationSet contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">${all.join('')}</AdaptationSet>`;
}

/** The DASH manifest of the same CMAF segments (ISO/IEC 23009-1, live profile, static). */
export function dashManifest(made: Made, names: Names): string {
  const longest = Math.max(
    ...[...made.videos, ...made.audios].flatMap(({ track }) => track.segments.map(({ seconds }) => seconds)),
  );
  const sets = [
    ...(made.videos.length > 0 ? [videoSet(made, names)] : []),
    ...made.audios.map((audio, index) => audioSet(audio, names, index)),
    ...made.captions.map((caption, index) => captionSet(caption, names, index)),
  ];
  const attributes = [
    'xmlns="urn:mpeg:dash:schema:mpd:2011"',
    'type="static"',
    'profiles="urn:mpeg:dash:profile:isoff-live:2011"',
    `mediaPresentationDuration="PT${made.seconds.toFixed(3)}S"`,
    `minBufferTime="PT${Math.ceil(longest)}S"`,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<MPD ${attributes.join(' ')}><Period id="0" start="PT0S">${sets.join('')}</Period></MPD>\n`;
}
