import type { Me } from '../../shared/people.ts';
import { command } from '../command.ts';

/** `ada@example.com (admin)`. */
export const whoIs = ({ kind, email, role }: Me) =>
  kind === 'bot' ? 'a bot' : `${email ?? 'somebody without an e-mail address'} (${role})`;

export const whoami = command({
  name: 'whoami',
  usage: '[--json]',
  about: 'who is signed in',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ world, app, api }, { options }) {
    const me = await (await api().typed.me.$get()).json();
    world.print(options.json ? JSON.stringify(me) : `${whoIs(me)} of ${me.org} at ${app()}`);
    return undefined;
  },
});
