import { AdminCreateUserCommand, AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  authorization,
  days,
  goodPassword,
  poolId,
  returned,
  secretOf,
  startPool,
  type TestPool,
  type Visit,
} from '../pool.fixture.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startPool();
});
afterAll(() => pool.stop());

const errorOf = ({ text }: Visit) => /role="alert">([^<]*)</.exec(text)?.[1];
const seed = async (email: string) => {
  await pool.seedPerson({ email, password: goodPassword, groups: [] });
  return email;
};
async function invite(email: string) {
  const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
  await pool.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: email,
      UserAttributes,
      DesiredDeliveryMediums: ['EMAIL'],
    }),
  );
  return secretOf(pool.mails.at(-1));
}
async function openLogin() {
  const browser = pool.browser();
  return { browser, page: await browser.visit(authorization().path) };
}
async function attempt(username: string, password: string) {
  const { browser, page } = await openLogin();
  return browser.submit(page, { username, password });
}

test('the sign-in page has labels, works without script and may not be framed', async () => {
  const { page } = await openLogin();
  expect(page.text).toMatch(/<label for="username">.*<input id="username" name="username"/s);
  expect(page.text).toMatch(/<label for="password">.*<input id="password" name="password" type="password"/s);
  expect(page.text).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toMatch(
    /frame-ancestors 'none'.*form-action 'self' http/,
  );
  expect(page.headers.get('cache-control')).toBe('no-store');
});

test('what somebody typed is escaped', async () => {
  const page = await attempt('"><b>x', 'y');
  expect(page.text).toContain('value="&quot;&gt;&lt;b&gt;x"');
});

describe('an invited person', () => {
  test('chooses a password at the first sign-in, and the temporary one ends', async () => {
    const email = 'new@example.com';
    const temporary = await invite(email);
    const { browser, page } = await openLogin();
    const choose = await browser.submit(page, { username: email, password: temporary });
    expect([choose.status, choose.location]).toEqual([200, null]);
    const differ = await browser.submit(choose, { new_password: goodPassword, confirm_password: 'x' });
    expect(errorOf(differ)).toBe('The two passwords are not the same.');
    const weak = await browser.submit(differ, { new_password: 'password', confirm_password: 'password' });
    expect(errorOf(weak)).toBe(
      'Password did not conform with policy: Password must have uppercase characters',
    );
    const fields = { new_password: goodPassword, confirm_password: goodPassword };
    const back = await browser.submit(weak, fields);
    expect(returned(back)).toMatchObject({ code: expect.any(String), state: 'st&te' });
    expect(errorOf(await browser.submit(choose, fields))).toBe('That took too long. Sign in again.');
    expect(errorOf(await attempt(email, temporary))).toBe('Incorrect username or password.');
    expect(returned(await attempt(email, goodPassword))).toHaveProperty('code');
  });

  test('is refused once the temporary password has expired', async () => {
    const temporary = await invite('late@example.com');
    pool.clock.ms += days(30);
    expect(errorOf(await attempt('late@example.com', temporary))).toBe(
      'Temporary password has expired and must be reset by an administrator.',
    );
  });

  test('signs in a moment before it expires', async () => {
    const temporary = await invite('early@example.com');
    pool.clock.ms += days(30) - 1;
    expect((await attempt('early@example.com', temporary)).text).toContain('name="new_password"');
  });
});

