import type { Invitation } from '../../shared/people.ts';
import { roleSchema } from '../../shared/people.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { misused } from '../failure.ts';
import { table } from '../table.ts';

const stateWords: Record<Invitation['state'], string> = {
  new: 'new',
  expired: 'invitation expired',
  invited: 'invited already',
  active: 'active already',
  disabled: 'disabled',
  invalid: 'no address',
};

function becameOf({ state, sent, error }: Invitation, dryRun: boolean): string {
  if (error) return error.message;
  if (sent) return 'invitation sent';
  return dryRun && (state === 'new' || state === 'expired') ? 'would be sent an invitation' : 'left alone';
}

/** The words as they are; `-` stands for what is on standard input. */
async function addressesOf({ world }: Context, words: string[]): Promise<string | string[]> {
  return words.includes('-')
    ? [...words.filter((word) => word !== '-'), await world.input.all()].join('\n')
    : words;
}

export const invite = command({
  name: 'invite',
  usage: '<emails…> [--role viewer|admin] [--dry-run] [--json]',
  about: 'let people in, by e-mail',
  details: [
    '-          as an address: read them from standard input',
    '--role     viewer otherwise',
    '--dry-run  only tell what would happen',
  ],
  options: {
    role: { type: 'string', default: 'viewer' },
    'dry-run': { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
  words: { least: 1 },
  async run(context, { words, options }) {
    const { world, api } = context;
    const { data: role } = roleSchema.safeParse(options.role);
    if (!role) throw misused('--role takes viewer or admin.');
    const dryRun = options['dry-run'];
    const json = { addresses: await addressesOf(context, words), role, dryRun };
    const { results, mails } = await (await api().typed.people.bulk.$post({ json })).json();
    const cells = (one: Invitation) => [
      one.email ?? one.address,
      stateWords[one.state],
      becameOf(one, dryRun),
    ];
    if (options.json) world.print(JSON.stringify(results, null, 2));
    else for (const line of table(['address', 'was', 'now'], results.map(cells))) world.print(line);
    world.screen.write(`${mails.left} of today’s ${mails.perDay} invitation mails are left.\n`);
    const refused = results.some(({ error, state }) => error || state === 'invalid');
    return refused ? exitCodes.failed : undefined;
  },
});
