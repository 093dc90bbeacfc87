import type { HlsConfig, LoadPolicy, RetryConfig } from 'hls.js';
import type HlsVideoElement from 'hls-video-element';
import { Hls } from 'hls-video-element';
import { type Fault, faultOf } from './faults.ts';
import type { Renewal } from './renewal.ts';

type Rendition = { id?: string; width?: number; height?: number };

/** The qualities there are; a `selectedIndex` of -1 leaves the choice to hls.js. */
type Renditions = EventTarget &
  Iterable<Rendition> & { selectedIndex: number; getRenditionById(id: string): Rendition | null };

/** `<hls-video>`: a video element that hls.js feeds. This file alone knows hls.js. */
export type HlsVideo = HlsVideoElement & HTMLVideoElement & { readonly videoRenditions: Renditions };

/** hls.js is asked first: Chrome says "maybe" to native HLS as well. Safari without MediaSource plays natively. */
export const isSupported = () =>
  Hls.isSupported() || document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== '';

/** Media requests carry cookies and wait for a renewal under way; a file refused with 403 is tried again after it. */
function configOf(renewal: Renewal, startMs: number): Partial<HlsConfig> {
  const { manifestLoadPolicy, playlistLoadPolicy, fragLoadPolicy } = Hls.DefaultConfig;
  const shouldRetry: RetryConfig['shouldRetry'] = (_config, _count, _timeout, response, retry) =>
    response?.code === 403 ? renewal.refused(response.url) : retry;
  const renewing = ({ default: policy }: LoadPolicy): LoadPolicy => ({
    default: { ...policy, errorRetry: policy.errorRetry && { ...policy.errorRetry, shouldRetry } },
  });
  return {
    startPosition: startMs / 1000,
    // A recording has an end, and its segments are fMP4, which need no worker to be rewritten.
    liveDurationInfinity: false,
    enableWorker: false,
    manifestLoadPolicy: renewing(manifestLoadPolicy),
    playlistLoadPolicy: renewing(playlistLoadPolicy),
    fragLoadPolicy: renewing(fragLoadPolicy),
    xhrSetup: async (xhr) => {
      xhr.withCredentials = true;
      await renewal.settled();
    },
  };
}

type Wiring = { startMs: number; renewal: Renewal };

/** hls.js starts where it is told to; a browser that plays by itself is told once it knows the length. */
function startNatively(video: HlsVideo, startMs: number): void {
  video.crossOrigin = 'use-credentials';
  const start = () => Object.assign(video, { currentTime: startMs / 1000 });
  video.addEventListener('loadedmetadata', start, { once: true });
}

/** Makes the element, which loads nothing before `load`. */
export function createHlsVideo({ startMs, renewal }: Wiring): HlsVideo {
  const video = document.createElement('hls-video') as HlsVideo;
  video.config = configOf(renewal, startMs);
  video.preload = 'metadata';
  video.playsInline = true;
  if (!Hls.isSupported()) startNatively(video, startMs);
  return video;
}

/** Loads the video. A fatal failure is told as data; decoding errors are first mended the way hls.js advises. */
export function load(video: HlsVideo, src: string, onFault: (fault: Fault) => void): void {
  video.src = src;
  // hls.js is made in the microtask after `src` is set, and does nothing before the next task.
  setTimeout(() => watch(video, onFault));
}

const mendable = 2;

function watch(video: HlsVideo, onFault: (fault: Fault) => void): void {
  const hls = video.api;
  if (!hls) return;
  let mended = 0;
  hls.on(Hls.Events.ERROR, (_event, { fatal, type, response }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && mended++ < mendable) return hls.recoverMediaError();
    onFault(faultOf({ network: type === Hls.ErrorTypes.NETWORK_ERROR, answer: response?.code }));
  });
}

/** Goes on after a fault, where it stopped. */
export function resume(video: HlsVideo): void {
  const hls = video.api;
  if (!hls) return;
  if (hls.levels.length === 0) hls.loadSource(video.src);
  else hls.recoverMediaError();
  hls.startLoad(video.currentTime);
}
