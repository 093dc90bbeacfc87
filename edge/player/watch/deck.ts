/** What keys, links and the system's own buttons work on. Times in seconds, as the media element counts. */
export type Deck = {
  media: Pick<HTMLVideoElement, 'currentTime' | 'duration' | 'paused' | 'volume' | 'muted' | 'playbackRate'>;
  /** Whether the controls are in a state, by media-chrome's attribute: `mediaisfullscreen`. */
  is(state: string): boolean;
  /** Asks the controls for something, by media-chrome's event: `mediaplayrequest`. */
  ask(request: string, detail?: unknown): void;
  /** Tells the person what was done; seen and read out. */
  say(text: string): void;
};

/** Goes to a moment, within the video. */
export function seekTo({ media, ask }: Deck, seconds: number): void {
  const end = Number.isFinite(media.duration) ? media.duration : seconds;
  ask('mediaseekrequest', Math.max(0, Math.min(seconds, end)));
}

export const togglePlay = ({ media, ask }: Deck) =>
  ask(media.paused ? 'mediaplayrequest' : 'mediapauserequest');
