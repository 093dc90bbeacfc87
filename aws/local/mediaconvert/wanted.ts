import { posix } from 'node:path';
import type { Fraction } from '../../../shared/probe.ts';
import { notImplemented } from './refusal.ts';
import type { AbrSettings, H264, Preprocessors } from './settings.ts';

export type Place = { bucket: string; key: string };

/** Renditions to be made; `modifier` is the service's NameModifier. */
export type WantedVideo = {
  modifier: string;
  segmentModifier: string;
  scaling: Scaling;
  preprocessors: Preprocessors;
  h264: H264;
};
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
  /** Among the input's sounds, from 1. */
  track: number;
  /** As it was asked for; null where nothing was. */
  language: string | null;
  /** Whether the input's language, where it has one, counts before the asked one. */
  followInput: boolean;
  /** Null: named after its language. */
  name: string | null;
  isDefault: boolean;
  autoSelect: boolean;
  /** Listed among the qualities instead of beside them. */
  isVariant: boolean;
};
export type WantedCaptions = { modifier: string; source: Place; language: string; label: string };
export type WantedFrames = {
  modifier: string;
  destination: Place;
  scaling: Scaling;
  preprocessors: Preprocessors;
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
  preprocessors: Preprocessors;
  audios: WantedAudio[];
  captions: WantedCaptions[];
  frames: WantedFrames | null;
  /** Groups in the order asked for, as COMPLETE reports them. */
  groups: ('streams' | 'frames')[];
};

/** `s3://bucket/key` in its parts; the key is taken as it is, unencoded. */
export function placeOf(uri: string): Place {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(uri) ?? [];
  if (!bucket || key === undefined)
    throw notImplemented(`An address other than s3:// (${uri.slice(0, 200)})`);
  return { bucket, key };
}

/** A destination that ends with a slash takes the input's name. */
export function destinationOf(uri: string, input: Place): Place {
  const place = placeOf(uri);
  const { name } = posix.parse(input.key);
  return place.key === '' || place.key.endsWith('/') ? { ...place, key: `${place.key}${name}` } : place;
}
