import { beforeAll, describe, expect, test } from 'vitest';
import type { Invitations } from '../../../shared/people.ts';
import { createBrowser } from '../../test/browser.ts';
import { refusalOf } from '../../test/fixtures.ts';
import { type Call, elsewhere, invite, join, mailsTo, newAddress } from '../../test/people.ts';
import { botToken, calling, createWireServices, lines, newId, state } from '../../test/wire.ts';
import { createApp } from '../app.ts';

let token: string;
let call: Call;
beforeAll(async () => {
  const browser = createBrowser();
  await browser.signIn(state.admin);
  token = browser.cookie('session') ?? '';
  call = calling(token);
});

const monthMs = 31 * 24 * 60 * 60 * 1000;

async function bulk(body: object, ask = call): Promise<Invitations> {
  const response = await ask('POST', '/api/people/bulk', body);
  expect(response.status).toBe(200);
  return (await response.json()) as Invitations;
}

const brief = ({ results }: Invitations) =>
  results.map(({ email, state: found, sent, error }) => [email, found, sent, error?.code ?? null]);

test('a dry run tells what would happen to each and sends nothing', async () => {
  const [invited, active, gone] = [await invite(call), await invite(call), await invite(call)];
  await join(active);
  await call('DELETE', `/api/people/${gone.id}`);
  const fresh = newAddress();
  const addresses = `Ada <${fresh}>, ${invited.email.toUpperCase()}\n${active.email}; ${gone.email}\n${fresh}\nnobody`;
  const told = await bulk({ addresses, dryRun: true });
  expect(brief(told)).toEqual([
    [fresh, 'new', false, null],
    [invited.email, 'invited', false, null],
    [active.email, 'active', false, null],
    [gone.email, 'disabled', false, null],
    [null, 'invalid', false, null],
  ]);
  expect(told.results.map(({ line }) => line)).toEqual([1, 1, 2, 2, 4]);
  expect(told.results.at(-1)?.address).toBe('nobody');
  expect(told.results[1]?.person).toMatchObject({ id: invited.id, status: 'invited' });
  expect(told.duplicates).toBe(1);
  expect(await mailsTo(fresh)).toEqual([]);
});

test('sends to each new address; again, nobody is mailed twice', async () => {
  const addresses = [newAddress(), newAddress()];
  const first = await bulk({ addresses: [...addresses, 'nobody'], role: 'admin' });
  expect(brief(first)).toEqual([
    ...addresses.map((email) => [email, 'new', true, null]),
    [null, 'invalid', false, null],
  ]);
  expect(first.results[0]?.person).toMatchObject({ email: addresses[0], role: 'admin', status: 'invited' });
  expect(brief(await bulk({ addresses }))).toEqual(addresses.map((email) => [email, 'invited', false, null]));
  for (const email of addresses) expect(await mailsTo(email)).toHaveLength(1);
});

test('an invitation that ran out is sent again', async () => {
  const { email } = await invite(call);
  const later = calling(token, elsewhere({}, monthMs));
  expect(brief(await bulk({ addresses: email, dryRun: true }, later))).toEqual([
    [email, 'expired', false, null],
  ]);
  expect(brief(await bulk({ addresses: email }, later))).toEqual([[email, 'expired', true, null]]);
  expect(await mailsTo(email)).toHaveLength(2);
});

describe('today’s mails', () => {
  const withMails = (perDay: number) =>
    calling(token, elsewhere({ ORG: `bulk-${newId().toLowerCase()}`, MAILS_PER_DAY: perDay }));

  test('are told, and only those are sent: the rest says why not, and goes when asked again', async () => {
    const few = withMails(2);
    const addresses = [newAddress(), newAddress(), newAddress()];
    const before = await bulk({ addresses, dryRun: true }, few);
    expect(before.mails).toMatchObject({ left: 2, perDay: 2 });
    expect(before.mails.resetsAt).toMatch(/T00:00:00/);
    const sent = await bulk({ addresses }, few);
    expect(brief(sent)).toEqual([
      [addresses[0], 'new', true, null],
      [addresses[1], 'new', true, null],
      [addresses[2], 'new', false, 'rate_limited'],
    ]);
    expect(sent.mails.left).toBe(0);
    expect(brief(await bulk({ addresses }))[2]).toEqual([addresses[2], 'new', true, null]);
  });

  test('are counted once each, however many ask side by side', async () => {
    const three = withMails(3);
    const asked = Array.from({ length: 5 }, () => bulk({ addresses: newAddress() }, three));
    const sent = (await Promise.all(asked)).filter(({ results }) => results[0]?.sent);
    expect(sent).toHaveLength(3);
  });
});

test.each([
  ['no address', { addresses: ' \n,; ' }],
  ['an empty list', { addresses: [] }],
  ['201 addresses', { addresses: Array.from({ length: 201 }, (_, at) => `a${at}@example.com`) }],
  ['something else than addresses', { addresses: 1 }],
])('%s: refused, naming the field', async (_, body) => {
  const response = await call('POST', '/api/people/bulk', { ...body, dryRun: true });
  const { error } = (await response.json()) as { error: { details: { fields: { path: string }[] } } };
  expect(response.status).toBe(400);
  expect(error.details.fields.map(({ path }) => path)).toEqual(['addresses']);
});

test('the same address 201 times is one', async () => {
  const told = await bulk({ addresses: `${newAddress()}\n`.repeat(201), dryRun: true });
  expect([told.results.length, told.duplicates]).toEqual([1, 200]);
});

test('bots and unknown keys are refused', async () => {
  const bot = calling(await botToken());
  expect(await refusalOf(await bot('POST', '/api/people/bulk', { addresses: newAddress() }))).toEqual({
    status: 403,
    code: 'forbidden',
  });
  expect((await call('POST', '/api/people/bulk', { addresses: newAddress(), role: 'owner' })).status).toBe(
    400,
  );
  expect((await call('POST', '/api/people/bulk', { addresses: newAddress(), to: 'x' })).status).toBe(400);
});

/** The same Worker, but on the way to the mailing of one address the connection is lost. */
const losing = (email: string) =>
  createApp(() => {
    const made = createWireServices();
    made.cognito.middlewareStack.add((next, { commandName }) => async (args) => {
      const { Username } = args.input as { Username?: string };
      if (commandName === 'AdminCreateUserCommand' && Username === email)
        throw new Error('Network connection lost.');
      return next(args);
    });
    return made;
  });

test('one address’s failure is told in its result and stops nobody else; the log names no address', async () => {
  const addresses = [newAddress(), newAddress(), newAddress()];
  const [first = '', lost = '', last = ''] = addresses;
  const sent = await bulk({ addresses }, calling(token, losing(lost)));
  expect(brief(sent)).toEqual([
    [first, 'new', true, null],
    [lost, 'new', false, 'unavailable'],
    [last, 'new', true, null],
  ]);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'an invitation was not sent' }));
  expect(JSON.stringify(lines)).not.toContain(lost);
  expect(brief(await bulk({ addresses }))[1]).toEqual([lost, 'new', true, null]);
});
