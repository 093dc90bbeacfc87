import { badRequest, notImplemented } from './refusal.ts';
import type { Input, Output, OutputGroup } from './settings.ts';
import {
  destinationOf,
  type Place,
  placeOf,
  type Scaling,
  type WantedAudio,
  type WantedCaptions,
  type WantedFrames,
  type WantedVideo,
} from './wanted.ts';

const channelsOf = { CODING_MODE_1_0: 1, CODING_MODE_2_0: 2, CODING_MODE_5_1: 6 } as const;

const scalingOf = ({ width, height, scalingBehavior }: NonNullable<Output['videoDescription']>): Scaling => ({
  width,
  height,
  behavior: scalingBehavior,
});

/** A rendition, or null for another kind of output; `path` names it in refusals. */
export function videoOf(output: Output, path: string, abr: boolean): WantedVideo | null {
  const video = output.videoDescription;
  if (video?.codecSettings.codec !== 'H_264') return null;
  const h264 = video.codecSettings.h264Settings;
  if (!abr && h264.maxBitrate === undefined)
    throw badRequest(
      `${path}/videoDescription/codecSettings/h264Settings: must have required property 'maxBitrate'`,
    );
  const segmentModifier = output.outputSettings?.hlsSettings.segmentModifier ?? '';
  return { modifier: output.nameModifier, segmentModifier, scaling: scalingOf(video), h264 };
}

/** The sound, or null for another kind of output. */
export function audioOf(output: Output, input: Input, path: string): WantedAudio | null {
  const [audio] = output.audioDescriptions ?? [];
  if (!audio) return null;
  const name = audio.audioSourceName;
  if (name !== undefined && !Object.hasOwn(input.audioSelectors, name))
    throw badRequest(`${path}/audioDescriptions/0/audioSourceName: names no audio selector of the input`);
  const { bitrate, codingMode, sampleRate } = audio.codecSettings.aacSettings;
  const hls = output.outputSettings?.hlsSettings;
  return {
    modifier: output.nameModifier,
    segmentModifier: hls?.segmentModifier ?? '',
    group: hls?.audioGroupId ?? output.containerSettings.cmfcSettings?.audioGroupId ?? 'program_audio',
    bitrate,
    channels: channelsOf[codingMode],
    sampleRate,
  };
}

/** Captions beside the streams, or null for another kind of output. */
export function captionsOf(output: Output, input: Input, path: string): WantedCaptions | null {
  const [caption] = output.captionDescriptions ?? [];
  if (!caption) return null;
  const selector = input.captionSelectors[caption.captionSelectorName];
  if (!selector)
    throw badRequest(
      `${path}/captionDescriptions/0/captionSelectorName: names no caption selector of the input`,
    );
  return {
    modifier: output.nameModifier,
    source: placeOf(selector.sourceSettings.fileSourceSettings.sourceFile),
    language: caption.languageCode.toLowerCase(),
    label: caption.languageDescription ?? caption.languageCode,
  };
}

/** Captured frames, or null for a group of streams. */
export function framesOf(group: OutputGroup, input: Place): WantedFrames | null {
  if (group.outputGroupSettings.type !== 'FILE_GROUP_SETTINGS') return null;
  const [output] = group.outputs;
  const video = output?.videoDescription;
  if (group.outputs.length !== 1 || !output || video?.codecSettings.codec !== 'FRAME_CAPTURE')
    throw notImplemented('A file group of anything but one output of captured frames');
  const capture = video.codecSettings.frameCaptureSettings;
  return {
    modifier: output.nameModifier,
    destination: destinationOf(group.outputGroupSettings.fileGroupSettings.destination, input),
    scaling: scalingOf(video),
    intervalSeconds: capture.framerateDenominator / capture.framerateNumerator,
    max: capture.maxCaptures,
    quality: capture.quality,
  };
}
