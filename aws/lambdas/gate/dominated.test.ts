import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betterThan, pixels, sortOut } from './dominated.ts';

const rung = (height: number, bandwidthBps: number) => ({ width: (height * 16) / 9, height, bandwidthBps });
const heights = (all: { height: number }[]) => all.map(({ height }) => height);

test.each<[string, [number, number][], number[], number[]]>([
  [
    'a ladder that rises is kept whole',
    [
      [720, 30],
      [540, 20],
      [360, 10],
    ],
    [720, 540, 360],
    [],
  ],
  [
    'one that takes more than a larger one goes',
    [
      [720, 30],
      [540, 31],
      [360, 10],
    ],
    [720, 360],
    [540],
  ],
  [
    'one that takes as much goes',
    [
      [720, 30],
      [540, 30],
      [360, 10],
    ],
    [720, 360],
    [540],
  ],
  [
    'one below one that goes may be of use',
    [
      [720, 30],
      [540, 40],
      [360, 29],
    ],
    [720, 360],
    [540],
  ],
  [
    'one that takes the least may leave itself alone',
    [
      [720, 5],
      [540, 6],
      [360, 7],
    ],
    [720],
    [540, 360],
  ],
  [
    'two of one size are both of use',
    [
      [720, 30],
      [720, 20],
      [360, 10],
    ],
    [720, 720, 360],
    [],
  ],
  [
    'the dearer of two large ones saves none',
    [
      [720, 30],
      [720, 20],
      [540, 25],
    ],
    [720, 720],
    [540],
  ],
  ['one alone is kept', [[360, 10]], [360], []],
  ['of sound alone there is nothing to leave out', [], [], []],
])('%s', (_, all, kept, leftOut) => {
  const sorted = sortOut(all.map(([height, bandwidth]) => rung(height, bandwidth)));
  expect([heights(sorted.kept), heights(sorted.leftOut)]).toEqual([kept, leftOut]);
});

const side = fc.integer({ min: 1, max: 12 });
const renditions = fc.array(
  fc.record({ width: side, height: side, bandwidthBps: fc.integer({ min: 1, max: 20 }) }),
  { maxLength: 8 },
);

test('of any renditions, what is kept strictly rises, and for each that goes something better is kept', () => {
  fc.assert(
    fc.property(renditions, (all) => {
      const { kept, leftOut } = sortOut(all);
      for (const one of kept)
        for (const other of kept)
          if (pixels(other) > pixels(one)) expect(other.bandwidthBps).toBeGreaterThan(one.bandwidthBps);
      for (const one of leftOut) expect(betterThan(one, kept)).not.toEqual([]);
      expect([...kept, ...leftOut]).toHaveLength(all.length);
      expect(kept.length > 0).toBe(all.length > 0);
      expect(sortOut(kept)).toEqual({ kept, leftOut: [] });
    }),
  );
});
