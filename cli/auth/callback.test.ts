import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openCallback, readReturn } from './callback.ts';

async function listenSomewhere(host = '127.0.0.1') {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, close: () => void server.close() };
}

async function freePort(): Promise<number> {
  const { port, close } = await listenSomewhere();
  close();
  return port;
}

async function opened(ports: number[], state = 's1') {
  const callback = await openCallback(ports, state);
  onTestFinished(callback.close);
  return callback;
}

test('the code of this sign-in is taken, and the browser is told to go back', async () => {
  const { port, returned } = await opened([await freePort()]);
  const page = await fetch(`http://localhost:${port}/callback?code=c1&state=s1`);
  expect(await page.text()).toContain('Close this tab');
  expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  expect(await returned).toEqual({ code: 'c1' });
});

test.each(['/callback?code=c1&state=other', '/callback?code=c1', '/?code=c1&state=s1', '/favicon.ico'])(
  '%s belongs to no sign-in, and waiting goes on',
  async (path) => {
    const { port, returned } = await opened([await freePort()]);
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404);
    await fetch(`http://127.0.0.1:${port}/callback?code=c2&state=s1`);
    expect(await returned).toEqual({ code: 'c2' });
  },
);

test('a refusal of the sign-in pages is no code', () => {
  const address = 'http://localhost:14000/callback?error=access_denied&error_description=No&state=s1';
  expect(readReturn(address, 's1')).toEqual({ refused: 'No' });
});

test('a port in use is left for the next', async () => {
  const taken = await listenSomewhere();
  onTestFinished(taken.close);
  const next = await freePort();
  expect((await opened([taken.port, next])).port).toBe(next);
});

test('when all are taken that is said', async () => {
  const taken = await listenSomewhere();
  onTestFinished(taken.close);
  await expect(openCallback([taken.port], 's1')).rejects.toThrow(
    `${taken.port} of this machine are all taken`,
  );
});
