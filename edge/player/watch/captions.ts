import type { Video } from '../../../shared/video.ts';
import { captionLine } from './caption-line.ts';
import { type ChoiceKeeper, captionsFor } from './choices.ts';
import { gatedText } from './gated-text.ts';
import type { Stage } from './stage.ts';

export type Caption = Pick<Video['captions'][number], 'language' | 'label' | 'url'>;

const isCaptions = ({ kind }: TextTrack) => kind === 'captions' || kind === 'subtitles';

const captionsOf = ({ video }: Stage) => [...video.textTracks].filter(isCaptions);

const shown = (stage: Stage) => captionsOf(stage).find(({ mode }) => mode === 'showing');

/** Reads WebVTT with the browser's own parser, in a media element that nobody sees; a cue moves to where it is added. */
function parseCues(text: string): Promise<TextTrackCue[]> {
  const { promise, resolve, reject } = Promise.withResolvers<TextTrackCue[]>();
  const element = document.createElement('track');
  const source = URL.createObjectURL(new Blob([text], { type: 'text/vtt' }));
  element.addEventListener('load', () => resolve([...(element.track.cues ?? [])]));
  element.addEventListener('error', () => reject(new Error('this is not WebVTT')));
  document.createElement('video').append(element);
  element.track.mode = 'hidden';
  element.src = source;
  return promise.finally(() => URL.revokeObjectURL(source));
}

/**
 * A track whose text is fetched once it is shown. It is no `<track>` of the document: that one would be fetched without
 * renewing its cookies, and Chrome turns another one on by itself.
 */
function addTrack(stage: Stage, { language, label, url }: Caption): void {
  const { video, renewal, deck, signal } = stage;
  const track = video.addTextTrack('captions', label, language);
  let loading = false;
  const load = async () => {
    if (track.mode !== 'showing' || loading || track.cues?.length || video.readyState === 0) return;
    loading = true;
    try {
      for (const cue of await parseCues(await gatedText(url, renewal))) track.addCue(cue);
    } catch {
      track.mode = 'disabled';
      deck.say('The captions cannot be loaded');
    }
    loading = false;
  };
  // hls.js empties every track when it loads a manifest, so nothing is fetched before that.
  video.addEventListener('loadedmetadata', load, { signal });
  video.textTracks.addEventListener('change', load, { signal });
}

/** Shows captions in the language chosen at an earlier visit, and keeps what is chosen now. */
function remember(stage: Stage, { choices, choose }: ChoiceKeeper): void {
  const { video, controls, signal } = stage;
  const restore = () => {
    const wanted = captionsFor(captionsOf(stage), choices.captions);
    if (wanted && !shown(stage)) wanted.mode = 'showing';
  };
  const keep = () => setTimeout(() => choose({ captions: shown(stage)?.language ?? '' }));
  for (const request of ['show', 'disable', 'toggle'])
    controls.addEventListener(`media${request}subtitlesrequest`, keep, { signal });
  video.textTracks.addEventListener('addtrack', restore, { signal });
  restore();
}

/** Where captions do not say themselves where they stand. */
const isOurs = (cue: TextTrackCue): cue is VTTCue =>
  cue instanceof VTTCue && cue.snapToLines && (cue.line === 'auto' || cue.line < 0);

/** What the controls cover of the picture now, in CSS pixels. */
function coveredBy(controls: HTMLElement): number {
  if (controls.hasAttribute('userinactive') && !controls.hasAttribute('mediapaused')) return 0;
  const bars = [...controls.querySelectorAll<HTMLElement>('.seek, media-control-bar')];
  return bars.reduce((sum, { offsetHeight }) => sum + offsetHeight, 0);
}

/** Lifts the captions on screen over the controls while these are there. */
function keepClear(stage: Stage): void {
  const { player, controls, signal, video } = stage;
  const place = () => {
    const track = shown(stage);
    const picture = { coveredPx: coveredBy(controls), heightPx: player.clientHeight };
    const lineOf = ({ text }: VTTCue) => captionLine(text.split('\n').length, picture);
    const moved = [...(track?.activeCues ?? [])].filter(isOurs).filter((cue) => cue.line !== lineOf(cue));
    for (const cue of moved) cue.line = lineOf(cue);
    // Chrome draws captions anew when time goes on; in a pause it has to be told.
    if (track && moved.length > 0) for (const mode of ['hidden', 'showing'] as const) track.mode = mode;
  };
  for (const cause of ['userinactivechange', 'mediapaused'])
    controls.addEventListener(cause, place, { signal });
  const resizing = new ResizeObserver(place);
  resizing.observe(player);
  signal.addEventListener('abort', () => resizing.disconnect());
  const follow = (track: TextTrack | null) =>
    track && isCaptions(track) && track.addEventListener('cuechange', place, { signal });
  for (const track of captionsOf(stage)) follow(track);
  video.textTracks.addEventListener('addtrack', ({ track }) => follow(track), { signal });
}

/** The video's captions beside those of its manifest: their choice is remembered, and they stay clear of the controls. */
export function addCaptions(stage: Stage, captions: readonly Caption[], keeper: ChoiceKeeper): void {
  for (const caption of captions) addTrack(stage, caption);
  keepClear(stage);
  remember(stage, keeper);
}
