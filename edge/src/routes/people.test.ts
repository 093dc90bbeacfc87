import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PeopleList, Person } from '../../../shared/people.ts';
import { createBrowser } from '../../test/browser.ts';
import { refusalOf } from '../../test/fixtures.ts';
import { type Call, elsewhere, invite, join, newAddress, passwordFor } from '../../test/people.ts';
import {
  botToken,
  calling,
  newId,
  putVideo,
  readyVideo,
  services,
  settings,
  state,
} from '../../test/wire.ts';

let token: string;
let call: Call;
beforeAll(async () => {
  const browser = createBrowser();
  await browser.signIn(state.admin);
  token = browser.cookie('session') ?? '';
  call = calling(token);
});

async function list(query = '', ask = call): Promise<Person[]> {
  const people: Person[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const next = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page = (await (await ask('GET', `/api/people?limit=2${query}${next}`)).json()) as PeopleList;
    people.push(...page.people);
    cursor = page.nextCursor;
  }
  return people;
}

describe('inviting', () => {
  test('an address makes a person who is told how long the invitation holds', async () => {
    const person = await invite(call);
    expect(person).toMatchObject({ role: 'viewer', status: 'invited' });
    expect(Date.parse(person.expiresAt ?? '')).toBeGreaterThan(Date.now());
    expect(await list()).toContainEqual(person);
  });

  test('who was invited may get another password by mail: the address counts as verified', async () => {
    const { email: Username } = await invite(call);
    const { UserAttributes } = await services.cognito.send(
      new AdminGetUserCommand({ UserPoolId: settings.USER_POOL_ID, Username }),
    );
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  test('an admin makes an admin', async () => {
    const person = await invite(call, 'admin');
    expect((await list()).find(({ id }) => id === person.id)?.role).toBe('admin');
    const browser = await join(person);
    expect(await (await browser.visit('/api/me')).json()).toMatchObject({
      role: 'admin',
      email: person.email,
    });
  });

  test('an address known already is a conflict, however it is written', async () => {
    const { email } = await invite(call);
    const again = await call('POST', '/api/people', { email: email.toUpperCase() });
    expect(await refusalOf(again)).toEqual({ status: 409, code: 'conflict' });
  });

  test.each([[{}], [{ email: 'nobody' }], [{ email: 'a@example.com', role: 'owner' }]])(
    'not with %j',
    async (body) => {
      expect((await call('POST', '/api/people', body)).status).toBe(400);
    },
  );
});

test('the list comes in pages; a bad cursor is refused', async () => {
  await invite(call);
  const emails = (await list()).map(({ email }) => email);
  expect(emails).toEqual(expect.arrayContaining([state.admin.email, state.viewer.email]));
  expect(new Set(emails).size).toBe(emails.length);
  expect(await refusalOf(await call('GET', '/api/people?cursor=nonsense'))).toEqual({
    status: 400,
    code: 'invalid_request',
  });
});

test('each status is listed by itself', async () => {
  const [invited, gone] = [await invite(call), await invite(call)];
  const active = await invite(call);
  await join(active);
  await call('DELETE', `/api/people/${gone.id}`);
  const idsOf = async (status: string, ask = call) =>
    (await list(`&status=${status}`, ask)).map(({ id, status: its }) => [id, its]);
  const month = 31 * 24 * 60 * 60 * 1000;
  const later = calling(token, elsewhere({}, month));
  expect(await idsOf('invited')).toContainEqual([invited.id, 'invited']);
  expect(await idsOf('active')).toContainEqual([active.id, 'active']);
  expect(await idsOf('disabled')).toContainEqual([gone.id, 'disabled']);
  expect(await idsOf('expired', later)).toContainEqual([invited.id, 'expired']);
  for (const status of ['invited', 'active', 'disabled', 'expired'])
    expect((await idsOf(status)).filter(([, its]) => its !== status)).toEqual([]);
  expect((await call('GET', '/api/people?status=lost')).status).toBe(400);
});

describe('sending again', () => {
  test('gives a new temporary password', async () => {
    const person = await invite(call);
    const first = await passwordFor(person.email);
    const response = await call('POST', `/api/people/${person.id}/resend`);
    expect(await response.json()).toMatchObject({ id: person.id, status: 'invited' });
    expect(await passwordFor(person.email)).not.toBe(first);
  });

  test('is a conflict for somebody active, and a 404 for nobody', async () => {
    const person = await invite(call);
    await join(person);
    const active = await call('POST', `/api/people/${person.id}/resend`);
    expect(await refusalOf(active)).toEqual({ status: 409, code: 'conflict' });
    expect((await call('POST', '/api/people/nobody/resend')).status).toBe(404);
    expect((await call('POST', `/api/people/${person.email}/resend`)).status).toBe(404);
  });
});

describe('shutting out', () => {
  test('ends what the person holds at once, and lets them in again on request', async () => {
    const person = await invite(call, 'admin');
    const browser = await join(person);
    const theirs = calling(browser.cookie('session') ?? '');
    const { videoId } = await putVideo(readyVideo());
    expect((await theirs('POST', '/api/keys')).status).toBe(200);
    expect((await theirs('PATCH', `/api/videos/${videoId}`, { title: 'Ours' })).status).toBe(200);
    expect((await call('DELETE', `/api/people/${person.id}`)).status).toBe(204);
    expect(await refusalOf(await theirs('POST', '/api/keys'))).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
    expect((await theirs('GET', '/api/keys')).status).toBe(401);
    expect((await theirs('PATCH', `/api/videos/${videoId}`, { title: 'Mine' })).status).toBe(401);
    expect((await theirs('POST', '/api/people', { email: newAddress() })).status).toBe(401);
    expect((await theirs('POST', '/api/people/bulk', { addresses: newAddress() })).status).toBe(401);
    expect((await browser.visit('/auth/refresh', { method: 'POST' })).status).toBe(401);
    expect((await list()).find(({ id }) => id === person.id)?.status).toBe('disabled');
    const back = await call('POST', `/api/people/${person.id}/resend`);
    expect(await back.json()).toMatchObject({ status: 'active', expiresAt: null });
  });

  test('somebody invited is let in again by a new invitation', async () => {
    const person = await invite(call);
    await call('DELETE', `/api/people/${person.id}`);
    const back = await call('POST', `/api/people/${person.id}/resend`);
    expect(await back.json()).toMatchObject({ status: 'invited' });
  });

  test('is nothing one does to oneself; nobody is a 404', async () => {
    const self = (await list()).find(({ email }) => email === state.admin.email);
    const response = await call('DELETE', `/api/people/${self?.id}`);
    expect(await refusalOf(response)).toEqual({ status: 409, code: 'conflict' });
    expect((await call('DELETE', '/api/people/nobody')).status).toBe(404);
  });
});

test('a bot has no business here, whatever its scopes', async () => {
  const bot = calling(await botToken());
  expect((await bot('GET', '/api/videos')).status).toBe(200);
  expect(await refusalOf(await bot('GET', '/api/people'))).toEqual({ status: 403, code: 'forbidden' });
});

test('with the Authorization header a person is told their e-mail as well', async () => {
  expect(await (await call('GET', '/api/me')).json()).toMatchObject({
    email: state.admin.email,
    kind: 'person',
  });
});

describe('today’s mails', () => {
  /** An organisation of its own, with so many mails a day. */
  const withMails = (perDay: number) =>
    calling(token, elsewhere({ ORG: `mails-${newId().toLowerCase()}`, MAILS_PER_DAY: perDay }));

  test('used up, the next invitation is refused until midnight UTC, and nobody is made', async () => {
    const few = withMails(1);
    const first = await invite(few);
    const email = newAddress();
    const refused = await few('POST', '/api/people', { email });
    const waitSeconds = Number(refused.headers.get('Retry-After'));
    const midnight = new Date(Date.now() + waitSeconds * 1000 + 5000).toISOString();
    expect(midnight).toMatch(/T00:00:0\d/);
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect([refused.status, error.code]).toEqual([429, 'rate_limited']);
    expect(error.message).toContain(`from ${midnight.slice(0, 10)}, 00:00 UTC`);
    expect((await few('POST', `/api/people/${first.id}/resend`)).status).toBe(429);
    expect((await list()).map((one) => one.email)).not.toContain(email);
  });

  test('an invitation that is refused is not counted', async () => {
    const two = withMails(2);
    const { email } = await invite(two);
    expect((await two('POST', '/api/people', { email })).status).toBe(409);
    await invite(two);
  });

  test('letting somebody in again who has a password takes none', async () => {
    const one = withMails(1);
    const person = await invite(one);
    await join(person);
    expect((await one('DELETE', `/api/people/${person.id}`)).status).toBe(204);
    expect((await one('POST', `/api/people/${person.id}/resend`)).status).toBe(200);
  });
});
