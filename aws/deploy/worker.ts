import * as z from 'zod';
import type { Settings } from '../settings.ts';
import { lastWords } from './aws-cli.ts';
import { ToolFailure } from './refusal.ts';
import type { Command, World } from './world.ts';

const secretsSchema = z.array(z.object({ name: z.string() }));

/** Cloudflare's codes for a Worker that is not there. */
const absence = /code: (10007|10090)|does not exist|could not be found/i;

export type Worker = {
  name: string;
  /** Names of the secrets it holds (their values can never be read back); null when there is no such Worker. */
  secretNames(): Promise<string[] | null>;
  /** Sets secrets, and removes those given as null, in one new version of the Worker. */
  putSecrets(secrets: Record<string, string | null>): Promise<void>;
  /** Puts one secret. */
  putSecret(name: string, text: string): Promise<void>;
  /** Uploads the code; `keepVars` leaves vars that are not named as they are. Secrets stay in any case. */
  deploy(how: { vars: Record<string, string>; domain: string; keepVars: boolean }): Promise<void>;
  remove(): Promise<void>;
};

/** Workers are called in lower case; one deployment's stack and Worker share a name. */
export const workerNameOf = ({ stackName }: Pick<Settings, 'stackName'>) => stackName.toLowerCase();

/** A Worker by `wrangler`. Secrets go through its standard input and nowhere else. */
export function createWorker({ run }: Pick<World, 'run'>, name: string): Worker {
  async function wrangler(args: string[], how: Pick<Command, 'input' | 'show'> = {}) {
    const result = await run({ tool: 'wrangler', args: [...args, '--name', name], ...how });
    if (result.code !== 0)
      throw new ToolFailure(
        `wrangler ${args[0]} ended with ${result.code}${how.show ? '' : `: ${lastWords(result)}`}`,
      );
    return result;
  }
  return {
    name,
    async secretNames() {
      const args = ['secret', 'list', '--format', 'json', '--name', name];
      const result = await run({ tool: 'wrangler', args });
      if (result.code === 0)
        return secretsSchema
          .parse(JSON.parse(result.stdout.slice(result.stdout.indexOf('['))))
          .map((one) => one.name);
      if (absence.test(result.stderr + result.stdout)) return null;
      throw new ToolFailure(`wrangler secret list: ${lastWords(result)}`);
    },
    async putSecrets(secrets) {
      await wrangler(['secret', 'bulk'], { input: JSON.stringify(secrets) });
    },
    async putSecret(secret, text) {
      await wrangler(['secret', 'put', secret], { input: text });
    },
    async deploy({ vars, domain, keepVars }) {
      const given = Object.entries(vars).flatMap(([key, value]) => ['--var', `${key}:${value}`]);
      const keep = keepVars ? ['--keep-vars'] : [];
      await wrangler(['deploy', ...keep, ...given, '--domain', domain], { show: true });
    },
    async remove() {
      await wrangler(['delete', '--force']);
    },
  };
}
