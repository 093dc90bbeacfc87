import { posix } from 'node:path';
import type { Fraction } from '../../../shared/ladder.ts';
import { badRequest, notImplemented } from './refusal.ts';
import type { CreateJobBody } from './request.ts';
import {
  type AbrSettings,
  type H264,
  type Input,
  type Output,
  type OutputGroup,
  settingsSchema,
} from './settings.ts';

export type Place = { bucket: string; key: string };

/** Renditions to be made; `modifier` is the service's NameModifier. */
export type WantedVideo = { modifier: string; segmentModifier: string; scaling: Scaling; h264: H264 };
/** How a picture is brought into a box; a missing side follows the source. */
export type Scaling = {
  width: number | undefined;
  height: number | undefined;
  behavior: 'FIT' | 'FIT_NO_UPSCALE' | 'STRETCH_TO_OUTPUT';
};
export type WantedAudio = {
  modifier: string;
  segmentModifier: string;
  group: string;
  bitrate: number;
  channels: 1 | 2 | 6;
  sampleRate: number;
};
export type WantedCaptions = { modifier: string; source: Place; language: string; label: string };
export type WantedFrames = {
  modifier: string;
  destination: Place;
  scaling: Scaling;
  intervalSeconds: number;
  max: number;
  /** 1..100 */
  quality: number;
};

/** A job's settings, understood: one group of streams, captured frames beside it. */
export type Wanted = {
  input: Place;
  uri: string;
  rotate: boolean;
  container: 'cmaf' | 'hls';
  /** Where names of the group begin: `<folder>/index`. */
  destination: Place;
  segmentSeconds: number;
  hls: boolean;
  dash: boolean;
  videos: WantedVideo[];
  abr: AbrSettings | null;
  /** Null keeps the source's. */
  frameRate: Fraction | null;
  gopSeconds: number;
  audio: WantedAudio | null;
  captions: WantedCaptions[];
  frames: WantedFrames | null;
  /** Groups in the order asked for, as COMPLETE reports them. */
  groups: ('streams' | 'frames')[];
};

const defaultGopSeconds = 2;
const channelsOf = { CODING_MODE_1_0: 1, CODING_MODE_2_0: 2, CODING_MODE_5_1: 6 } as const;

/** `s3://bucket/key` in its parts; the key is taken as it is, unencoded. */
export function placeOf(uri: string): Place {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri) ?? [];
  if (!bucket || key === undefined)
    throw notImplemented(`An address other than s3:// (${uri.slice(0, 200)})`);
  return { bucket, key };
}

/** A destination that ends with a slash takes the input's name. */
function destinationOf(uri: string, input: Place): Place {
  const place = placeOf(uri);
  const { name } = posix.parse(input.key);
  return place.key === '' || place.key.endsWith('/') ? { ...place, key: `${place.key}${name}` } : place;
}

const scalingOf = ({ width, height, scalingBehavior }: NonNullable<Output['videoDescription']>): Scaling => ({
  width,
  height,
  behavior: scalingBehavior,
});

