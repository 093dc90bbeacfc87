import { type Client, clientSchema } from '../../shared/command-line.ts';
import { refusalOf, unanswered } from '../../shared/refusal.ts';
import { Failure, misused } from '../failure.ts';
import type { World } from '../world.ts';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

const isLoopback = ({ hostname }: URL) => loopback.includes(hostname) || hostname.endsWith('.localhost');

/** The origin of a service as somebody typed it: `https://` may be left out. Anything else than https stays on this machine. */
export function originOf(typed: string): string {
  const address = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url?.hostname) throw misused(`${typed} is no address.`, 'It looks like https://app.example.com.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    throw misused(`${typed} would send your sign-in unencrypted.`, 'Use its https:// address.');
  return url.origin;
}

/** Asks a service how to sign in to it. */
export async function readClient({ fetch, signal }: World, app: string): Promise<Client> {
  const answer = await fetch(`${app}/api/client`, { signal }).catch(() => {
    throw signal.aborted ? signal.reason : unanswered();
  });
  const client = clientSchema.safeParse(
    await answer
      .clone()
      .json()
      .catch(() => null),
  );
  if (client.success) return client.data;
  if (answer.status >= 500) throw await refusalOf(answer);
  throw new Failure(`${app} is no Shark service, or one without a command line.`, 'Check the address.');
}
