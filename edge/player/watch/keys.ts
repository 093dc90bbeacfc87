import { formatDuration } from '../../../shared/format.ts';
import { type Deck, seekTo, togglePlay } from './deck.ts';

/** The speeds of the menu. */
export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

type Command = {
  /** `KeyboardEvent.key`, letters small. */
  keys: readonly string[];
  /** The keys as the help shows them, and what they do. */
  shown: readonly string[];
  does: string;
  act: (deck: Deck, key: string) => void;
  /** Only while the focus is in the player: elsewhere the key is the page's. */
  inside?: true;
};

const seekBy = (seconds: number) => (deck: Deck) => {
  const to = Math.max(0, deck.media.currentTime + seconds);
  seekTo(deck, to);
  deck.say(formatDuration(Math.floor(Math.min(to, deck.media.duration || to)) * 1000));
};

const changeVolume = (by: number) => (deck: Deck) => {
  const volume = Math.max(0, Math.min(1, (deck.media.muted ? 0 : deck.media.volume) + by));
  deck.ask('mediavolumerequest', volume);
  deck.say(`Volume ${Math.round(volume * 100)} %`);
};

const changeSpeed = (faster: boolean) => (deck: Deck) => {
  const now = deck.media.playbackRate;
  const speed = faster ? speeds.find((one) => one > now) : speeds.findLast((one) => one < now);
  if (speed !== undefined) deck.ask('mediaplaybackraterequest', speed);
  deck.say(`Speed ${speed ?? now}×`);
};

function toggleMute({ media: { muted }, ask, say }: Deck): void {
  ask(muted ? 'mediaunmuterequest' : 'mediamuterequest');
  say(muted ? 'Sound on' : 'Sound off');
}

const toggleFullScreen = (deck: Deck) =>
  deck.ask(deck.is('mediaisfullscreen') ? 'mediaexitfullscreenrequest' : 'mediaenterfullscreenrequest');

function toggleCaptions({ is, ask, say }: Deck): void {
  const there = is('mediasubtitleslist');
  if (there) ask('mediatogglesubtitlesrequest');
  say(there ? `Captions ${is('mediasubtitlesshowing') ? 'off' : 'on'}` : 'There are no captions');
}

const seekToTenth = (deck: Deck, key: string) => seekTo(deck, (deck.media.duration * Number(key)) / 10);

/** The keyboard map: what is done and what the help says of it are one table. */
export const commands: readonly Command[] = [
  { keys: [' ', 'k'], shown: ['Space', 'K'], does: 'Play or pause', act: togglePlay },
  { keys: ['arrowleft'], shown: ['Left'], does: 'Back 5 seconds', act: seekBy(-5) },
  { keys: ['arrowright'], shown: ['Right'], does: 'On 5 seconds', act: seekBy(5) },
  { keys: ['j'], shown: ['J'], does: 'Back 10 seconds', act: seekBy(-10) },
  { keys: ['l'], shown: ['L'], does: 'On 10 seconds', act: seekBy(10) },
  { keys: ['arrowup'], shown: ['Up'], does: 'Louder, in the player', act: changeVolume(0.1), inside: true },
  {
    keys: ['arrowdown'],
    shown: ['Down'],
    does: 'Quieter, in the player',
    act: changeVolume(-0.1),
    inside: true,
  },
  { keys: ['m'], shown: ['M'], does: 'Sound on or off', act: toggleMute },
  { keys: ['f'], shown: ['F'], does: 'Full screen', act: toggleFullScreen },
  { keys: ['c'], shown: ['C'], does: 'Captions on or off', act: toggleCaptions },
  { keys: ['<'], shown: ['<'], does: 'Slower', act: changeSpeed(false) },
  { keys: ['>'], shown: ['>'], does: 'Faster', act: changeSpeed(true) },
  { keys: [...'0123456789'], shown: ['0', '–', '9'], does: 'To that tenth', act: seekToTenth },
];

export const helpKey = '?';

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The key as the map knows it, also on keyboards of other scripts; null with a modifier that makes it another's. */
export function keyOf({ key, code, ctrlKey, metaKey, altKey }: Pressed): string | null {
  if (ctrlKey || metaKey || altKey) return null;
  const latin = /^\p{Letter}$/u.test(key) && !/^[a-z]$/i.test(key) ? /^Key([A-Z])$/.exec(code)?.[1] : null;
  return (latin ?? key).toLowerCase();
}

export const commandOf = (key: string) => commands.find(({ keys }) => keys.includes(key));
