import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { createBrowser } from '../../test/browser.ts';
import { refusalOf } from '../../test/fixtures.ts';
import { lines, settings, state } from '../../test/wire.ts';

async function signedIn(returnTo?: string) {
  const browser = createBrowser();
  const response = await browser.signIn(state.admin, returnTo);
  return { browser, response };
}

describe('signing in', () => {
  test('leads over the sign-in pages back to the page asked for, with a session in cookies', async () => {
    const { browser, response } = await signedIn('/admin?q=1');
    expect(response.status).toBe(302);
    expect(response.headers.get('Location')).toBe('/admin?q=1');
    expect(response.headers.get('Cache-Control')).toContain('no-store');
    const me = await browser.visit('/api/me');
    expect(await me.json()).toEqual({
      ...{ kind: 'person', email: state.admin.email, org: settings.ORG, role: 'admin' },
      scopes: expect.arrayContaining(['videos/read', 'videos/manage']),
    });
  });

  test('keeps the access token as it is, and nothing readable of the rest', async () => {
    const { browser } = await signedIn();
    expect(decodeJwt(browser.cookie('session') ?? '')).toMatchObject({ token_use: 'access' });
    expect(browser.cookie('refresh')).toMatch(/^eyJ/);
    expect(browser.cookie('email')).not.toContain('admin');
    expect(JSON.stringify(lines)).not.toContain(browser.cookie('session'));
  });

  test('sets cookies no script reads and no other site sends', async () => {
    const { response } = await signedIn();
    const cookies = response.headers.getSetCookie();
    expect(cookies.filter((line) => line.includes('Max-Age=0'))).toHaveLength(1);
    for (const line of cookies) {
      expect(line).toMatch(/HttpOnly/);
      expect(line).toMatch(/SameSite=Lax/);
      expect(line).not.toMatch(/Secure|Domain/);
    }
    expect(cookies.find((line) => line.startsWith('refresh='))).toContain('Path=/auth;');
  });

  test('asks for the code flow with PKCE S256 and no more than is needed', async () => {
    const start = await createBrowser().visit('/auth/login');
    const { origin, pathname, searchParams } = new URL(start.headers.get('Location') ?? '');
    expect(origin + pathname).toBe(`${settings.LOGIN_ORIGIN}/oauth2/authorize`);
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: settings.WEB_CLIENT_ID,
      redirect_uri: `${settings.APP_ORIGIN}/auth/callback`,
      scope: 'openid email videos/read videos/manage',
      state: expect.stringMatching(/^[\w-]{22}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  test('two tabs at once both arrive', async () => {
    const browser = createBrowser();
    const first = await browser.visit('/auth/login?return=/a');
    const second = await browser.visit('/auth/login?return=/b');
    const back = async (start: Response) => {
      const url = await browser.fillIn(start.headers.get('Location') ?? '', state.admin);
      const arrived = await browser.visit((url ?? '').slice(settings.APP_ORIGIN.length));
      return arrived.headers.get('Location');
    };
    expect([await back(second), await back(first)]).toEqual(['/b', '/a']);
  });

  test('a code counts once, in the browser that asked for it, with the state it asked with', async () => {
    const browser = createBrowser();
    const start = await browser.visit('/auth/login');
    const back = await browser.fillIn(start.headers.get('Location') ?? '', state.admin);
    const callback = (back ?? '').slice(settings.APP_ORIGIN.length);
    const elsewhere = await createBrowser().visit(callback);
    expect(await refusalOf(elsewhere)).toEqual({ status: 401, code: 'unauthenticated' });
    expect(elsewhere.headers.getSetCookie()).toEqual([]);
    expect((await browser.visit(callback.replace(/state=[^&]+/, 'state=other'))).status).toBe(401);
    expect((await browser.visit(callback)).status).toBe(302);
    expect((await browser.visit(callback)).status).toBe(401);
  });

  test('what the sign-in pages refuse is told on a page, not in JSON', async () => {
    const headers = { Accept: 'text/html,*/*' };
    const response = await createBrowser().visit('/auth/callback?state=x&error=access_denied', { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('Content-Type')).toContain('text/html');
    expect(await response.text()).toContain('href="/auth/help"');
  });
});

describe('renewing', () => {
  test('gives a new session without a word', async () => {
    const { browser } = await signedIn();
    const before = browser.cookie('session');
    const response = await browser.visit('/auth/refresh', { method: 'POST' });
    expect(response.status).toBe(204);
    expect(browser.cookie('session')).not.toBe(before);
    expect((await browser.visit('/api/me')).status).toBe(200);
  });

  test('is tried by /auth/login first', async () => {
    const { browser } = await signedIn();
    browser.drop('session');
    const response = await browser.visit('/auth/login?return=/admin');
    expect(response.headers.get('Location')).toBe('/admin');
    expect(browser.cookie('session')).not.toBeNull();
  });

  test('refused, it clears nothing', async () => {
    const response = await createBrowser().visit('/auth/refresh', { method: 'POST' });
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'unauthenticated' });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('needs to come from this site', async () => {
    const { browser } = await signedIn();
    const headers = { Origin: 'https://evil.example' };
    const response = await browser.visit('/auth/refresh', { method: 'POST', headers });
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'forbidden' });
  });
});

describe('signing out', () => {
  test('ends the session here, the refresh token, and the one on the sign-in pages', async () => {
    const { browser } = await signedIn();
    const stolen = browser.cookie('refresh');
    const response = await browser.visit('/auth/logout', { method: 'POST' });
    expect(response.status).toBe(303);
    const location = response.headers.get('Location') ?? '';
    expect(location).toContain(`${settings.LOGIN_ORIGIN}/logout?client_id=`);
    const back = await browser.visitLogin(location);
    expect(back.headers.get('Location')).toBe(`${settings.APP_ORIGIN}/`);
    expect([browser.cookie('session'), browser.cookie('refresh'), browser.cookie('email')]).toEqual([
      ...[null, null, null],
    ]);
    const again = await createBrowser().visit('/auth/refresh', {
      method: 'POST',
      headers: { Cookie: `refresh=${stolen}` },
    });
    expect(again.status).toBe(401);
    const next = await browser.visit('/auth/login');
    const page = await browser.visitLogin(next.headers.get('Location') ?? '');
    expect(await page.text()).toContain('name="password"');
  });

  test('expires the media cookies of the images and of the video at hand', async () => {
    const { browser } = await signedIn();
    const headers = { Referer: `${settings.APP_ORIGIN}/watch/01KAAAAAAAAAAAAAAAAAAAAAAA` };
    const response = await browser.visit('/auth/logout', { method: 'POST', headers });
    const expired = response.headers.getSetCookie().filter((line) => line.startsWith('CloudFront-'));
    expect(expired).toHaveLength(8);
    expect(expired.every((line) => line.includes('Max-Age=0'))).toBe(true);
    expect(expired.some((line) => line.includes(`Path=/${settings.ORG}/i/`))).toBe(true);
    expect(expired.some((line) => line.includes('/v/01KAAAAAAAAAAAAAAAAAAAAAAA/'))).toBe(true);
  });
});