describe('sign-in refuses', () => {
  test('a wrong password and an unknown person in the same words', async () => {
    const email = await seed('same@example.com');
    const wrong = await attempt(email, 'Wrong-password-1');
    const unknown = await attempt('nobody@example.com', 'Wrong-password-1');
    expect([wrong.status, errorOf(wrong)]).toEqual([400, 'Incorrect username or password.']);
    expect([unknown.status, errorOf(unknown)]).toEqual([400, errorOf(wrong)]);
  });

  test('a disabled person, and says so to the right password only', async () => {
    const email = await seed('off@example.com');
    await pool.sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));
    expect(errorOf(await attempt(email, goodPassword))).toBe('User is disabled.');
    expect(errorOf(await attempt(email, 'Wrong-password-1'))).toBe('Incorrect username or password.');
  });

  test('after five failures even the right password, for a second, then two', async () => {
    const email = await seed('locked@example.com');
    for (let failure = 0; failure < 5; failure++) await attempt(email, 'Wrong-password-1');
    expect(errorOf(await attempt(email, goodPassword))).toBe('Password attempts exceeded');
    pool.clock.ms += 1000;
    expect(errorOf(await attempt(email, 'Wrong-password-1'))).toBe('Incorrect username or password.');
    pool.clock.ms += 1999;
    expect(errorOf(await attempt(email, goodPassword))).toBe('Password attempts exceeded');
    pool.clock.ms += 1;
    expect(returned(await attempt(email, goodPassword))).toHaveProperty('code');
  });

  test('nobody who mistypes four times between two sign-ins', async () => {
    const email = await seed('typist@example.com');
    for (let round = 0; round < 2; round++) {
      for (let failure = 0; failure < 4; failure++) await attempt(email, 'Wrong-password-1');
      expect(returned(await attempt(email, goodPassword))).toHaveProperty('code');
    }
  });

  test('a form from another site', async () => {
    const { browser, page } = await openLogin();
    const fields = { username: await seed('csrf@example.com'), password: goodPassword };
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await browser.submit(page, fields, { origin });
      expect([answer.status, answer.location]).toEqual([400, null]);
    }
    expect(returned(await browser.submit(page, fields, {}))).toHaveProperty('code');
  });

  test('a request that was changed on its way', async () => {
    const { browser, page } = await openLogin();
    const changed = { ...page, text: page.text.replace(/(name="tx" value="[^.]+\.)[^.]+/, '$1eyJ4IjoxfQ') };
    const answer = await browser.submit(changed, { username: 'a@example.com', password: 'x' });
    expect([answer.status, errorOf(answer)]).toEqual([400, 'The form was changed on its way.']);
  });

  test('a page that was open for over an hour', async () => {
    const { browser, page } = await openLogin();
    pool.clock.ms += 3_600_001;
    expect(errorOf(await browser.submit(page, { username: 'a', password: 'b' }))).toMatch(
      /open for too long/,
    );
  });

  test('a form without its fields', async () => {
    const { browser, page } = await openLogin();
    expect((await browser.submit(page, { username: 'a' })).status).toBe(400);
  });
});

describe('a forgotten password', () => {
  async function ask(username: string) {
    const { browser, page } = await openLogin();
    const link = /href="(\/forgotPassword[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = await browser.visit(link);
    return { browser, page: await browser.submit(form, { username }) };
  }
  const codeOf = (mail: (typeof pool.mails)[number] | undefined) => secretOf(mail);
  const choice = (confirmation_code: string, password = 'Another-horse-2') => ({
    confirmation_code,
    new_password: password,
    confirm_password: password,
  });

  test('is replaced by the code from the mail', async () => {
    const email = await seed('forgot@example.com');
    const { browser, page } = await ask(email);
    const weak = await browser.submit(page, choice(codeOf(pool.mails.at(-1)), 'short'));
    expect(errorOf(weak)).toBe('Password did not conform with policy: Password not long enough');
    const done = await browser.submit(weak, choice(codeOf(pool.mails.at(-1))));
    expect(done.text).toContain('Your password was changed.');
    const back = await browser.submit(done, { username: email, password: 'Another-horse-2' });
    expect(returned(back)).toHaveProperty('code');
    expect(errorOf(await attempt(email, goodPassword))).toBe('Incorrect username or password.');
  });

  test('of nobody looks the same and sends nothing', async () => {
    const before = pool.mails.length;
    const { browser, page } = await ask('nobody@example.com');
    expect(page.text).toContain('If there is an account with that address');
    expect(pool.mails.length).toBe(before);
    expect(errorOf(await browser.submit(page, choice('123456')))).toMatch(/request a code again/);
  });

  test('is not replaced by a wrong, guessed or old code', async () => {
    const { browser, page } = await ask(await seed('guess@example.com'));
    const right = codeOf(pool.mails.at(-1));
    const wrong = right === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 5; guess++)
      expect(errorOf(await browser.submit(page, choice(wrong)))).toMatch(/^Invalid verification code/);
    expect(errorOf(await browser.submit(page, choice(right)))).toMatch(/^Attempt limit exceeded/);
    const old = await ask('guess@example.com');
    pool.clock.ms += 3_600_000 - 1000;
    const { page: fresh } = await openLogin();
    const tx = /name="tx" value="([^"]+)"/.exec(fresh.text)?.[1] ?? '';
    pool.clock.ms += 1000;
    const late = { ...old.page, text: old.page.text.replace(/(name="tx" value=")[^"]+/, `$1${tx}`) };
    expect(errorOf(await old.browser.submit(late, choice(codeOf(pool.mails.at(-1)))))).toMatch(
      /^Invalid code/,
    );
  });
});

test('an unknown page is a page', async () => {
  const answer = await fetch(`${pool.origin}/nothing`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
  expect((await fetch(pool.origin)).status).toBe(200);
});
