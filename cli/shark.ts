import type { Command } from './command.ts';
import { restore, retry } from './commands/again.ts';
import { deleteVideos } from './commands/delete.ts';
import { helpLines } from './commands/help.ts';
import { invite } from './commands/invite.ts';
import { list } from './commands/list.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { publish, unpublish } from './commands/publish.ts';
import { status } from './commands/status.ts';
import { upload } from './commands/upload.ts';
import { whoami } from './commands/whoami.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explain } from './explain.ts';
import { misused } from './failure.ts';
import type { World } from './world.ts';

const commands: Command[] = [
  login,
  logout,
  whoami,
  upload,
  list,
  status,
  publish,
  unpublish,
  retry,
  deleteVideos,
  restore,
  invite,
];

const isHelp = (word: string | undefined) => word === 'help' || word === '--help' || word === '-h';

async function dispatch(world: World, [name, ...rest]: string[]): Promise<ExitCode> {
  if (name === '--version' || name === 'version') {
    world.print(world.version);
    return exitCodes.done;
  }
  const asked = isHelp(name)
    ? rest[0]
    : rest.some((word) => word === '--help' || word === '-h')
      ? name
      : null;
  if (name === undefined || asked !== null) {
    const about = commands.find((one) => one.name === asked);
    for (const line of helpLines(commands, about)) world.print(line);
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) throw misused(`There is no command ${name}.`);
  return (await command.run(world, rest)) ?? exitCodes.done;
}

/** Runs a command line; resolves to what the process ends with. Nothing is thrown. */
export async function shark(world: World, argv: string[]): Promise<ExitCode> {
  try {
    return await dispatch(world, argv);
  } catch (error) {
    if (world.signal.aborted) {
      world.screen.write('Stopped.\n');
      return exitCodes.interrupted;
    }
    const { lines, exitCode } = explain(error);
    world.screen.write(`shark: ${lines.join('\n  ')}\n`);
    return exitCode;
  }
}
