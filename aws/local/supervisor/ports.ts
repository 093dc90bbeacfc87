import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './options.ts';

export const host = '127.0.0.1';

export type Ports = Record<'app' | 'media' | 'aws' | 'login' | 'inbox', number>;

export function portsFrom(base: number): Ports {
  return { app: base, media: base + 1, aws: base + 2, login: base + 3, inbox: base + 4 };
}

/** Also the other loopback address: `localhost` leads there first on many systems. */
const addresses = [host, '::1'];

async function isTaken(port: number, address: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, address);
    await once(server, 'listening');
    return false;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES') throw new Refusal(`Port ${port} may not be used. Choose another --port-base.`);
    return code === 'EADDRINUSE';
  } finally {
    server.close();
  }
}

async function firstTaken(ports: number[]): Promise<number | undefined> {
  for (const port of ports) for (const address of addresses) if (await isTaken(port, address)) return port;
  return undefined;
}

/** What was killed a moment ago may need another moment to let go. */
const patienceMs = 1500;

/** @throws Refusal that names the port which stays in use */
export async function assertFree(ports: Ports): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const taken = await firstTaken(Object.values(ports));
    if (taken === undefined) return;
    if (Date.now() > deadline)
      throw new Refusal(`Port ${taken} is in use. Stop what uses it, or choose another --port-base.`);
    await sleep(200);
  }
}
