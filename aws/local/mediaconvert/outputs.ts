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
  return {
    modifier: output.nameModifier,
    segmentModifier: output.outputSettings?.hlsSettings.segmentModifier ?? '',
    scaling: scalingOf(video),
    preprocessors: video.videoPreprocessors,
    h264,
  };
}

const trackSettingsOf = ({ outputSettings, containerSettings }: Output) =>
  outputSettings?.hlsSettings ?? containerSettings.cmfcSettings ?? {};

/** How the manifests offer a sound; the first one plays where nothing was said. */
function offerOf(output: Output) {
  const { audioGroupId: group = 'program_audio', audioTrackType } = trackSettingsOf(output);
  const type = audioTrackType ?? 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT';
  return {
    group,
    isDefault: type === 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT',
    autoSelect: type !== 'ALTERNATE_AUDIO_NOT_AUTO_SELECT',
    isVariant: type === 'AUDIO_ONLY_VARIANT_STREAM',
  };
}

/** The number of the input's sound that a selector takes. Without a name the only selector is meant. */
function trackOf(name: string | undefined, { audioSelectors }: Input, path: string): number {
  const selector = name === undefined ? Object.values(audioSelectors)[0] : audioSelectors[name];
  if (!selector && name !== undefined)
    throw badRequest(`${path}/audioDescriptions/0/audioSourceName: names no audio selector of the input`);
  if (selector?.selectorType === 'TRACK' && !selector.tracks)
    throw badRequest(`${path}/audioDescriptions/0/audioSourceName: a selector of type TRACK needs tracks`);
  return selector?.tracks?.[0] ?? 1;
}

/** A sound, or null for another kind of output. */
export function audioOf(output: Output, input: Input, path: string): WantedAudio | null {
  const [audio] = output.audioDescriptions ?? [];
  if (!audio) return null;
  const { bitrate, codingMode, sampleRate } = audio.codecSettings.aacSettings;
  return {
    modifier: output.nameModifier,
    segmentModifier: output.outputSettings?.hlsSettings.segmentModifier ?? '',
    ...offerOf(output),
    bitrate,
    channels: channelsOf[codingMode],
    sampleRate,
    track: trackOf(audio.audioSourceName, input, path),
    language: audio.customLanguageCode ?? audio.languageCode?.toLowerCase() ?? null,
    followInput: audio.languageCodeControl === 'FOLLOW_INPUT',
    name: audio.streamName?.trim() || null,
  };
}

const untyped = (output: Output) =>
  output.audioDescriptions !== undefined && trackSettingsOf(output).audioTrackType === undefined;

/** What sounds of one group owe one another. */
export function checkAudios(audios: WantedAudio[], { outputs }: OutputGroup, path: string) {
  if (audios.length < 2) return;
  if (new Set(audios.map(({ group }) => group)).size > 1)
    throw notImplemented(`${path}/outputs: more than one audioGroupId`);
  const missing = outputs.findIndex(untyped);
  if (missing >= 0)
    throw badRequest(`${path}/outputs/${missing}: needs an audioTrackType, as one of several audio outputs`);
  if (audios.filter(({ isDefault }) => isDefault).length > 1)
    throw badRequest(`${path}/outputs: only one audio output may be the default of its group`);
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
    preprocessors: video.videoPreprocessors,
    intervalSeconds: capture.framerateDenominator / capture.framerateNumerator,
    max: capture.maxCaptures,
    quality: capture.quality,
  };
}
