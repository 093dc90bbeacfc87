import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBrowser } from '../../test/browser.ts';
import { type Call, elsewhere, invite, join, mailsTo, newAddress } from '../../test/people.ts';
import { app, calling, lines, settings, state } from '../../test/wire.ts';

let call: Call;
beforeAll(async () => {
  const browser = createBrowser();
  await browser.signIn(state.admin);
  call = calling(browser.cookie('session') ?? '');
});

const monthMs = 31 * 24 * 60 * 60 * 1000;
/** The same Worker a month later: whatever was sent now has run out there. */
const later = elsewhere({}, monthMs);

/** Another network for each test, so that none uses up another's minute. */
let network = 0;
beforeEach(() => {
  network += 1;
});

type Asked = { worker?: typeof app; headers?: Record<string, string> };

/** Sends the form, and waits for what goes on after the answer. */
async function ask(email: string, { worker = later, headers = {} }: Asked = {}) {
  const pending: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => void pending.push(work), props: {} };
  const response = await worker.request(
    '/auth/help',
    {
      method: 'POST',
      headers: {
        ...{ Accept: 'text/html', Origin: settings.APP_ORIGIN, 'CF-Connecting-IP': `192.0.2.${network}` },
        'Content-Type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body: new URLSearchParams({ email }).toString(),
    },
    env,
    { ...context, passThroughOnException: () => undefined },
  );
  const page = await response.text();
  await Promise.all(pending);
  return { status: response.status, page, response };
}

test('the page is for anybody, works without script and knows a way on for every reason', async () => {
  const response = await app.request('/auth/help', { headers: { Accept: 'text/html' } }, {});
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page).toContain('<form class="stack" method="post" action="/auth/help">');
  for (const words of ['run out', 'Forgot your password?', '/auth/login?return=/', 'Ask the person'])
    expect(page).toContain(words);
  expect(page).not.toContain('<script');
});

describe('an address', () => {
  test('whose invitation ran out is sent a new one, and nobody else is', async () => {
    const [theirs, other] = [await invite(call), await invite(call)];
    expect((await ask(` ${theirs.email.toUpperCase()} `)).status).toBe(200);
    expect(await mailsTo(theirs.email)).toHaveLength(2);
    expect(await mailsTo(other.email)).toHaveLength(1);
    await join(theirs);
  });

  test('gets the same answer whatever is known of it, and a mail only where an invitation ran out', async () => {
    const [expired, active] = [await invite(call), await invite(call)];
    const [gone, lives] = [await invite(call), await invite(call)];
    await join(active);
    await call('DELETE', `/api/people/${gone.id}`);
    const unknown = newAddress();
    const answers = [
      await ask(expired.email),
      ...[await ask(active.email), await ask(gone.email), await ask(unknown)],
      await ask(lives.email, { worker: app }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ page }) => page)).size).toBe(1);
    const mails = [expired, active, gone, lives].map(async ({ email }) => (await mailsTo(email)).length);
    expect(await Promise.all(mails)).toEqual([2, 1, 1, 1]);
    expect(await mailsTo(unknown)).toEqual([]);
  });

  test('is answered before anything is looked up', async () => {
    const nowhere = elsewhere({ AWS_ENDPOINT_URL: 'http://localhost:1' });
    const email = newAddress();
    expect((await ask(email, { worker: nowhere })).status).toBe(200);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'help with signing in failed' }));
  });

  test('is in no line of the log', async () => {
    const { email } = await invite(call);
    await ask(email);
    await ask(email, { worker: elsewhere({ AWS_ENDPOINT_URL: 'http://localhost:1' }) });
    expect(JSON.stringify(lines)).not.toContain(email);
  });

  test.each(['', 'nobody', 'a@b', 'a@example.com, b@example.com', '<script>'])(
    'that is none, %j, is asked for again on the same page',
    async (email) => {
      const { status, page } = await ask(email);
      expect(status).toBe(400);
      expect(page).toContain('This is not an e-mail address');
      expect(page).toContain('aria-invalid="true"');
      expect(page).not.toContain('<script>');
    },
  );
});

describe('too often', () => {
  /** Asks until it is refused, and says how often it was not; a minute may turn in between. */
  async function untilRefused(limit: number, askOnce: (at: number) => ReturnType<typeof ask>) {
    for (let taken = 0; taken <= 2 * limit; taken++) {
      const answer = await askOnce(taken);
      if (answer.status !== 200) return { taken, ...answer };
    }
    throw new Error('it was never refused');
  }

  test('from one network is refused in plain words, for whichever address', async () => {
    const { taken, status, page, response } = await untilRefused(10, () => ask(newAddress()));
    expect(taken).toBeGreaterThanOrEqual(10);
    expect(status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('60');
    expect(page).toContain('Wait a minute');
  });

  test.each(['known', 'unknown'])('for one %s address is refused, from whichever network', async (kind) => {
    const email = kind === 'known' ? (await invite(call)).email : newAddress();
    const from = (at: number) => ({ headers: { 'CF-Connecting-IP': `2001:db8:${network}:${at}::1` } });
    const { taken, status } = await untilRefused(3, (at) => ask(email, from(at)));
    expect(taken).toBeGreaterThanOrEqual(3);
    expect(status).toBe(429);
  });
});

test.each([
  ['another site', { Origin: 'https://evil.example' }],
  ['nowhere', { Origin: 'null' }],
])('a form from %s is refused', async (_, headers) => {
  expect((await ask(newAddress(), { headers })).status).toBe(403);
});

test('today’s mails bound it as well', async () => {
  const { email } = await invite(call);
  const tomorrow = monthMs + 24 * 60 * 60 * 1000;
  const few = elsewhere({ MAILS_PER_DAY: 1 }, tomorrow);
  const other = await invite(call);
  expect((await ask(other.email, { worker: few })).status).toBe(200);
  expect((await ask(email, { worker: few })).status).toBe(200);
  expect(await mailsTo(email)).toHaveLength(1);
});
