import { expect, test, vi } from 'vitest';
import { commandOf, commands, keyOf } from './keys.ts';

const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false };

function press(key: string, media = {}, states: string[] = []) {
  const asked: unknown[][] = [];
  const ask = (...request: unknown[]) => void asked.push(request);
  const deck = {
    media: {
      ...{ currentTime: 30, duration: 60, paused: false, volume: 0.5, muted: false, playbackRate: 1 },
      ...media,
    },
    is: (state: string) => states.includes(state),
    ask,
    say: vi.fn(),
  };
  const known = keyOf({ ...plain, key }) ?? '';
  commandOf(known)?.act(deck, known);
  return { asked, said: deck.say.mock.calls.flat() };
}

test.each([
  [' ', {}, ['mediapauserequest']],
  ['k', { paused: true }, ['mediaplayrequest']],
  ['K', {}, ['mediapauserequest']],
  ['ArrowLeft', {}, ['mediaseekrequest', 25]],
  ['ArrowRight', {}, ['mediaseekrequest', 35]],
  ['ArrowLeft', { currentTime: 2 }, ['mediaseekrequest', 0]],
  ['j', {}, ['mediaseekrequest', 20]],
  ['l', { currentTime: 55 }, ['mediaseekrequest', 60]],
  ['ArrowUp', {}, ['mediavolumerequest', 0.6]],
  ['ArrowDown', { volume: 0.05 }, ['mediavolumerequest', 0]],
  ['ArrowUp', { muted: true }, ['mediavolumerequest', 0.1]],
  ['m', {}, ['mediamuterequest']],
  ['m', { muted: true }, ['mediaunmuterequest']],
  ['f', {}, ['mediaenterfullscreenrequest']],
  ['<', {}, ['mediaplaybackraterequest', 0.75]],
  ['>', { playbackRate: 1.5 }, ['mediaplaybackraterequest', 1.75]],
  ['0', {}, ['mediaseekrequest', 0]],
  ['7', {}, ['mediaseekrequest', 42]],
])('%j with %j asks for %j', (key, media, request) => {
  expect(press(key, media).asked).toEqual([request]);
});

test('what is on is turned off', () => {
  expect(press('f', {}, ['mediaisfullscreen']).asked).toEqual([['mediaexitfullscreenrequest']]);
  expect(press('c', {}, ['mediasubtitleslist']).asked).toEqual([['mediatogglesubtitlesrequest']]);
});

test.each([
  ['c', {}, 'There are no captions'],
  ['>', { playbackRate: 2 }, 'Speed 2×'],
  ['<', { playbackRate: 0.5 }, 'Speed 0.5×'],
])('%j with %j changes nothing and says “%s”', (key, media, words) => {
  const { asked, said } = press(key, media);
  expect([asked, said]).toEqual([[], [words]]);
});

test.each(['ctrlKey', 'metaKey', 'altKey'])('with %s a key is the browser’s', (modifier) => {
  expect(keyOf({ ...plain, key: 'f', [modifier]: true })).toBeNull();
});

test('a key is known by its place on keyboards of other scripts', () => {
  expect(keyOf({ ...plain, key: 'л', code: 'KeyK' })).toBe('k');
  expect(keyOf({ ...plain, key: 'k', code: 'KeyE' })).toBe('k');
});

test('no key does two things', () => {
  const keys = commands.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
});
