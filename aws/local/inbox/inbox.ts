import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Clock, Mailer } from '../ports.ts';
import { openMailStore } from './mail-store.ts';
import { createSes } from './ses.ts';
import { createInboxWeb } from './web.ts';

/**
 * `web` is the inbox on its own port, `api` answers SES v2 behind the AWS endpoint, `mailer` is what other stand-ins
 * send through.
 */
export type Inbox = { web: Hono; api: Hono; mailer: Mailer; close(): void };

/** The SES stand-in: mail goes into a local inbox, kept in `<dataDir>/inbox`, and never leaves the machine. */
export function createInbox({ dataDir, clock }: { dataDir: string; clock: Clock }): Inbox {
  const store = openMailStore(join(dataDir, 'inbox'), clock);
  const mailer: Mailer = { send: async (mail) => ({ id: store.add(mail).id }) };
  return { web: createInboxWeb(store), api: createSes(mailer), mailer, close: () => store.close() };
}
