import type { Person } from '../../shared/people.ts';
import { createApp } from '../src/app.ts';
import type { Settings } from '../src/env.ts';
import { createServices } from '../src/services.ts';
import { createBrowser } from './browser.ts';
import { type calling, lines, newId, services, settings, state } from './wire.ts';

export type Call = ReturnType<typeof calling>;

export const newAddress = () => `${newId().toLowerCase()}@example.com`;

/** The mails to an address, oldest first. */
export async function mailsTo(email: string): Promise<{ text: string }[]> {
  const store = (await (await fetch(`${state.inbox}/store`)).json()) as {
    emails: { to: string[]; text: string }[];
  };
  return store.emails.filter(({ to }) => to.includes(email)).reverse();
}

/** The temporary password from the last mail to an address. */
export async function passwordFor(email: string): Promise<string> {
  return /password[^:]*: *(\S+)/i.exec((await mailsTo(email)).at(-1)?.text ?? '')?.[1] ?? '';
}

/** Invites a new address as the caller. */
export async function invite(call: Call, role?: string): Promise<Person> {
  const response = await call('POST', '/api/people', { email: newAddress(), ...(role ? { role } : {}) });
  if (response.status !== 201) throw new Error(`not invited: ${response.status}`);
  return (await response.json()) as Person;
}

/** The browser of somebody who takes an invitation up. */
export async function join({ email }: Pick<Person, 'email'>) {
  const browser = createBrowser();
  await browser.signIn({ email, password: await passwordFor(email), newPassword: 'Blahaj-1234' });
  return browser;
}

/** The same Worker with other settings, or `laterMs` from now; sessions of the present hold in both. */
export function elsewhere(over: Partial<Settings>, laterMs = 0) {
  return createApp(() =>
    createServices(
      { ...settings, ...over },
      {
        clock: { now: () => Date.now() + laterMs },
        verifyToken: services.verifyToken,
        log: (line) => lines.push(line),
      },
    ),
  );
}
