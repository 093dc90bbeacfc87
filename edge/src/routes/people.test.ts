import { beforeAll, describe, expect, test } from 'vitest';
import type { PeopleList, Person } from '../../../shared/people.ts';
import { createBrowser } from '../../test/browser.ts';
import { refusalOf } from '../../test/fixtures.ts';
import { botToken, calling, newId, state } from '../../test/wire.ts';

let call: ReturnType<typeof calling>;
beforeAll(async () => {
  const browser = createBrowser();
  await browser.signIn(state.admin);
  call = calling(browser.cookie('session') ?? '');
});

const newAddress = () => `${newId().toLowerCase()}@example.com`;

async function invite(role?: string) {
  const email = newAddress();
  const response = await call('POST', '/api/people', { email, ...(role ? { role } : {}) });
  expect(response.status).toBe(201);
  return (await response.json()) as Person;
}

async function list(): Promise<Person[]> {
  const people: Person[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const response = await call(
      'GET',
      `/api/people?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const page = (await response.json()) as PeopleList;
    people.push(...page.people);
    cursor = page.nextCursor;
  }
  return people;
}

/** The temporary password from the last mail to an address. */
async function passwordFor(email: string): Promise<string> {
  const { emails } = (await (await fetch(`${state.inbox}/store`)).json()) as {
    emails: { at: string; to: string[]; text: string }[];
  };
  const mails = emails.filter(({ to }) => to.includes(email)).sort((a, b) => (a.at < b.at ? -1 : 1));
  return /password[^:]*: *(\S+)/i.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
}

async function join(person: Person) {
  const browser = createBrowser();
  const password = await passwordFor(person.email);
  await browser.signIn({ email: person.email, password, newPassword: 'Blahaj-1234' });
  return browser;
}

describe('inviting', () => {
  test('an address makes a person who is told how long the invitation holds', async () => {
    const person = await invite();
    expect(person).toMatchObject({ role: 'viewer', status: 'invited' });
    expect(Date.parse(person.expiresAt ?? '')).toBeGreaterThan(Date.now());
    expect(await list()).toContainEqual(person);
  });

  test('an admin makes an admin', async () => {
    const person = await invite('admin');
    expect((await list()).find(({ id }) => id === person.id)?.role).toBe('admin');
    const browser = await join(person);
    expect(await (await browser.visit('/api/me')).json()).toMatchObject({
      role: 'admin',
      email: person.email,
    });
  });

  test('an address known already is a conflict, however it is written', async () => {
    const { email } = await invite();
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
  await invite();
  const emails = (await list()).map(({ email }) => email);
  expect(emails).toEqual(expect.arrayContaining([state.admin.email, state.viewer.email]));
  expect(new Set(emails).size).toBe(emails.length);
  expect(await refusalOf(await call('GET', '/api/people?cursor=nonsense'))).toEqual({
    status: 400,
    code: 'invalid_request',
  });
});

describe('sending again', () => {
  test('gives a new temporary password', async () => {
    const person = await invite();
    const first = await passwordFor(person.email);
    const response = await call('POST', `/api/people/${person.id}/resend`);
    expect(await response.json()).toMatchObject({ id: person.id, status: 'invited' });
    expect(await passwordFor(person.email)).not.toBe(first);
  });

  test('is a conflict for somebody active, and a 404 for nobody', async () => {
    const person = await invite();
    await join(person);
    const active = await call('POST', `/api/people/${person.id}/resend`);
    expect(await refusalOf(active)).toEqual({ status: 409, code: 'conflict' });
    expect((await call('POST', '/api/people/nobody/resend')).status).toBe(404);
    expect((await call('POST', `/api/people/${person.email}/resend`)).status).toBe(404);
  });
});

describe('shutting out', () => {
  test('ends what the person holds at once, and lets them in again on request', async () => {
    const person = await invite('admin');
    const browser = await join(person);
    const theirs = calling(browser.cookie('session') ?? '');
    expect((await theirs('POST', '/api/keys')).status).toBe(200);
    expect((await call('DELETE', `/api/people/${person.id}`)).status).toBe(204);
    expect(await refusalOf(await theirs('POST', '/api/keys'))).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
    expect((await theirs('POST', '/api/people', { email: newAddress() })).status).toBe(401);
    expect((await browser.visit('/auth/refresh', { method: 'POST' })).status).toBe(401);
    expect((await list()).find(({ id }) => id === person.id)?.status).toBe('disabled');
    const back = await call('POST', `/api/people/${person.id}/resend`);
    expect(await back.json()).toMatchObject({ status: 'active', expiresAt: null });
  });

  test('somebody invited is let in again by a new invitation', async () => {
    const person = await invite();
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
