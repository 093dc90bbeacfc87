import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AudioDescription,
  CmfcAudioTrackType,
  CreateJobCommandInput,
  Output,
  OutputGroup,
  VideoPreprocessor,
} from '@aws-sdk/client-mediaconvert';

export type Shape = 'ladder-CMAF' | 'ladder-HLS' | 'abr-CMAF' | 'abr-HLS';
export const shapes: Shape[] = ['ladder-CMAF', 'ladder-HLS', 'abr-CMAF', 'abr-HLS'];

const reference = join(import.meta.dirname, '..', '..', '..', 'reference');

/** One of the four reference requests, as the SDK takes it. */
export function job(shape: Shape): CreateJobCommandInput & { Settings: { OutputGroups: OutputGroup[] } } {
  return JSON.parse(readFileSync(join(reference, `createjob-${shape}.json`), 'utf8'));
}

type Change = {
  key?: string;
  /** Keeps the lowest so many renditions: tests need no 1080p. */
  renditions?: number;
  withoutCaptions?: boolean;
  withoutAudio?: boolean;
  audioOnly?: boolean;
  frameRate?: [number, number];
  /** Box of every rendition. */
  box?: [number, number];
  frameSeconds?: number;
  folder?: string;
  /** Instead of the one sound: each its own output of CMAF group `aud`. */
  sounds?: ({ track: number; type?: CmfcAudioTrackType } & AudioDescription)[];
  /** Of every picture, captured frames included. */
  preprocessors?: VideoPreprocessor;
};

/** The reference's sound, once for each of the input's tracks. */
function soundOutputs(output: Output, sounds: NonNullable<Change['sounds']>): Output[] {
  return sounds.map(({ track, type, ...description }) => ({
    NameModifier: `_audio_${track}`,
    ContainerSettings: {
      Container: 'CMFC',
      CmfcSettings: { AudioGroupId: 'aud', ...(type && { AudioTrackType: type }) },
    },
    AudioDescriptions: (output.AudioDescriptions ?? []).map((one) => ({
      ...one,
      AudioSourceName: `Audio Selector ${track}`,
      ...description,
    })),
  }));
}

/** A reference request, changed to what a test needs. */
export function jobFor(shape: Shape, change: Change = {}) {
  const request = job(shape);
  const [streams, frames] = request.Settings.OutputGroups;
  const [input] = request.Settings.Inputs ?? [];
  if (!streams || !frames || !input) throw new TypeError('a reference without groups');
  if (change.key !== undefined) input.FileInput = `s3://up/${change.key}`;
  const outputs = streams.Outputs ?? [];
  const videos = outputs.filter((output) => output.VideoDescription);
  const kept = change.audioOnly ? [] : videos.slice(-(change.renditions ?? videos.length));
  for (const output of kept) {
    const description = output.VideoDescription;
    if (change.box && description) [description.Width, description.Height] = change.box;
    const h264 = description?.CodecSettings?.H264Settings;
    if (change.frameRate && h264) {
      const [FramerateNumerator, FramerateDenominator] = change.frameRate;
      Object.assign(h264, { FramerateControl: 'SPECIFIED', FramerateNumerator, FramerateDenominator });
    }
  }
  streams.Outputs = [
    ...kept,
    ...outputs.filter((output) => output.AudioDescriptions && !change.withoutAudio),
    ...outputs.filter((output) => output.CaptionDescriptions && !change.withoutCaptions),
  ];
  const capture = frames.Outputs?.[0]?.VideoDescription?.CodecSettings?.FrameCaptureSettings;
  if (capture && change.frameSeconds) capture.FramerateDenominator = change.frameSeconds;
  if (change.sounds) {
    const { sounds } = change;
    input.AudioSelectors = Object.fromEntries(
      sounds.map(({ track }) => [`Audio Selector ${track}`, { SelectorType: 'TRACK', Tracks: [track] }]),
    );
    streams.Outputs = streams.Outputs.flatMap((output) =>
      output.AudioDescriptions ? soundOutputs(output, sounds) : [output],
    );
  }
  if (change.preprocessors)
    for (const { VideoDescription } of [...streams.Outputs, ...(frames.Outputs ?? [])])
      if (VideoDescription) VideoDescription.VideoPreprocessors = change.preprocessors;
  if (change.audioOnly) request.Settings.OutputGroups = [streams];
  if (change.withoutCaptions) delete input.CaptionSelectors;
  request.ClientRequestToken = `${Math.random()}`;
  return request;
}
