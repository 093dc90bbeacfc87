import { app, settings, state } from './wire.ts';

type Cookie = { value: string; path: string };
type Jar = Map<string, Cookie>;

function keep(jar: Jar, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((one) => one.startsWith('Path='))?.slice(5) ?? '/';
    if (attributes.includes('Max-Age=0')) jar.delete(`${name} ${path}`);
    else jar.set(`${name} ${path}`, { value: pair.slice(name.length + 1), path });
  }
}

const headerOf = (jar: Jar, pathname: string) =>
  [...jar]
    .filter(([, { path }]) => pathname.startsWith(path))
    .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
    .join('; ');

/** Fields of the first form on a page, as they stand. */
function fieldsOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]));
}

export type Credentials = { email: string; password: string; newPassword?: string };

/** As much of a browser as signing in takes: cookies by path, `Origin` with forms, redirects one at a time. */
export function createBrowser() {
  const own: Jar = new Map();
  const login: Jar = new Map();

  async function visit(path: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(path, settings.APP_ORIGIN);
    const headers = new Headers(init.headers);
    if (!headers.has('Cookie')) headers.set('Cookie', headerOf(own, pathname));
    if (init.method && init.method !== 'GET' && !headers.has('Origin'))
      headers.set('Origin', settings.APP_ORIGIN);
    const response = await app.request(path, { ...init, headers }, {});
    keep(own, response);
    return response;
  }

  async function visitLogin(url: string, form?: Record<string, string>): Promise<Response> {
    const headers: Record<string, string> = { Cookie: headerOf(login, new URL(url).pathname) };
    const body = form ? new URLSearchParams(form).toString() : null;
    if (form) headers['Content-Type'] = 'application/x-www-form-urlencoded';
    const origin = form ? { Origin: settings.LOGIN_ORIGIN } : {};
    const init = { method: form ? 'POST' : 'GET', headers: { ...headers, ...origin }, body };
    const response = await fetch(url, { ...init, redirect: 'manual' });
    keep(login, response);
    const next = response.headers.get('Location');
    return next && !next.startsWith(settings.APP_ORIGIN) ? visitLogin(new URL(next, url).href) : response;
  }

  /** Fills in the sign-in pages; the address they lead back to, or null when they refuse. */
  async function fillIn(url: string, { email, password, newPassword }: Credentials): Promise<string | null> {
    const page = await visitLogin(url);
    const back = page.headers.get('Location');
    if (back) return back;
    const signedIn = await visitLogin(`${state.login}/login`, {
      ...fieldsOf(await page.text()),
      ...{ username: email, password },
    });
    if (signedIn.status !== 200 || !newPassword) return signedIn.headers.get('Location');
    const changed = await visitLogin(`${state.login}/newPassword`, {
      ...fieldsOf(await signedIn.text()),
      ...{ new_password: newPassword, confirm_password: newPassword },
    });
    return changed.headers.get('Location');
  }

  /** The whole way from `/auth/login` back to the page asked for; the callback's answer. */
  async function signIn(credentials: Credentials, returnTo = '/'): Promise<Response> {
    const start = await visit(`/auth/login?return=${encodeURIComponent(returnTo)}`);
    const back = await fillIn(start.headers.get('Location') ?? '', credentials);
    if (!back) throw new Error('the sign-in pages refused');
    return visit(back.slice(settings.APP_ORIGIN.length));
  }

  const cookie = (name: string) => [...own].find(([key]) => key.split(' ')[0] === name)?.[1].value ?? null;
  const drop = (name: string) => {
    for (const key of own.keys()) if (key.startsWith(`${name} `)) own.delete(key);
  };
  return { visit, visitLogin, fillIn, signIn, cookie, drop };
}

export type Browser = ReturnType<typeof createBrowser>;