function videoOf(output: Output, path: string, abr: boolean): WantedVideo | null {
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

function audioOf(output: Output, input: Input, path: string): WantedAudio | null {
  const [audio] = output.audioDescriptions ?? [];
  if (!audio) return null;
  const name = audio.audioSourceName;
  if (name !== undefined && !(name in input.audioSelectors))
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

function captionsOf(output: Output, input: Input, path: string): WantedCaptions | null {
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

function framesOf(group: OutputGroup, input: Place): WantedFrames | null {
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

/** One decode makes all renditions, so they share one frame rate and one distance of keyframes. */
function pace(videos: WantedVideo[]): Pick<Wanted, 'frameRate' | 'gopSeconds'> {
  const paces = videos.map(({ h264 }) => {
    const { framerateNumerator: num, framerateDenominator: den } = h264;
    if (h264.framerateControl === 'SPECIFIED' && (!num || !den))
      throw badRequest('h264Settings: SPECIFIED needs framerateNumerator and framerateDenominator');
    const frameRate = h264.framerateControl === 'SPECIFIED' && num && den ? { num, den } : null;
    const gopSeconds =
      h264.gopSizeUnits === 'SECONDS' ? (h264.gopSize ?? defaultGopSeconds) : defaultGopSeconds;
    return { frameRate, gopSeconds };
  });
  if (new Set(paces.map((one) => JSON.stringify(one))).size > 1)
    throw notImplemented('Outputs that differ in frame rate or GOP size');
  return paces[0] ?? { frameRate: null, gopSeconds: defaultGopSeconds };
}

const present = <T>(value: T | null): value is T => value !== null;

function checkOutputs(group: OutputGroup, container: 'CMFC' | 'M3U8', path: string) {
  const modifiers = new Set<string>();
  for (const [index, output] of group.outputs.entries()) {
    const where = `${path}/outputs/${index}`;
    const kinds = [output.videoDescription, output.audioDescriptions, output.captionDescriptions].filter(
      Boolean,
    );
    if (output.containerSettings.container !== container)
      throw badRequest(`${where}/containerSettings/container: must be ${container} in this output group`);
    if (kinds.length !== 1) throw notImplemented(`${where}: an output of other than one stream`);
    if (output.videoDescription?.codecSettings.codec === 'FRAME_CAPTURE')
      throw badRequest(`${where}: FRAME_CAPTURE is for file groups only`);
    if (modifiers.has(output.nameModifier))
      throw badRequest(`${where}/nameModifier: must differ from the others`);
    modifiers.add(output.nameModifier);
  }
}

function streamsOf(group: OutputGroup, input: Input, place: Place, path: string) {
  const settings = group.outputGroupSettings;
  if (settings.type === 'FILE_GROUP_SETTINGS') return null;
  const cmaf = settings.type === 'CMAF_GROUP_SETTINGS' ? settings.cmafGroupSettings : null;
  const shared =
    settings.type === 'CMAF_GROUP_SETTINGS' ? settings.cmafGroupSettings : settings.hlsGroupSettings;
  checkOutputs(group, cmaf ? 'CMFC' : 'M3U8', path);
  const abr = group.automatedEncodingSettings?.abrSettings ?? null;
  const each = <T>(read: (output: Output, where: string) => T | null) =>
    group.outputs.map((output, index) => read(output, `${path}/outputs/${index}`)).filter(present);
  const videos = each((output, where) => videoOf(output, where, abr !== null));
  const audios = each((output, where) => audioOf(output, input, where));
  if (abr && videos.length !== 1)
    throw badRequest(`${path}/outputs: automated ABR takes exactly one video output`);
  if (audios.length > 1) throw notImplemented(`${path}/outputs: more than one audio output`);
  if (videos.length + audios.length === 0) throw badRequest(`${path}/outputs: must have video or audio`);
  return {
    container: cmaf ? ('cmaf' as const) : ('hls' as const),
    destination: destinationOf(shared.destination, place),
    segmentSeconds: shared.segmentLength,
    hls: cmaf ? cmaf.writeHlsManifest === 'ENABLED' : true,
    dash: cmaf ? cmaf.writeDashManifest === 'ENABLED' : false,
    videos,
    abr,
    ...pace(videos),
    audio: audios[0] ?? null,
    captions: each((output, where) => captionsOf(output, input, where)),
  };
}

/** What this one cannot do though the service's model allows it, beyond `settings`. */
function refuseElsewhere(body: CreateJobBody) {
  if (body.accelerationSettings?.mode === 'ENABLED')
    throw notImplemented('accelerationSettings/mode ENABLED');
  for (const key of ['jobTemplate', 'hopDestinations', 'simulateReservedQueue', 'jobEngineVersion'])
    if (body[key] !== undefined) throw notImplemented(key);
}

/**
 * Understands a CreateJob body that the service's model allows.
 * @throws Refusal 501 for what is not done here, 400 for what contradicts itself
 */
export function wantedOf(body: CreateJobBody): Wanted {
  refuseElsewhere(body);
  const parsed = settingsSchema.safeParse(body.settings);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notImplemented(`/settings/${issue?.path.join('/')} (${issue?.message})`);
  }
  const { inputs, outputGroups } = parsed.data;
  const [input] = inputs;
  if (!input) throw badRequest('/settings/inputs: must NOT have fewer than 1 items');
  const place = placeOf(input.fileInput);
  const all = outputGroups.map((group, index) =>
    streamsOf(group, input, place, `/settings/outputGroups/${index}`),
  );
  const streams = all.filter(present);
  const frames = outputGroups.map((group) => framesOf(group, place)).filter(present);
  const [only, ...others] = streams;
  if (!only)
    throw badRequest(
      '/settings/outputGroups: captured frames need an output with video or audio beside them',
    );
  if (others.length > 0 || frames.length > 1) throw notImplemented('More than one group of a kind');
  return {
    input: place,
    uri: input.fileInput,
    rotate: input.videoSelector.rotate === 'AUTO',
    ...only,
    frames: frames[0] ?? null,
    groups: all.map((group) => (group ? 'streams' : 'frames')),
  };
}
