import { describe, expect, test, vi } from 'vitest';
import { createKeyless, type Session } from './keyless.ts';

const minute = 60_000;

/** Keyless credentials with the clock in hand: `answers` settle what `assume` promised, in order. */
function setUp() {
  const clock = { ms: 1_000_000, now: () => clock.ms };
  const answers: { land: (lifeMs?: number) => void; fail: () => void }[] = [];
  const waits: (() => void)[] = [];
  const assume = vi.fn(
    () =>
      new Promise<Session>((resolve, reject) => {
        const name = `ASIA${answers.length + 1}`;
        answers.push({
          land: (lifeMs = 60 * minute) =>
            resolve({
              ...{ accessKeyId: name, secretAccessKey: 's', sessionToken: 't' },
              expiration: new Date(clock.ms + lifeMs),
            }),
          fail: () => reject(new Error('STS is busy')),
        });
      }),
  );
  const wait = () => new Promise<void>((resolve) => waits.push(resolve));
  const credentials = createKeyless({ assume, clock, wait });
  const key = async () => (await credentials()).accessKeyId;
  return { clock, answers, waits, assume, key };
}

async function withSession() {
  const all = setUp();
  const first = all.key();
  all.answers[0]?.land();
  await first;
  return all;
}

test('twenty requests at once make one call, and everyone gets its session', async () => {
  const { key, assume, answers } = setUp();
  const all = Promise.all(Array.from({ length: 20 }, key));
  answers[0]?.land();
  expect(new Set(await all)).toEqual(new Set(['ASIA1']));
  expect(assume).toHaveBeenCalledTimes(1);
});

describe('a session', () => {
  test('is kept until ten minutes are left', async () => {
    const { key, assume, clock } = await withSession();
    clock.ms += 50 * minute - 1;
    expect(await key()).toBe('ASIA1');
    expect(assume).toHaveBeenCalledTimes(1);
  });

  test('is renewed at ten minutes left by one request, the others do not wait', async () => {
    const { key, assume, answers, clock } = await withSession();
    clock.ms += 50 * minute;
    const renewing = key();
    expect(await key()).toBe('ASIA1');
    answers[1]?.land();
    expect(await renewing).toBe('ASIA2');
    expect(await key()).toBe('ASIA2');
    expect(assume).toHaveBeenCalledTimes(2);
  });

  test('that is still good outlives a failed renewal, which is tried again half a minute later', async () => {
    const { key, assume, answers, clock } = await withSession();
    clock.ms += 50 * minute;
    const renewing = key();
    answers[1]?.fail();
    expect(await renewing).toBe('ASIA1');
    expect(await key()).toBe('ASIA1');
    expect(assume).toHaveBeenCalledTimes(2);
    clock.ms += minute / 2;
    const again = key();
    answers[2]?.land();
    expect(await again).toBe('ASIA3');
  });

  test('with less than a minute left is nobody’s', async () => {
    const { key, answers, clock } = await withSession();
    clock.ms += 59 * minute + 1;
    const both = Promise.all([key(), key()]);
    answers[1]?.land();
    expect(await both).toEqual(['ASIA2', 'ASIA2']);
  });
});

test('without a session a failure is everyone’s, and the next request asks anew', async () => {
  const { key, assume, answers } = setUp();
  const both = Promise.allSettled([key(), key()]);
  answers[0]?.fail();
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = key();
  answers[1]?.land();
  expect(await again).toBe('ASIA2');
  expect(assume).toHaveBeenCalledTimes(2);
});

test('a call that a cancelled request took with it is given up', async () => {
  const { key, answers, waits, clock } = setUp();
  const stuck = key();
  clock.ms += 20_000;
  waits[0]?.();
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.land();
  expect(await stuck).toBe('ASIA2');
});
