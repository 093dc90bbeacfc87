import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';

/**
 * Loaded before a command: writes the part numbers of its PUTs into a file, `begun` and `sent`, and presses Ctrl-C once
 * as many as asked are sent.
 */
const { PUTS_FILE: file = '', PUTS_STOP_AFTER: stopAfter } = process.env;
let sent = 0;

const note = (what: string, { method, path }: ClientRequest) => {
  const partNumber = new URL(path, 'http://s3').searchParams.get('partNumber');
  if (method === 'PUT') appendFileSync(file, `${what} ${partNumber}\n`);
};

subscribe('http.client.request.start', (message) =>
  note('begun', (message as { request: ClientRequest }).request),
);
subscribe('http.client.response.finish', (message) => {
  note('sent', (message as { request: ClientRequest }).request);
  sent += 1;
  if (String(sent) === stopAfter) process.kill(process.pid, 'SIGINT');
});
