import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Listener = {
  port: number;
  /** Until this is called, everyone gets 503. */
  answer(listener: RequestListener): void;
  close(): Promise<void>;
};

const starting: RequestListener = (_, response) => response.writeHead(503).end('starting');

/** Clients reuse connections: longer than they keep idle ones, so that none is closed under a request. */
const keepAliveMs = 65_000;

/** Opens a port of this machine (0: any) before there is anything to answer with: addresses are part of what answers. */
export async function openListener(host: string, port: number): Promise<Listener> {
  let current = starting;
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) =>
    current(request, response),
  );
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    answer(listener) {
      current = listener;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
