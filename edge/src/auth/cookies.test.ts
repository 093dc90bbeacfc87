import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { settings } from '../../test/fixtures.ts';
import type { AppEnv } from '../context.ts';
import { createServices } from '../services.ts';
import { emailCookie, loginCookie, refreshCookie, sessionCookie, setOwnCookie } from './cookies.ts';

async function cookiesAt(origin: string): Promise<string[]> {
  const services = createServices({ ...settings, APP_ORIGIN: origin });
  const app = new Hono<AppEnv>().get('/', (c) => {
    c.set('services', services);
    for (const cookie of [sessionCookie, refreshCookie, emailCookie, loginCookie('abc')])
      setOwnCookie(c, cookie, 'v');
    return c.text('');
  });
  return (await app.request('/')).headers.getSetCookie();
}

test('over https cookies are bound to this host by name, and to https', async () => {
  expect(await cookiesAt('https://app.example.com')).toEqual([
    '__Host-session=v; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax',
    '__Secure-refresh=v; Max-Age=2592000; Path=/auth; HttpOnly; Secure; SameSite=Lax',
    '__Secure-email=v; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax',
    '__Secure-login.abc=v; Max-Age=600; Path=/auth; HttpOnly; Secure; SameSite=Lax',
  ]);
});

test('over http, where Safari refuses Secure, they go without', async () => {
  expect(await cookiesAt('http://localhost:8787')).toEqual([
    'session=v; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax',
    'refresh=v; Max-Age=2592000; Path=/auth; HttpOnly; SameSite=Lax',
    'email=v; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax',
    'login.abc=v; Max-Age=600; Path=/auth; HttpOnly; SameSite=Lax',
  ]);
});
