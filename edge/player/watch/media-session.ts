import { type Deck, seekTo } from './deck.ts';
import type { Renewal } from './renewal.ts';
import type { Stage } from './stage.ts';

type Playing = { title: string; posterUrl: string | null; onNext: (() => void) | null };

const stepSeconds = 10;

/** The picture as a blob: the system asks without cookies. */
async function artworkOf(url: string, renewal: Renewal, signal: AbortSignal): Promise<MediaImage[]> {
  await renewal.settled();
  const answer = await fetch(url, { credentials: 'include', signal });
  if (!answer.ok) return [];
  const blob = await answer.blob();
  const src = URL.createObjectURL(blob);
  signal.addEventListener('abort', () => URL.revokeObjectURL(src));
  return [{ src, type: blob.type }];
}

/** What the system's own buttons do: media keys, headphones, the lock screen. */
function handlersOf(
  deck: Deck,
  onNext: (() => void) | null,
): Partial<Record<MediaSessionAction, MediaSessionActionHandler>> {
  const seekBy = (by: number) => seekTo(deck, deck.media.currentTime + by);
  return {
    play: () => deck.ask('mediaplayrequest'),
    pause: () => deck.ask('mediapauserequest'),
    seekbackward: ({ seekOffset }) => seekBy(-(seekOffset || stepSeconds)),
    seekforward: ({ seekOffset }) => seekBy(seekOffset || stepSeconds),
    seekto: ({ seekTime }) => void (seekTime !== undefined && seekTo(deck, seekTime)),
    ...(onNext ? { nexttrack: onNext } : {}),
  };
}

function tellPosition({ currentTime, duration, playbackRate }: HTMLVideoElement): void {
  if (!Number.isFinite(duration) || duration <= 0) return;
  const position = Math.min(currentTime, duration);
  navigator.mediaSession.setPositionState({ duration, position, playbackRate });
}

/** Tells the system what plays, once it does, and lets its buttons work (W3C Media Session). */
export function tellSystem(
  { video, deck, renewal, signal }: Stage,
  { title, posterUrl, onNext }: Playing,
): void {
  if (!('mediaSession' in navigator)) return;
  const { mediaSession } = navigator;
  const begin = async () => {
    mediaSession.metadata = new MediaMetadata({ title, artist: 'Shark' });
    for (const [action, handler] of Object.entries(handlersOf(deck, onNext)))
      try {
        mediaSession.setActionHandler(action as MediaSessionAction, handler);
      } catch {
        // A browser that does not know the action has no button for it.
      }
    const artwork = posterUrl ? await artworkOf(posterUrl, renewal, signal).catch(() => []) : [];
    if (artwork.length > 0) mediaSession.metadata = new MediaMetadata({ title, artist: 'Shark', artwork });
  };
  video.addEventListener('playing', begin, { once: true, signal });
  for (const cause of ['playing', 'pause', 'seeked', 'ratechange'])
    video.addEventListener(cause, () => tellPosition(video), { signal });
}
