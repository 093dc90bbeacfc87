import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Failure } from '../failure.ts';

/** What came back from the sign-in pages: a code, or why there is none (RFC 6749, section 4.1.2). */
export type Returned = { code: string } | { refused: string };

/** Reads an address the sign-in pages led to; null when it does not belong to this sign-in. */
export function readReturn(address: string, state: string): Returned | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.searchParams.get('state') !== state) return null;
  const code = url.searchParams.get('code');
  if (code) return { code };
  const refused = url.searchParams.get('error_description') ?? url.searchParams.get('error');
  return refused ? { refused } : null;
}

const page = (heading: string, text: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${heading}</title>
<body style="font:1rem/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem"><h1>${heading}</h1><p>${text}</p>`;

function answer(response: ServerResponse, status: number, heading: string, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Connection: 'close',
  });
  response.end(page(heading, text));
}

/** Resolves to the server, or to the code of the error why it does not listen. */
function listen(port: number, host: string): Promise<Server | string> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    server.listen(port, host, () => resolve(server));
  });
}

/** `localhost` may be either in a browser, so both are taken; a machine without IPv6 has but one. Null when one is taken. */
async function listenOn(port: number): Promise<Server[] | null> {
  const listening = await Promise.all(['127.0.0.1', '::1'].map((host) => listen(port, host)));
  const servers = listening.filter((one) => typeof one !== 'string');
  if (!listening.includes('EADDRINUSE') && servers.length > 0) return servers;
  close(servers);
  return null;
}

function close(servers: readonly Server[]): void {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
}

/** Whoever comes with another state, or none, is told that they are wrong here. */
function receive(state: string, settle: (returned: Returned) => void): RequestListener {
  return ({ url = '' }, response) => {
    const found = url.startsWith('/callback?') ? readReturn(`http://localhost${url}`, state) : null;
    if (!found) return answer(response, 404, 'Nothing here', 'This address belongs to no sign-in.');
    // Not before the browser has the page: the server ends with the command.
    response.once('close', () => settle(found));
    if ('code' in found)
      answer(response, 200, 'Signed in', 'Close this tab and go back to the command line.');
    else answer(response, 200, 'Not signed in', 'The command line says why.');
  };
}

/**
 * Listens on the first port that is free. `returned` settles when a browser comes back with this sign-in's state.
 */
export async function openCallback(ports: readonly number[], state: string) {
  for (const port of ports) {
    const servers = await listenOn(port);
    if (!servers) continue;
    const returned = new Promise<Returned>((resolve) => {
      for (const server of servers) server.on('request', receive(state, resolve));
    });
    return { port, returned, close: () => close(servers) };
  }
  throw new Failure(
    `The ports ${ports.join(', ')} of this machine are all taken.`,
    'Close what listens on one of them, then run it again.',
  );
}
