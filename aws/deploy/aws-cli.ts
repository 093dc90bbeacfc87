import { ToolFailure } from './refusal.ts';
import type { Result, World } from './world.ts';

/** The end of what a tool said: enough to see why, without its banner. */
export const lastWords = ({ stderr, stdout }: Result) =>
  (stderr.trim() || stdout.trim()).split('\n').slice(-6).join('\n').trim();

const notInstalled =
  'The AWS command line is not installed. See https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

/** The errors by which AWS says that something does not exist. */
const absence =
  /\b(ResourceNotFoundException|NotFoundException|UserNotFoundException|NoSuchEntity|NoSuchBucket|ParameterNotFound|does not exist)\b/;

export type Aws = {
  /** The answer as JSON, null when there is none. @throws ToolFailure with AWS's own words */
  call(...args: string[]): Promise<unknown>;
  /** Like `call`; null when the thing asked for does not exist. */
  find(...args: string[]): Promise<unknown>;
};

/** The `aws` command line in one region. */
export function createAws({ run }: Pick<World, 'run'>, region: string): Aws {
  const ask = (args: string[]) =>
    run({ tool: 'aws', args: [...args, '--region', region, '--output', 'json'] });
  const answerOf = (result: Result, args: string[]): unknown => {
    if (result.code === 127) throw new ToolFailure(notInstalled);
    if (result.code !== 0) throw new ToolFailure(`aws ${args.slice(0, 2).join(' ')}: ${lastWords(result)}`);
    const text = result.stdout.trim();
    return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : null;
  };
  return {
    call: async (...args) => answerOf(await ask(args), args),
    async find(...args) {
      const result = await ask(args);
      return result.code !== 0 && result.code !== 127 && absence.test(result.stderr)
        ? null
        : answerOf(result, args);
    },
  };
}
