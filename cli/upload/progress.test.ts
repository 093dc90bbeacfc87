import { expect, test } from 'vitest';
import { bar, createProgress } from './progress.ts';

const MB = 1_000_000;

/** A screen and a clock that is moved by hand. */
function setUp(isTty: boolean, columns = 100) {
  const written: string[] = [];
  const time = { ms: 0 };
  const screen = { isTty, columns: () => columns, write: (text: string) => void written.push(text) };
  const progress = createProgress({ screen, now: () => time.ms }, { name: 'reef.mov', sizeBytes: 100 * MB });
  return { written, time, progress };
}

test.each([
  [0, 90, '░░░░░░░░░░░░░░░░░░░░'],
  [0.34, 90, '██████░░░░░░░░░░░░░░'],
  [1, 90, '████████████████████'],
  [1.2, 90, '████████████████████'],
  [0.5, 10, '█████░░░░░'],
  [0.5, 4, ''],
])('%d of the way, where %i characters are free: %s', (share, room, shown) => {
  expect(bar(share, room)).toBe(shown);
});

test('in a terminal one line is drawn over: bar, bytes, speed and time left', () => {
  const { written, time, progress } = setUp(true);
  progress.sent(0);
  time.ms = 2000;
  progress.sent(20 * MB);
  expect(written).toEqual([
    '\r\u001b[2Kreef.mov  ░░░░░░░░░░░░░░░░░░░░  0 % · 0 bytes of 100 MB',
    '\r\u001b[2Kreef.mov  ████░░░░░░░░░░░░░░░░  20 % · 20.0 MB of 100 MB · 10.0 MB/s · a few seconds left',
  ]);
});

test('it is drawn ten times a second at most, but its end is always shown', () => {
  const { written, time, progress } = setUp(true);
  for (let sent = 0; sent < 100; sent++) {
    time.ms += 10;
    progress.sent(sent * MB);
  }
  expect(written.length).toBe(10);
  progress.sent(100 * MB);
  expect(written.at(-1)).toContain('100 %');
});

test.each([
  [50, 'reef.mov  ██████░░░░░░░  50 % · 50.0 MB of 100 MB'],
  [40, 'reef.mov  50 % · 50.0 MB of 100 MB'],
  [30, 'reef.mov  50 % · 50.0 MB of …'],
])('a terminal of %i columns gets what fits', (columns, shown) => {
  const { written, progress } = setUp(true, columns);
  progress.sent(50 * MB);
  expect(written[0]?.slice('\r\u001b[2K'.length)).toBe(shown);
});

test('elsewhere it is a plain line for every tenth', () => {
  const { written, progress } = setUp(false);
  for (let sent = 0; sent <= 100; sent++) progress.sent(sent * MB);
  expect(written).toHaveLength(11);
  expect(written[0]).toBe('reef.mov: 0 % · 0 bytes of 100 MB\n');
  expect(written[10]).toBe('reef.mov: 100 % · 100 MB of 100 MB\n');
  expect(written.join('')).not.toContain('\u001b');
});

test('the line is taken away when something else is said', () => {
  const { written, progress } = setUp(true);
  progress.sent(0);
  progress.clear();
  progress.clear();
  expect(written.slice(1)).toEqual(['\r\u001b[2K']);
});
