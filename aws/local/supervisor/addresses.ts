import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { host, type Ports } from './ports.ts';

/** Status of a GET, whatever name the address goes by: not every system resolves `app.NAME.localhost`. 0: no answer. */
function statusOf(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({ host, port, path, timeout: 5000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', () => resolve(0)).on('timeout', () => asked.destroy());
    asked.end();
  });
}

/** The Worker has to be well; of the others any answer will do but "starting". */
const isUp = (name: keyof Ports, status: number) =>
  name === 'app' ? status === 200 : ![0, 503].includes(status);

async function untilItAnswers(name: keyof Ports, port: number, deadline: number): Promise<void> {
  for (;;) {
    const status = await statusOf(port, name === 'app' ? '/api/health' : '/');
    if (isUp(name, status)) return;
    if (Date.now() > deadline) throw new Error(`port ${port} (${name}) answers ${status || 'nothing'}`);
    await sleep(100);
  }
}

/** Resolves when every address answers as it should. @throws Error naming the one that does not within a minute */
export async function untilAllAnswer(ports: Ports): Promise<void> {
  const deadline = Date.now() + 60_000;
  const names = Object.keys(ports) as (keyof Ports)[];
  await Promise.all(names.map((name) => untilItAnswers(name, ports[name], deadline)));
}
