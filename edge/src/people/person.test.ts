import { expect, test } from 'vitest';
import { nowMs, settings } from '../../test/fixtures.ts';
import type { User } from './directory.ts';
import { toPerson } from './person.ts';

const dayMs = 24 * 60 * 60 * 1000;
const known = { id: 'sub', username: 'sub', email: 'a@example.com', createdMs: nowMs, modifiedMs: nowMs };
const at = (status: string, enabled: boolean, later = 0) =>
  toPerson(
    { settings: { ...settings, INVITATION_DAYS: 7 }, clock: { now: () => nowMs + later } },
    { ...known, status, enabled } satisfies User,
    'viewer',
  );
const expiresAt = new Date(nowMs + 7 * dayMs).toISOString();

test.each([
  ['FORCE_CHANGE_PASSWORD', true, 0, 'invited', expiresAt],
  ['FORCE_CHANGE_PASSWORD', true, 7 * dayMs, 'expired', expiresAt],
  ['FORCE_CHANGE_PASSWORD', false, 0, 'disabled', null],
  ['CONFIRMED', true, 0, 'active', null],
  ['RESET_REQUIRED', true, 0, 'active', null],
  ['CONFIRMED', false, 0, 'disabled', null],
])('%s, enabled %s, %i ms later is %s', (word, enabled, later, status, expires) => {
  expect(at(word, enabled, later)).toMatchObject({ status, expiresAt: expires });
});
