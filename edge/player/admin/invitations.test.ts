import { expect, test } from 'vitest';
import type { Invitation } from '../../../shared/people.ts';
import { planOf, wordOf } from './invitations.ts';

const invitation = (state: Invitation['state'], over: Partial<Invitation> = {}): Invitation => ({
  line: 1,
  address: 'a@example.com',
  email: 'a@example.com',
  state,
  sent: false,
  person: null,
  error: null,
  ...over,
});
const error = { code: 'unavailable', message: 'A service behind this one is busy.' } as const;
const mails = { left: 2, perDay: 50, resetsAt: '2026-05-07T00:00:00.000Z' };
const plan = (states: Invitation[], duplicates = 0) => planOf({ results: states, duplicates, mails });

test.each([
  ['new', {}, 'Will be invited'],
  ['expired', {}, 'Ran out, will be sent again'],
  ['active', {}, 'Has access already'],
  ['new', { sent: true }, 'Sent'],
  ['new', { error }, error.message],
] as const)('%s with %j is called %s', (state, over, word) => {
  expect(wordOf(invitation(state, over))).toBe(word);
});

test('the plan counts what would be sent, and says how many mails are left', () => {
  expect(plan([invitation('new')])).toBe('1 invitation to send; 2 of 50 mails left today.');
  expect(plan([invitation('new'), invitation('expired'), invitation('active')], 3)).toBe(
    '2 invitations to send; 2 of 50 mails left today. 1 left alone. 3 repeated and left out.',
  );
});

test('more than can go today are not lost', () => {
  expect(plan([invitation('new'), invitation('new'), invitation('new')])).toContain(
    'The others stay here and can go from 2026-05-07, 00:00 UTC.',
  );
});

test('what is no address is named by its lines, each once', () => {
  const invalid = [2, 2, 7].map((line) => invitation('invalid', { line }));
  expect(plan(invalid)).toBe('Nothing to send. Not an address: see line 2, 7.');
});

test('what met an error is not to be sent again without being asked for', () => {
  expect(plan([invitation('new', { error })])).toContain('Nothing to send.');
});
